// @ts-check
import { html } from "../../vendor/ui.mjs";
import { t, word } from "../../app/i18n.js";
import { useList } from "../../app/resource.js";
import { setQuery } from "../../app/router.js";
import { Empty, Filters, LinkButton, ListView, PageHeader } from "../../app/ui/index.js";
import { Select } from "../../app/ui/forms.js";
import { SignedIn } from "../me/gate.js";
import { RequestCard } from "./card.js";

export const title = "nav.requests";

const STATES = [
  "pending_nurse_response", "accepted_awaiting_payment", "converted", "rejected_by_nurse", "expired_no_response",
  "payment_deadline_expired", "cancelled_by_customer",
];

/** @param {{query: Record<string, string>, find: any}} props */
function List({ query, find }) {
  const list = useList("/booking_requests", { query: { status: query.status }, live: ["booking_request."] });
  const options = STATES.map((value) => ({ value, label: word("status", value) }));
  const clear = () => setQuery({ status: "" });
  const none = html`<${Empty} icon="clipboard-list" title=${t("requests.empty")} text=${t("requests.empty_text")}>${find}<//>`;
  return html`
    <${Filters} active=${query.status ? 1 : 0} onClear=${clear}>
      <${Select} name="status" label=${t("requests.status")} optional empty=${t("common.all")} options=${options}
        value=${query.status ?? ""} onChange=${(/** @type {string} */ status) => setQuery({ status })} />
    <//>
    <${ListView} list=${list} onClear=${clear} empty=${none}>
      ${(/** @type {any[]} */ requests) => html`<div class="stack-cards">
        ${requests.map((request) => html`<${RequestCard} key=${request.id} request=${request} onOver=${list.reload} />`)}</div>`}
    <//>`;
}

/** What the family has asked for: what waits on them first. @param {import("../../app/router.js").PageProps} props */
export default function Page({ query }) {
  const find = html`<${LinkButton} href="/nurses" kind="primary" icon="search">${t("requests.find")}<//>`;
  return html`<${PageHeader} title=${t("nav.requests")} lead=${t("requests.lead")} actions=${find} />
    <${SignedIn}>${() => html`<${List} query=${query} find=${find} />`}<//>`;
}
