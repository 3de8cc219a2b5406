// @ts-check
import { html } from "../../vendor/ui.mjs";
import { number } from "../../app/digits.js";
import { t, tn } from "../../app/i18n.js";
import { useResource } from "../../app/resource.js";
import { Card, Details, Loaded, Money, Notice, PageHeader, Pill, Prose, Timeline, When } from "../../app/ui/index.js";
import { LIVE, placeOf, titleOf, whenOf } from "../bookings/facts.js";
import { splitOf, unitPrice } from "../bookings/price.js";
import { stepsOf } from "../bookings/road.js";
import { Cancellations } from "../bookings/visits.js";
import { base, nursesPath } from "./base.js";
import { BookingActs } from "./booking-acts.js";
import { BookingVisits } from "./booking-visits.js";
import { ForStaff } from "./gate.js";

export const title = "booking.title";

/** @param {any} b */
const factsOf = (b) => [
  { label: t("booking.patient"), value: html`<bdi>${b.patient.display_name}</bdi>` },
  { label: t("booking_desk.customer"), value: html`<a href=${`${base()}/customers/${b.customer_id}`}>${t("booking_desk.customer_open")}</a>` },
  { label: t("booking.nurse"), value: html`<a href=${`${nursesPath()}/${b.nurse_id}`}><bdi>${b.nurse.display_name}</bdi></a>` },
  { label: t("booking.request"), value: html`<a href=${`${base()}/requests/${b.booking_request_id}`}>${number(b.booking_request_id)}</a>` },
  { label: t("booking.time"), value: whenOf(b) },
  { label: t("booking.place"), value: html`<bdi>${placeOf(b.address)}</bdi><${Prose} text=${b.address.address_line} />` },
  { label: t("booking.window"), value: b.dispute_window_ends_at ? html`<${When} at=${b.dispute_window_ends_at} clock />` : undefined },
  { label: t("booking.reason"), value: b.cancellation_reason ? html`<${Prose} text=${b.cancellation_reason} />` : undefined },
];

/** Gross first, then its two parts with the rate they were made by, and what the gateway kept. @param {{booking: any}} props */
function Amounts({ booking }) {
  const [, ...parts] = splitOf(booking);
  const rows = [...parts, ...(booking.psp_fee_amount === null ? []
    : [{ label: t("booking_desk.fee"), value: html`<${Money} irr=${booking.psp_fee_amount} />` }])];
  return html`<${Card} title=${t("booking.gross")}>
    <${Money} irr=${booking.gross_price_irr} weight="full" />
    <p class="muted small">${t("booking.price_of", { price: unitPrice(booking.variant), visits: tn("booking.visits", booking.session_count) })}</p>
    <${Details} rows=${rows} />
  <//>`;
}

/** @param {{booking: any, source: import("../../app/resource.js").Resource<any>}} props */
function Whole({ booking, source }) {
  const missed = booking.sessions.filter((/** @type {any} */ { status }) => status === "missed").length;
  return html`
    <div role="status" class="section-tight">${missed > 0 && html`<${Notice} tone="warn" title=${tn("booking.missed", missed)} />`}</div>
    <div class="stack-cards"><${BookingVisits} booking=${booking} source=${source} />
      <${Cancellations} booking=${booking} /></div>
    <div class="split section">
      <div class="stack-cards"><${Amounts} booking=${booking} /><${Card} title=${t("booking.road")}><${Timeline} steps=${stepsOf(booking, { roles: true })} /><//></div>
      <${Card} title=${t("booking.facts")}><${Details} rows=${factsOf(booking)} layout="stack" /><//>
    </div>`;
}

/** @param {{id: string}} props */
function Body({ id }) {
  const source = useResource(`/bookings/${id}`, { live: LIVE });
  const booking = /** @type {any} */ (source.data);
  const heading = booking ? t("booking.numbered", { n: number(booking.id) }) : t("booking.title");
  return html`
    <${PageHeader} title=${heading} named=${Boolean(booking)} back=${{ href: `${base()}/bookings`, label: t("nav.bookings") }}
      lead=${booking && html`<span dir="auto">${titleOf(booking.variant)}</span>`} status=${booking && html`<${Pill} code=${booking.status} />`}
      actions=${booking && html`<${BookingActs} booking=${booking} onDone=${source.replace} />`} />
    <${Loaded} of=${source} kind="card" rows=${3}>${(/** @type {any} */ one) => html`<${Whole} booking=${one} source=${source} />`}<//>`;
}

/** One booking, whole: visits, money, road. @param {import("../../app/router.js").PageProps} props */
export default function Page({ params }) {
  return html`<${ForStaff} title=${t("booking.title")}>${() => html`<${Body} id=${params.id ?? ""} />`}<//>`;
}
