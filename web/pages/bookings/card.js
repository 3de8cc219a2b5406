// @ts-check
import { html } from "../../vendor/ui.mjs";
import { t, tn } from "../../app/i18n.js";
import { Card, Icon, Money, Pill } from "../../app/ui/index.js";
import { Avatar } from "../nurses/card.js";
import { whenOf } from "./facts.js";

/** One booking of a family among others. @param {{booking: import("./facts.js").Booking}} props */
export function BookingCard({ booking }) {
  const { nurse, patient, session_count: visits } = booking;
  return html`<${Card} href=${`/me/bookings/${booking.id}`} aside=${html`<${Pill} code=${booking.status} />`}
    title=${html`<${Avatar} name=${nurse.display_name} /><bdi>${nurse.display_name}</bdi>`}
    meta=${t("booking.for", { patient: patient.display_name })}>
    <p class="note-line"><${Icon} name="calendar" size="sm" /> <span>${visits > 1 && html`${tn("booking.visits_from", visits)} `}${whenOf(booking)}</span></p>
    <p class="note-line"><${Icon} name="banknote" size="sm" /> <${Money} irr=${booking.gross_price_irr} /></p>
  <//>`;
}
