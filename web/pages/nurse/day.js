// @ts-check
import { html, useEffect, useState } from "../../vendor/ui.mjs";
import { date, today } from "../../app/format.js";
import { t, word } from "../../app/i18n.js";
import { epochDayToIso, isoToEpochDay } from "../../app/jalali.js";
import { useResource } from "../../app/resource.js";
import { Button, Card, Countdown, Icon, LinkButton, Loaded, Pill, Section } from "../../app/ui/index.js";
import { hoursOf, LIVE, placeOf } from "../bookings/facts.js";
import { Missed, missedReason } from "../bookings/missed.js";

/** @typedef {any} Visit as the nurse's day lists it */

/** The first name: enough to know whom one visits, and less to be read over a shoulder. @param {Visit} visit */
const nameOf = ({ patient }) => patient.display_name.trim().split(/\s+/u)[0] ?? "";

/** One line with its glyph. @param {{icon: string, children?: any}} props */
const Line = ({ icon, children }) => html`<p class="fact"><${Icon} name=${icon} size="sm" /> <span>${children}</span></p>`;

/** @param {{visit: Visit, onMissed: () => void, onOver: () => void}} props */
function VisitCard({ visit, onMissed, onOver }) {
  const scheduled = visit.status === "scheduled";
  const over = visit.status === "missed" || visit.status === "cancelled" || visit.status === "completed";
  const care = !over && html`<${LinkButton} href=${`/n/bookings/${visit.booking_id}/care`} size="sm"
    icon="heart-pulse">${t("care.open_of", { name: nameOf(visit) })}<//>`;
  const miss = visit.next.includes("missed") && html`<${Button} size="sm" icon="calendar-x" onClick=${onMissed}
    label=${t("day.missed_one", { name: nameOf(visit) })}>${t("day.missed")}<//>`;
  return html`<div class=${over ? "request request-dim" : "request"}>
    <${Card} level=${3} title=${html`<bdi>${nameOf(visit)}</bdi>`} meta=${html`<span dir="auto">${visit.variant_title}</span>`}
      aside=${html`<${Pill} code=${visit.status}>${word("visit_status", visit.status)}<//>`} footer=${html`${care} ${miss}`}>
      <${Line} icon="clock"><strong>${hoursOf(visit)}</strong><//>
      <${Line} icon="map-pin"><bdi>${placeOf(visit.address)}</bdi><//>
      ${visit.missed_reason && html`<${Line} icon="info">${missedReason(visit.missed_reason)}<//>`}
      ${scheduled && html`<div class="section-tight">
        <${Countdown} until=${visit.starts_at} label=${t("day.countdown")} over=${t("day.due")} onOver=${onOver} /></div>`}
    <//>
  </div>`;
}

/** What comes tomorrow, in a few lines. @param {{items: Visit[]}} props */
function Tomorrow({ items }) {
  if (items.length === 0) return html`<p class="muted">${t("day.none_tomorrow")}</p>`;
  return html`<${Card}><ul class="stack-sm">${items.map((visit) => html`<li key=${visit.id}>
    <${Line} icon="clock"><strong>${hoursOf(visit)}</strong> <bdi>${nameOf(visit)}</bdi> <bdi class="muted">${placeOf(visit.address)}</bdi><//></li>`)}</ul><//>`;
}

/**
 * The nurse's visits of today by their start, and those of tomorrow. What stands below waits until both are there, so that
 * nothing moves under a finger.
 * @param {{onReady: () => void}} props
 */
export function Day({ onReady }) {
  const now = today();
  const next = epochDayToIso(isoToEpochDay(now) + 1);
  const day = useResource("/booking_sessions/today", { query: { date: now }, live: LIVE });
  const tomorrow = useResource("/booking_sessions/today", { query: { date: next }, live: LIVE });
  const [missing, setMissing] = useState(/** @type {Visit | null} */ (null));
  const ready = !day.loading && !tomorrow.loading;
  useEffect(() => {
    if (ready) onReady();
  }, [ready]);
  return html`
    <${Section} title=${t("day.today")}>
      <${Loaded} of=${day} kind="card" rows=${2}>${(/** @type {{items: Visit[]}} */ { items }) => items.length === 0
        ? html`<${Card}><p class="row"><${Icon} name="calendar-check" /> <span>${t("day.none")}</span></p><//>`
        : html`<div class="requests">${items.map((visit) => html`<${VisitCard} key=${visit.id} visit=${visit}
            onMissed=${() => setMissing(visit)} onOver=${day.reload} />`)}</div>`}<//>
    <//>
    ${!day.loading && html`<${Section} title=${t("day.tomorrow")} actions=${html`<span class="muted">${date(next, "day")}</span>`}>
      <${Loaded} of=${tomorrow} rows=${1}>${(/** @type {{items: Visit[]}} */ { items }) => html`<${Tomorrow} items=${items} />`}<//>
    <//>`}
    <${Missed} visit=${missing} onClose=${() => setMissing(null)} onDone=${day.reload} />`;
}
