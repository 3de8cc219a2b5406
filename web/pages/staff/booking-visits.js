// @ts-check
import { html, useState } from "../../vendor/ui.mjs";
import { now } from "../../app/clock.js";
import { t, tn } from "../../app/i18n.js";
import { Button, Card, Money, Table, When } from "../../app/ui/index.js";
import { isMovable } from "../bookings/facts.js";
import { Missed } from "../bookings/missed.js";
import { Reschedule } from "../bookings/reschedule.js";
import { amountColumn, columns } from "../bookings/visits.js";
import { nursesPath } from "./base.js";

/** @typedef {any} Visit */

const moneyColumns = [
  amountColumn,
  { key: "payout", label: t("booking.payout"), align: "end", cell: (/** @type {Visit} */ v) => html`<${Money} irr=${v.visit_payout_amount} />` },
  { key: "payable", label: t("booking_desk.payable"), cell: (/** @type {Visit} */ v) => (v.payout_eligible_at ? html`<${When} at=${v.payout_eligible_at} clock />` : "") },
];

/** Whether staff can do anything about a visit. @param {any} booking @param {Visit} visit */
const isOpen = (booking, visit) => isMovable(booking, visit) || (visit.status === "missed" && booking.status !== "closed");

/** @param {{booking: any, visit: Visit, onMove: () => void, onMiss: () => void}} props */
function Acts({ booking, visit, onMove, onMiss }) {
  const n = visit.session_index;
  const begun = Date.parse(visit.starts_at) <= now();
  const miss = (label = "booking_desk.missed", one = "booking_desk.missed_one") =>
    html`<${Button} size="sm" kind="quiet" icon="calendar-x" label=${t(one, { n })} onClick=${onMiss}>${t(label)}<//>`;
  return html`<span class="row">
    ${isMovable(booking, visit) && html`<${Button} size="sm" kind="quiet" icon="calendar-days" label=${t("reschedule.open_one", { n })}
      onClick=${onMove}>${t("reschedule.open")}<//>`}
    ${isMovable(booking, visit) && begun && miss()}
    ${visit.status === "missed" && miss("booking_desk.reason_open", "booking_desk.reason_one")}
  </span>`;
}

/** Every visit with its shares and what can be done about it. @param {{booking: any, source: import("../../app/resource.js").Resource<any>}} props */
export function BookingVisits({ booking, source }) {
  const [moving, setMoving] = useState(/** @type {Visit | null} */ (null));
  const [missing, setMissing] = useState(/** @type {Visit | null} */ (null));
  const former = { key: "nurse", label: t("booking.nurse"), cell: (/** @type {Visit} */ v) => v.nurse_id === booking.nurse_id
    ? html`<bdi>${booking.nurse.display_name}</bdi>` : html`<a href=${`${nursesPath()}/${v.nurse_id}`}>${t("booking.nurse_former")}</a>` };
  const acts = { key: "acts", label: t("booking.acts"), cell: (/** @type {Visit} */ v) => (isOpen(booking, v)
    ? html`<${Acts} booking=${booking} visit=${v} onMove=${() => setMoving(v)} onMiss=${() => setMissing(v)} />` : "") };
  const handed = booking.sessions.some((/** @type {Visit} */ v) => v.nurse_id !== booking.nurse_id);
  const open = booking.sessions.some((/** @type {Visit} */ v) => isOpen(booking, v));
  const shown = [...columns, ...(handed ? [former] : []), ...moneyColumns, ...(open ? [acts] : [])];
  return html`<${Card} title=${tn("booking.visits", booking.session_count)}>
    <${Table} caption=${t("booking.visits_all")} rows=${booking.sessions} dense columns=${shown} />
    <${Reschedule} visit=${moving} onClose=${() => setMoving(null)} onDone=${source.reload} />
    <${Missed} visit=${missing} onClose=${() => setMissing(null)} onDone=${source.reload} />
  <//>`;
}
