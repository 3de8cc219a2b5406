// @ts-check
import { html, useState } from "../../vendor/ui.mjs";
import { boot } from "../../app/boot.js";
import { digits } from "../../app/digits.js";
import { t, tn } from "../../app/i18n.js";
import { useResource } from "../../app/resource.js";
import { Button, Card, Countdown, Details, Loaded, Notice, PageHeader, Phone, Pill, Prose, Table, Timeline } from "../../app/ui/index.js";
import { SignedIn } from "../me/gate.js";
import { Avatar, Rating } from "../nurses/card.js";
import { isMovable, LIVE, nextVisit, placeOf, titleOf, whenOf } from "./facts.js";
import { Price } from "./price.js";
import { Reschedule } from "./reschedule.js";
import { stepsOf } from "./road.js";
import { amountColumn, Cancellations, columns } from "./visits.js";

export const title = "booking.title";

/** States in which a visit may still come, so that there is something to tell the nurse. */
const WRITABLE = ["confirmed", "in_progress"];

/** @typedef {{booking: any, source: import("../../app/resource.js").Resource<any>}} Part */

/** Whom to ask. */
const Call = () => boot.agency.phone && html`<p>${t("booking.ask")} <${Phone} value=${boot.agency.phone} /></p>`;

/** How long the family may still object. @param {Part} props */
const Objecting = ({ booking, source }) => html`<div class="stack-sm">
  <${Notice} tone="ok" title=${t("booking.completed")}><p>${t("booking.completed_text")}</p><${Call} /><//>
  <${Countdown} until=${booking.dispute_window_ends_at} label=${t("booking.window")} over=${t("booking.window_over")} onOver=${source.reload} />
</div>`;

/** The visit under way, or the next one. @param {Part} props */
function Coming({ booking, source }) {
  const visit = nextVisit(booking);
  if (!visit) return null;
  if (visit.status === "in_progress") {
    return html`<${Notice} tone="ok" title=${t("booking.here")}><p>${t("booking.here_text", { nurse: booking.nurse.display_name })}</p><//>`;
  }
  return html`<${Card} tone="accent" icon="calendar-check" title=${t("booking.next_visit")} meta=${whenOf(visit)}>
    <${Countdown} until=${visit.starts_at} label=${t("booking.starts")} over=${t("booking.due")} onOver=${source.reload} />
  <//>`;
}

/** The one thing that matters now. @param {Part} props */
function Now({ booking, source }) {
  const missed = booking.sessions.filter((/** @type {any} */ { status }) => status === "missed").length;
  const { status } = booking;
  return html`<div class="stack-sm">
    <div role="status">${missed > 0 && html`<${Notice} tone="warn" title=${tn("booking.missed", missed)}>
      <p>${t("booking.missed_text")}</p><${Call} /><//>`}</div>
    <${Coming} booking=${booking} source=${source} />
    ${status === "completed" && html`<${Objecting} booking=${booking} source=${source} />`}
    ${status === "disputed" && html`<${Notice} tone="warn" title=${t("booking.disputed")}><p>${t("booking.disputed_text")}</p><//>`}
    ${status === "closed" && html`<${Notice} tone="info" title=${t("booking.closed")} />`}
    ${status === "cancelled" && html`<${Notice} tone="info" title=${t("booking.cancelled")}>
      ${booking.cancellation_reason && html`<${Prose} text=${booking.cancellation_reason} />`}<//>`}
  </div>`;
}

/** Every visit, each movable until it begins. @param {Part} props */
function Visits({ booking, source }) {
  const [moving, setMoving] = useState(/** @type {any} */ (null));
  const acts = { key: "acts", label: t("booking.acts"), cell: (/** @type {any} */ visit) => isMovable(booking, visit)
    ? html`<${Button} size="sm" icon="calendar-days" label=${t("reschedule.open_one", { n: visit.session_index })}
        onClick=${() => setMoving(visit)}>${t("reschedule.open")}<//>` : "" };
  const shown = booking.sessions.some((/** @type {any} */ visit) => isMovable(booking, visit)) ? [...columns, amountColumn, acts] : [...columns, amountColumn];
  return html`<${Card} title=${tn("booking.visits", booking.session_count)}>
    <${Table} caption=${t("booking.visits_all")} rows=${booking.sessions} dense columns=${shown} />
    <${Reschedule} visit=${moving} onClose=${() => setMoving(null)} onDone=${source.reload} />
  <//>`;
}

/** @param {any} booking */
const factsOf = (booking) => [
  { label: t("booking.number"), value: digits(booking.id) },
  { label: t("booking.patient"), value: html`<bdi>${booking.patient.display_name}</bdi>` },
  { label: t("booking.place"), value: html`<bdi>${placeOf(booking.address)}</bdi><${Prose} text=${booking.address.address_line} />` },
  { label: t("booking.request"), value: html`<a href=${`/me/requests/${booking.booking_request_id}`}>${digits(booking.booking_request_id)}</a>` },
];

/** @param {Part} props */
function Whole({ booking, source }) {
  const { nurse } = booking;
  return html`<div class="split">
    <div class="stack">
      <${Now} booking=${booking} source=${source} />
      <${Price} booking=${booking} />
      <${Visits} booking=${booking} source=${source} />
      <${Cancellations} booking=${booking} />
      <${Card} title=${t("booking.road")}><${Timeline} steps=${stepsOf(booking)} /><//>
    </div>
    <div class="stack-cards">
      ${WRITABLE.includes(booking.status) && html`<${Card} href=${`/me/bookings/${booking.id}/care`} icon="heart-pulse"
        title=${t("care.open")} meta=${t("care.open_text")} />`}
      <${Card} href=${`/nurses/${nurse.id}`} title=${html`<${Avatar} name=${nurse.display_name} /><bdi>${nurse.display_name}</bdi>`}
        meta=${html`<${Rating} nurse=${nurse} />`} />
      <${Card} title=${t("booking.facts")}><${Details} rows=${factsOf(booking)} layout="stack" /><//>
    </div>
  </div>`;
}

/** @param {{id: string}} props */
function Body({ id }) {
  const source = useResource(`/bookings/${id}`, { live: LIVE });
  const booking = /** @type {any} */ (source.data);
  return html`
    <${PageHeader} title=${booking ? titleOf(booking.variant) : t("booking.title")} named=${Boolean(booking)}
      back=${{ href: "/me/bookings", label: t("nav.bookings") }} status=${booking && html`<${Pill} code=${booking.status} />`} />
    <${Loaded} of=${source} kind="card" rows=${3}>${(/** @type {any} */ one) => html`<${Whole} booking=${one} source=${source} />`}<//>`;
}

/** One booking: what comes next, what it costs, what has happened. @param {import("../../app/router.js").PageProps} props */
export default function Page({ params }) {
  return html`<${SignedIn} title=${t("booking.title")}>${() => html`<${Body} id=${params.id} />`}<//>`;
}
