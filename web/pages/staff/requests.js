// @ts-check
import { html } from "../../vendor/ui.mjs";
import { api } from "../../app/api.js";
import { number } from "../../app/digits.js";
import { timeRange } from "../../app/format.js";
import { t, word } from "../../app/i18n.js";
import { useAction, useList } from "../../app/resource.js";
import { setQuery } from "../../app/router.js";
import { hasRole } from "../../app/session.js";
import { Select } from "../../app/ui/forms.js";
import { Button, Empty, Filters, ListView, PageHeader, Pill, ProblemState, Table, When, toast } from "../../app/ui/index.js";
import { Deadline } from "./deadline.js";
import { ForStaff } from "./gate.js";

export const title = "nav.requests";

const STATES = [
  "pending_nurse_response", "accepted_awaiting_payment", "converted", "rejected_by_nurse", "expired_no_response",
  "payment_deadline_expired", "cancelled_by_customer",
];

/** @typedef {any} Row */

const columns = [
  { key: "id", label: t("staff.requests.number"), cell: (/** @type {Row} */ r) => html`<span class="tabular nowrap">${number(r.id)}</span>` },
  { key: "patient", label: t("staff.requests.patient"), cell: (/** @type {Row} */ r) => html`<bdi class="nowrap">${r.patient.display_name}</bdi>` },
  { key: "nurse", label: t("staff.requests.nurse"), cell: (/** @type {Row} */ r) => html`<bdi class="nowrap">${r.nurse.display_name}</bdi>` },
  { key: "variant", label: t("staff.requests.offer"), cell: (/** @type {Row} */ r) => html`<span dir="auto">${r.variant.title}</span>` },
  { key: "day", label: t("staff.requests.day"), cell: (/** @type {Row} */ r) => html`<${When} at=${r.requested_date} />
    <span class="muted small nowrap">${timeRange(r.requested_time_start, r.requested_time_end)}</span>` },
  { key: "place", label: t("staff.requests.place"), cell: (/** @type {Row} */ r) => html`<bdi class="nowrap">${r.address.city}</bdi>` },
  { key: "status", label: t("staff.requests.status"), cell: (/** @type {Row} */ r) => html`<${Pill} code=${r.status} />` },
  { key: "deadline", label: t("staff.requests.deadline"), cell: (/** @type {Row} */ r) => html`<${Deadline} request=${r} />` },
];

/** Runs the sweep now and says what it found. @param {{onDone: () => void}} props */
function Sweep({ onDone }) {
  const sweep = useAction((key) => api.post("/admin/booking_requests/expire", {}, { key }));
  const run = async () => {
    const counts = /** @type {any} */ (await sweep.run());
    if (!counts) return;
    const { expired_no_response, payment_deadline_expired } = counts;
    toast(t("staff.requests.swept", { unanswered: number(expired_no_response), unpaid: number(payment_deadline_expired) }));
    onDone();
  };
  return html`<${Button} icon="hourglass" busy=${sweep.busy} onClick=${run}>${t("staff.requests.sweep")}<//>
    ${sweep.problem && html`<${ProblemState} problem=${sweep.problem} />`}`;
}

/** @param {{query: Record<string, string>, base: string}} props */
function List({ query, base }) {
  const list = useList("/booking_requests", { query: { status: query.status }, live: ["booking_request."] });
  const options = STATES.map((value) => ({ value, label: word("status", value) }));
  const clear = () => setQuery({ status: "" });
  const mayRun = hasRole("owner") || hasRole("admin");
  return html`
    <${PageHeader} title=${t("nav.requests")} lead=${t("staff.requests.lead")}
      actions=${mayRun && html`<${Sweep} onDone=${list.reload} />`} />
    <${Filters} active=${query.status ? 1 : 0} onClear=${clear}>
      <${Select} name="status" label=${t("staff.requests.status")} optional empty=${t("common.all")} options=${options}
        value=${query.status ?? ""} onChange=${(/** @type {string} */ status) => setQuery({ status })} />
    <//>
    <${ListView} list=${list} ranked onClear=${clear} empty=${html`<${Empty} icon="clipboard-list" title=${t("staff.requests.empty")} />`}>
      ${(/** @type {Row[]} */ rows) => html`<${Table} caption=${t("nav.requests")} rows=${rows} dense
        href=${(/** @type {Row} */ r) => `${base}/requests/${r.id}`} columns=${columns} />`}
    <//>`;
}

/** Every request: what somebody must answer first. @param {import("../../app/router.js").PageProps} props */
export default function Page({ query }) {
  const base = location.pathname.startsWith("/desk") ? "/desk" : "/admin";
  return html`<${ForStaff}>${() => html`<${List} query=${query} base=${base} />`}<//>`;
}
