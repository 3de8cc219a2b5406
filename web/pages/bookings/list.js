// @ts-check
import { html } from "../../vendor/ui.mjs";
import { t, word } from "../../app/i18n.js";
import { useList } from "../../app/resource.js";
import { setQuery } from "../../app/router.js";
import { Empty, Filters, LinkButton, ListView, PageHeader } from "../../app/ui/index.js";
import { Select } from "../../app/ui/forms.js";
import { SignedIn } from "../me/gate.js";
import { BookingCard } from "./card.js";
import { LIVE } from "./facts.js";
import { STATES } from "./states.js";

export const title = "nav.bookings";

/** @param {{query: Record<string, string>}} props */
function List({ query }) {
  const list = useList("/bookings", { query: { role: "customer", status: query.status }, live: LIVE });
  const options = STATES.map((value) => ({ value, label: word("status", value) }));
  const clear = () => setQuery({ status: "" });
  const none = html`<${Empty} icon="calendar-check" title=${t("bookings.empty")} text=${t("bookings.empty_text")}>
    <${LinkButton} href="/me/requests" kind="primary" icon="clipboard-list">${t("nav.requests")}<//><//>`;
  return html`
    <${Filters} active=${query.status ? 1 : 0} onClear=${clear}>
      <${Select} name="status" label=${t("bookings.status")} optional empty=${t("common.all")} options=${options}
        value=${query.status ?? ""} onChange=${(/** @type {string} */ status) => setQuery({ status })} />
    <//>
    <${ListView} list=${{ ...list, filtered: Boolean(query.status) }} onClear=${clear} empty=${none}>
      ${(/** @type {any[]} */ bookings) => html`<div class="stack-cards">
        ${bookings.map((booking) => html`<${BookingCard} key=${booking.id} booking=${booking} />`)}</div>`}
    <//>`;
}

/** What a family has booked, newest first. @param {import("../../app/router.js").PageProps} props */
export default function Page({ query }) {
  return html`<${PageHeader} title=${t("nav.bookings")} lead=${t("bookings.lead")} />
    <${SignedIn}>${() => html`<${List} query=${query} />`}<//>`;
}
