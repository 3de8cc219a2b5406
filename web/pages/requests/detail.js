// @ts-check
import { html } from "../../vendor/ui.mjs";
import { boot } from "../../app/boot.js";
import { now } from "../../app/clock.js";
import { digits } from "../../app/digits.js";
import { date } from "../../app/format.js";
import { t, tn } from "../../app/i18n.js";
import { legal } from "../../app/lifecycles.js";
import { useResource } from "../../app/resource.js";
import { Card, Countdown, Details, LinkButton, Loaded, Notice, PageHeader, Phone, Pill, Prose, Timeline } from "../../app/ui/index.js";
import { SignedIn } from "../me/gate.js";
import { Avatar, Rating } from "../nurses/card.js";
import { placeOf } from "../people/names.js";
import { Withdrawal } from "./withdrawal.js";
import { deadlineOf, hoursOf } from "./card.js";
import { hasFailed, stepsOf } from "./steps.js";

export const title = "request.title";

/** What can be said about paying: when, where, and whom to ask. */
const PaymentNote = () => html`<${Notice} tone="ok" title=${t("request.accepted")}>
  <p>${t("request.pay_here")}</p>
  ${boot.agency.phone && html`<p>${t("request.pay_ask")} <${Phone} value=${boot.agency.phone} /></p>`}
<//>`;

/** Another nurse, with everything already filled in. @param {{request: any}} props */
function Another({ request }) {
  const wanted = request.required_caregiver_gender;
  const search = new URLSearchParams({ again: request.id, ...(wanted && wanted !== "any" ? { gender: wanted } : {}) });
  return html`<${Notice} tone="info" title=${t(`request.ended.${request.status}`)}>
    ${request.nurse_rejection_reason && html`<p class="muted">${t("request.reason")}</p><${Prose} text=${request.nurse_rejection_reason} />`}
    <p>${t("request.another_text")}</p>
    <p class="section-tight"><${LinkButton} href=${`/nurses?${search}`} kind="primary" icon="search">${t("request.another")}<//></p>
  <//>`;
}

/** The one thing that matters now. @param {{request: any, onOver: () => void}} props */
function Now({ request, onOver }) {
  const deadline = deadlineOf(request);
  if (hasFailed(request.status)) return html`<${Another} request=${request} />`;
  const passed = deadline !== null && Date.parse(deadline.until) <= now();
  return html`<div class="stack-sm">
    ${deadline && html`<${Countdown} until=${deadline.until} label=${deadline.label} onOver=${onOver} />`}
    ${passed && html`<p class="muted">${t("request.closing")}</p>`}
    ${!passed && request.status === "pending_nurse_response" && html`<p class="muted">${t("request.pending_text")}</p>`}
    ${!passed && request.status === "accepted_awaiting_payment" && html`<${PaymentNote} />`}
    ${request.status === "converted" && html`<${Notice} tone="ok" title=${t("request.ended.converted")}>
      ${request.booking_id && html`<p class="section-tight"><${LinkButton} href=${`/me/bookings/${request.booking_id}`} kind="primary" icon="calendar-check">${t("request.booking")}<//></p>`}<//>`}
  </div>`;
}

/** @param {any} request */
const factsOf = (request) => [
  { label: t("request.number"), value: digits(request.id) },
  { label: t("request.patient"), value: html`<bdi>${request.patient.display_name}</bdi>` },
  { label: t("request.day"), value: date(request.requested_date, "long") },
  { label: t("request.hours"), value: html`${hoursOf(request.requested_time_start, request.requested_time_end)} <span class="muted small">${t("date.zone_note")}</span>` },
  { label: t("request.visits"), value: request.session_count > 1
    ? t("request.visits_every", { n: request.session_count, every: tn("request_new.every", request.visit_interval_days) }) : undefined },
  { label: t("request.place"), value: html`<bdi>${placeOf(request.address)}</bdi>
    ${request.address.address_line && html`<${Prose} text=${request.address.address_line} />`}` },
  { label: t("request_new.gender"), value: t(`request_new.gender.${request.required_caregiver_gender ?? "any"}`) },
  { label: t("request_new.notes"), value: request.customer_notes ? html`<${Prose} text=${request.customer_notes} />` : undefined },
];

/** @param {{request: any, source: import("../../app/resource.js").Resource<any>}} props */
function Tracker({ request, source }) {
  const { nurse } = request;
  return html`<div class="split">
    <div class="stack">
      <${Now} request=${request} onOver=${source.reload} />
      <${Card} title=${t("request.road")}><${Timeline} steps=${stepsOf(request)} /><//>
      ${legal("booking_requests", request.status).has("withdraw") && html`<${Withdrawal} request=${request} onDone=${source.replace} />`}
    </div>
    <div class="stack-cards">
      <${Card} href=${`/nurses/${nurse.id}`} title=${html`<${Avatar} name=${nurse.display_name} /><bdi>${nurse.display_name}</bdi>`}
        meta=${html`<${Rating} nurse=${nurse} />`} />
      <${Card} title=${t("request.facts")}><${Details} rows=${factsOf(request)} layout="stack" /><//>
    </div>
  </div>`;
}

/** @param {{id: string}} props */
function Body({ id }) {
  const request = useResource(`/booking_requests/${id}`, { live: ["booking_request."] });
  const data = /** @type {any} */ (request.data);
  return html`
    <${PageHeader} title=${data ? data.variant.title : t("request.title")} named=${Boolean(data)}
      back=${{ href: "/me/requests", label: t("nav.requests") }} status=${data && html`<${Pill} code=${data.status} />`} />
    <${Loaded} of=${request} kind="card" rows=${3}>${(/** @type {any} */ one) => html`<${Tracker} request=${one} source=${request} />`}<//>`;
}

/** Where a request stands. @param {import("../../app/router.js").PageProps} props */
export default function Page({ params }) {
  return html`<${SignedIn} title=${t("request.title")}>${() => html`<${Body} id=${params.id} />`}<//>`;
}
