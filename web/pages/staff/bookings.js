// @ts-check
import { html } from "../../vendor/ui.mjs";
import { number } from "../../app/digits.js";
import { t, word } from "../../app/i18n.js";
import { useList } from "../../app/resource.js";
import { setQuery } from "../../app/router.js";
import { Select } from "../../app/ui/forms.js";
import { Empty, Filters, ListView, Money, PageHeader, Pill, Table, When } from "../../app/ui/index.js";
import { hoursOf, LIVE } from "../bookings/facts.js";
import { STATES } from "../bookings/states.js";
import { base } from "./base.js";
import { ForStaff } from "./gate.js";

export const title = "nav.bookings";

/** @typedef {any} Row */

const columns = [
  { key: "id", label: t("booking.number"), cell: (/** @type {Row} */ r) => html`<span class="tabular nowrap">${number(r.id)}</span>` },
  { key: "patient", label: t("booking.patient"), cell: (/** @type {Row} */ r) => html`<bdi class="nowrap">${r.patient.display_name}</bdi>` },
  { key: "nurse", label: t("booking.nurse"), cell: (/** @type {Row} */ r) => html`<bdi class="nowrap">${r.nurse.display_name}</bdi>` },
  { key: "day", label: t("booking.time"), cell: (/** @type {Row} */ r) => html`<${When} at=${r.scheduled_date} />
    <span class="muted small nowrap"> ${hoursOf(r)}</span>` },
  { key: "visits", label: t("booking_desk.visits"), align: "end", cell: (/** @type {Row} */ r) => number(r.session_count) },
  { key: "gross", label: t("booking.gross"), align: "end", cell: (/** @type {Row} */ r) => html`<${Money} irr=${r.gross_price_irr} />` },
  { key: "status", label: t("bookings.status"), cell: (/** @type {Row} */ r) => html`<${Pill} code=${r.status} />` },
];

/** @param {{query: Record<string, string>}} props */
function List({ query }) {
  const list = useList("/bookings", { query: { status: query.status }, live: LIVE });
  const options = STATES.map((value) => ({ value, label: word("status", value) }));
  const clear = () => setQuery({ status: "" });
  return html`
    <${PageHeader} title=${t("nav.bookings")} lead=${t("booking_desk.lead")} />
    <${Filters} active=${query.status ? 1 : 0} onClear=${clear}>
      <${Select} name="status" label=${t("bookings.status")} optional empty=${t("common.all")} options=${options}
        value=${query.status ?? ""} onChange=${(/** @type {string} */ status) => setQuery({ status })} />
    <//>
    <${ListView} list=${list} onClear=${clear} empty=${html`<${Empty} icon="calendar-check" title=${t("booking_desk.empty")} />`}>
      ${(/** @type {Row[]} */ rows) => html`<${Table} caption=${t("nav.bookings")} rows=${rows} dense columns=${columns}
        href=${(/** @type {Row} */ r) => `${base()}/bookings/${r.id}`} />`}
    <//>`;
}

/** Every booking, newest first. @param {import("../../app/router.js").PageProps} props */
export default function Page({ query }) {
  return html`<${ForStaff} title=${t("nav.bookings")}>${() => html`<${List} query=${query} />`}<//>`;
}
