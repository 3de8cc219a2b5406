// @ts-check
import { html, useState } from "../../vendor/ui.mjs";
import { number } from "../../app/digits.js";
import { date } from "../../app/format.js";
import { t, tn, word } from "../../app/i18n.js";
import { useResource } from "../../app/resource.js";
import { Card, Countdown, Details, Loaded, Notice, PageHeader, Prose, Timeline } from "../../app/ui/index.js";
import { Answer } from "./answer.js";
import { ForNurses } from "./gate.js";
import { NursePill } from "./request-card.js";
import { hoursOf, isLate, placeOf, standingOf, visitDays } from "./visits.js";

export const title = "request_page.title";

const SHOWN_DAYS = 6;

/** The days of a series; many are folded away. @param {{request: any}} props */
function Days({ request }) {
  const days = visitDays(request);
  const row = (/** @type {string} */ day, /** @type {number} */ i) =>
    html`<li key=${day}><span class="muted tabular">${number(i + 1)}</span> ${date(day, "long")}</li>`;
  const rest = days.slice(SHOWN_DAYS);
  return html`<${Card} title=${tn("visit.count", days.length)} 
    meta=${t("visit.until_day", { every: tn("visit.every", request.visit_interval_days), day: date(days.at(-1), "long") })}>
    <ol class="visit-days">${days.slice(0, SHOWN_DAYS).map(row)}</ol>
    ${rest.length > 0 && html`<details class="more"><summary>${tn("visit.more_days", rest.length)}</summary>
      <ol class="visit-days">${rest.map((day, i) => row(day, i + SHOWN_DAYS))}</ol></details>`}
  <//>`;
}

/** What a nurse may know before payment. @param {any} request */
const factsOf = (request) => [
  { label: t("visit.patient"), value: html`<bdi>${request.patient.display_name}</bdi>` },
  { label: t("visit.offer"), value: html`<span dir="auto">${request.variant.title}</span>` },
  { label: t(request.session_count > 1 ? "visit.first_day" : "visit.day"), value: date(request.requested_date, "long") },
  { label: t("visit.hours"), value: html`${hoursOf(request)} <span class="muted small">${t("date.zone_note")}</span>` },
  { label: t("visit.where"), value: html`<bdi>${placeOf(request.address)}</bdi>
    <p class="muted small">${t("visit.where_text")}</p>` },
  { label: t("visit.caregiver"), value: word("gender", request.required_caregiver_gender ?? "any") },
];

/** The deadline that runs, or how it ended. @param {{request: any, source: import("../../app/resource.js").Resource<any>}} props */
function Standing({ request, source }) {
  if (request.status === "accepted_awaiting_payment" && request.payment_deadline_at) {
    return html`<div class="stack-sm">
      <${Notice} tone="ok" title=${t("request_page.accepted")}><p>${t("request_page.accepted_text")}</p><//>
      <${Countdown} until=${request.payment_deadline_at} label=${t("visit.pay_until")} onOver=${source.reload} />
    </div>`;
  }
  if (request.status === "pending_nurse_response") return null;
  const tone = request.status === "converted" ? "ok" : "info";
  return html`<${Notice} tone=${tone} title=${t(`request_page.end.${request.status}`)}>
    ${request.nurse_rejection_reason && html`<p class="muted small">${t("request_page.your_reason")}</p><${Prose} text=${request.nurse_rejection_reason} />`}
  <//>`;
}

/** @param {any} request */
const stepsOf = (request) => (request.timeline ?? []).map((/** @type {any} */ moment) => ({
  title: t(moment.from ? `request_page.moment.${moment.to}` : "request_page.moment.asked"), at: moment.at,
  state: /rejected|expired|cancelled/.test(moment.to) ? "failed" : "done",
}));

/** @param {{request: any, source: import("../../app/resource.js").Resource<any>}} props */
function Whole({ request, source }) {
  const [warnings, setWarnings] = useState(/** @type {string[]} */ ([]));
  const warn = (/** @type {string[]} */ told) => {
    setWarnings(told);
    if (told.length > 0) scrollTo(0, 0);
  };
  return html`<div class="stack-cards">
    <div role="status">${warnings.includes("overlap")
      && html`<${Notice} tone="warn" title=${t("answer.overlap")}><p>${t("answer.overlap_text")}</p><//>`}</div>
    <${Standing} request=${request} source=${source} />
    <${Card} title=${t("visit.notes")} tone="accent" meta=${t("visit.notes_text")}>
      ${request.customer_notes ? html`<${Prose} text=${request.customer_notes} />` : html`<p class="muted">${t("visit.no_notes")}</p>`}
    <//>
    <${Card}><${Details} rows=${factsOf(request)} /><//>
    ${request.session_count > 1 && html`<${Days} request=${request} />`}
    ${(request.timeline ?? []).length > 1 && html`<${Card} title=${t("request_page.road")}><${Timeline} steps=${stepsOf(request)} /><//>`}
    <${Answer} request=${request} source=${source} onWarnings=${warn} />
  </div>`;
}

/** @param {{id: string}} props */
function Body({ id }) {
  const source = useResource(`/booking_requests/${id}`, { live: ["booking_request."] });
  const request = /** @type {any} */ (source.data);
  return html`
    <${PageHeader} title=${request ? request.patient.display_name : t("request_page.title")} named=${Boolean(request)}
      back=${{ href: "/n/requests", label: t("inbox.title") }} status=${request && html`<${NursePill} code=${standingOf(request, isLate(request))} />`} />
    <${Loaded} of=${source} kind="card" rows=${3}>${(/** @type {any} */ one) => html`<${Whole} request=${one} source=${source} />`}<//>`;
}

/** One request, and the nurse's answer to it. @param {import("../../app/router.js").PageProps} props */
export default function Page({ params }) {
  return html`<${ForNurses} title=${t("request_page.title")}>${() => html`<${Body} id=${params.id} />`}<//>`;
}
