// @ts-check
import { html } from "../../vendor/ui.mjs";
import { number } from "../../app/digits.js";
import { date, timeRange } from "../../app/format.js";
import { t, word } from "../../app/i18n.js";
import { useResource } from "../../app/resource.js";
import { Card, Countdown, Details, Loaded, PageHeader, Pill, Prose, Timeline, When } from "../../app/ui/index.js";
import { base } from "./base.js";
import { runningDeadline } from "./deadline.js";
import { ForStaff } from "./gate.js";

export const title = "staff.request.title";

/** @param {any} r */
const factsOf = (r) => [
  { label: t("staff.requests.patient"), value: html`<bdi>${r.patient.display_name}</bdi>` },
  { label: t("staff.requests.nurse"), value: html`<bdi>${r.nurse.display_name}</bdi>` },
  { label: t("staff.requests.offer"), value: html`<span dir="auto">${r.variant.title}</span>` },
  { label: t("staff.requests.day"), value: html`${date(r.requested_date, "long")} · ${timeRange(r.requested_time_start, r.requested_time_end)}` },
  { label: t("staff.request.visits"), value: t("staff.request.visits_every", { n: number(r.session_count), days: number(r.visit_interval_days) }) },
  { label: t("staff.requests.place"), value: html`<bdi>${r.address.city} · ${r.address.district}</bdi>` },
  { label: t("staff.request.gender"), value: word("gender", r.required_caregiver_gender ?? "any") },
  { label: t("staff.request.notes"), value: r.customer_notes ? html`<${Prose} text=${r.customer_notes} />` : undefined },
  { label: t("staff.request.reason"), value: r.nurse_rejection_reason ? html`<${Prose} text=${r.nurse_rejection_reason} />` : undefined },
  { label: t("staff.request.created"), value: html`<${When} at=${r.created_at} clock />` },
  { label: t("staff.requests.answer_by"), value: html`<${When} at=${r.nurse_response_deadline_at} clock />` },
  { label: t("staff.request.booking"), value: r.booking_id ? html`<a href=${`${base()}/bookings/${r.booking_id}`}>${number(r.booking_id)}</a>` : undefined },
  { label: t("staff.requests.pay_by"), value: r.payment_deadline_at ? html`<${When} at=${r.payment_deadline_at} clock />` : undefined },
];

/** @param {any} r */
const stepsOf = (r) => (r.timeline ?? []).map((/** @type {any} */ moment) => ({
  title: word("status", moment.to), at: moment.at, text: word("role", moment.actor_role),
  state: /rejected|expired|cancelled/.test(moment.to) ? "failed" : "done",
}));

/** @param {{id: string}} props */
function Body({ id }) {
  const request = useResource(`/booking_requests/${id}`, { live: ["booking_request."] });
  const data = /** @type {any} */ (request.data);
  const heading = data ? t("staff.request.numbered", { n: number(data.id) }) : t("staff.request.title");
  return html`
    <${PageHeader} title=${heading} named=${Boolean(data)} back=${{ href: `${base()}/requests`, label: t("nav.requests") }}
      status=${data && html`<${Pill} code=${data.status} />`} />
    <${Loaded} of=${request} kind="card" rows=${3}>${(/** @type {any} */ one) => {
      const running = runningDeadline(one);
      return html`<div class="split">
        <div class="stack">
          ${running && html`<${Countdown} until=${running.until} label=${running.label} onOver=${request.reload} />`}
          <${Card} title=${t("staff.request.facts")}><${Details} rows=${factsOf(one)} /><//>
        </div>
        <${Card} title=${t("staff.request.road")}><${Timeline} steps=${stepsOf(one)} /><//>
      </div>`;
    }}<//>`;
}

/** One request, whole, with its road so far. @param {import("../../app/router.js").PageProps} props */
export default function Page({ params }) {
  return html`<${ForStaff} title=${t("staff.request.title")}>${() => html`<${Body} id=${params.id} />`}<//>`;
}
