// @ts-check
/** The visits of a booking in a table, and what was given back for those called off. */
import { html } from "../../vendor/ui.mjs";
import { number } from "../../app/digits.js";
import { date } from "../../app/format.js";
import { t, word } from "../../app/i18n.js";
import { Card, Money, Pill, Prose, Table, When } from "../../app/ui/index.js";
import { hoursOf, percentOf } from "./facts.js";
import { missedReason } from "./missed.js";

/** @typedef {any} Visit */

/** The number of a visit in its booking. @param {Visit} visit */
export const nameOf = (visit) => t("booking.visit_n", { n: visit.session_index });

/** Its state, and why it did not take place. @param {{visit: Visit}} props */
const State = ({ visit }) => html`<${Pill} code=${visit.status}>${word("visit_status", visit.status)}<//>
  ${visit.missed_reason && html` <span class="muted small nowrap">${missedReason(visit.missed_reason)}</span>`}`;

/** Columns every reader has. */
export const columns = [
  { key: "index", label: t("booking.visit"), cell: (/** @type {Visit} */ v) => html`<span class="nowrap">${nameOf(v)}</span>` },
  { key: "when", label: t("booking.time"), cell: (/** @type {Visit} */ v) => html`<span class="nowrap">${date(v.scheduled_date, "long")}</span>
    <span class="muted small nowrap"> ${hoursOf(v)}</span>` },
  { key: "status", label: t("bookings.status"), cell: (/** @type {Visit} */ v) => html`<${State} visit=${v} />` },
];

/** What the family pays for a visit. */
export const amountColumn = { key: "amount", label: t("booking.amount"), align: "end", cell: (/** @type {Visit} */ v) => html`<${Money} irr=${v.visit_gross_amount} />` };

/** What was called off, and what of it is given back. @param {{booking: import("./facts.js").Booking}} props */
export function Cancellations({ booking }) {
  if (booking.cancellations.length === 0) return null;
  const indexOf = (/** @type {any} */ c) => booking.sessions.find((/** @type {Visit} */ { id }) => id === c.booking_session_id);
  const shown = [
    { key: "visit", label: t("booking.visit"), cell: (/** @type {any} */ c) => html`<span class="nowrap">${indexOf(c) ? nameOf(indexOf(c)) : number(c.booking_session_id)}</span>` },
    { key: "at", label: t("booking.cancelled_at"), cell: (/** @type {any} */ c) => html`<${When} at=${c.created_at} clock />` },
    { key: "reason", label: t("booking.reason"), cell: (/** @type {any} */ c) => html`<${Prose} text=${c.reason} />` },
    { key: "percent", label: t("booking.refund_share"), cell: (/** @type {any} */ c) => percentOf(String(Number(c.refund_percentage) / 100)) },
    { key: "refund", label: t("booking.refund"), align: "end", cell: (/** @type {any} */ c) => html`<${Money} irr=${c.refundable_irr} />` },
  ];
  return html`<${Card} title=${t("booking.cancellations")}>
    <${Table} caption=${t("booking.cancellations")} rows=${booking.cancellations} rowKey=${(/** @type {any} */ c) => c.booking_session_id} dense columns=${shown} />
  <//>`;
}
