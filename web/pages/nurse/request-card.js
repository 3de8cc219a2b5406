// @ts-check
import { html, useState } from "../../vendor/ui.mjs";
import { now } from "../../app/clock.js";
import { t, word } from "../../app/i18n.js";
import { Card, Countdown, Icon, Pill } from "../../app/ui/index.js";
import { deadlineOf, placeOf, seriesOf, standingOf, whenOf } from "./visits.js";

/** A state, in words for the nurse. @param {{code: string}} props */
export const NursePill = ({ code }) => html`<${Pill} code=${code}>${word("nurse_status", code)}<//>`;

/** One line with its glyph. @param {{icon: string, children?: any}} props */
const Line = ({ icon, children }) => html`<p class="fact"><${Icon} name=${icon} size="sm" /> <span>${children}</span></p>`;

/**
 * A request among others. One whose deadline has passed is greyed at once, before the server's sweep says so.
 * @param {{request: any, onOver?: () => void, level?: 2 | 3}} props
 */
export function RequestCard({ request, onOver, level = 2 }) {
  const deadline = deadlineOf(request);
  const [late, setLate] = useState(deadline !== null && Date.parse(deadline.until) <= now());
  const over = () => {
    setLate(true);
    onOver?.();
  };
  const gender = request.required_caregiver_gender;
  const dim = late || /expired|cancelled|rejected/.test(request.status);
  return html`<div class=${dim ? "request request-dim" : "request"}>
    <${Card} level=${level} href=${`/n/requests/${request.id}`} title=${html`<bdi>${request.patient.display_name}</bdi>`}
      meta=${html`<span dir="auto">${request.variant.title}</span>`} aside=${html`<${NursePill} code=${standingOf(request, late)} />`}>
      <${Line} icon="calendar-days">${whenOf(request)}<//>
      ${request.session_count > 1 && html`<${Line} icon="history">${seriesOf(request)}<//>`}
      <${Line} icon="map-pin"><bdi>${placeOf(request.address)}</bdi><//>
      ${gender && gender !== "any" && html`<${Line} icon="user-check">${t(`visit.gender.${gender}`)}<//>`}
      ${request.customer_notes && html`<p class="fact fact-notes"><${Icon} name="file-text" size="sm" />
        <span dir="auto">${request.customer_notes}</span></p>`}
      ${deadline && !late && html`<div class="section-tight">
        <${Countdown} until=${deadline.until} label=${deadline.label} onOver=${over} /></div>`}
    <//>
  </div>`;
}
