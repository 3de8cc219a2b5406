// @ts-check
import { html } from "../../vendor/ui.mjs";
import { number } from "../../app/digits.js";
import { date, relative, today } from "../../app/format.js";
import { t } from "../../app/i18n.js";
import { useResource } from "../../app/resource.js";
import { hasRole } from "../../app/session.js";
import { Empty, LinkButton, Loaded, PageHeader, Pill, Section, Stat, Stats, Table, When } from "../../app/ui/index.js";
import { Alerts } from "./alerts.js";
import { runningDeadline } from "./deadline.js";
import { ForStaff } from "./gate.js";
import { TimeLeft } from "./time-left.js";
import { useSystem } from "./system.js";

export const title = "nav.today";

const READ = 50;
const SHOWN = 8;
const REQUESTS = ["booking_request."];

/** @typedef {any} Row */

/** How many a list holds. @param {string} path @param {Record<string, string>} query @param {string[]} live */
function useTotal(path, query, live) {
  const page = useResource(path, { query: { ...query, count: 1, page_size: 1 }, live });
  const total = /** @type {any} */ (page.data)?.total ?? null;
  return { total: /** @type {number | null} */ (total), reload: page.reload };
}

/** @param {number | null} n */
const figure = (n) => (n === null ? t("common.none") : number(n));

const who = [
  { key: "patient", label: t("staff.requests.patient"), cell: (/** @type {Row} */ r) => html`<bdi class="nowrap">${r.patient.display_name}</bdi>` },
  { key: "nurse", label: t("staff.requests.nurse"), cell: (/** @type {Row} */ r) => html`<bdi class="nowrap">${r.nurse.display_name}</bdi>` },
];

const dueColumns = [
  ...who,
  { key: "day", label: t("today.visit_day"), cell: (/** @type {Row} */ r) => html`<${When} at=${r.requested_date} />` },
  { key: "status", label: t("staff.requests.status"), cell: (/** @type {Row} */ r) => html`<${Pill} code=${r.status} />` },
];

const latestColumns = [
  ...who,
  { key: "status", label: t("staff.requests.status"), cell: (/** @type {Row} */ r) => html`<${Pill} code=${r.status} />` },
  { key: "at", label: t("today.changed"), cell: (/** @type {Row} */ r) => html`<span class="nowrap">${relative(r.modified_at)}</span>` },
];

/** @param {string} base */
const hrefIn = (base) => (/** @type {Row} */ request) => `${base}/requests/${request.id}`;

/** What runs out next, each with the time it has left. @param {{rows: Row[], base: string, onOver: () => void}} props */
function Due({ rows, base, onOver }) {
  const left = { key: "left", label: t("today.left"), cell: (/** @type {Row} */ r) =>
    html`<${TimeLeft} until=${runningDeadline(r)?.until ?? ""} onOver=${onOver} />` };
  const more = html`<a href=${`${base}/requests`}>${t("today.all_requests")}</a>`;
  return html`<${Section} title=${t("today.due")} actions=${more}>
    ${rows.length === 0
      ? html`<${Empty} icon="circle-check" title=${t("today.due_none")} />`
      : html`<${Table} caption=${t("today.due")} rows=${rows} dense href=${hrefIn(base)} columns=${[...dueColumns, left]} />`}
  <//>`;
}

/** @param {{rows: Row[], base: string}} props */
const Latest = ({ rows, base }) => html`<${Section} title=${t("today.latest")}>
  ${rows.length === 0
    ? html`<${Empty} icon="clipboard-list" title=${t("staff.requests.empty")} />`
    : html`<${Table} caption=${t("today.latest")} rows=${rows} dense href=${hrefIn(base)} columns=${latestColumns} />`}
<//>`;

/** @param {{stand: import("./system.js").Stand}} props */
const Backup = ({ stand }) => html`<${Stat} label=${t("today.backup")} icon="download" href=${hasRole("owner") ? "/admin/backups" : undefined}
  tone=${stand.backupAt ? "plain" : "danger"} value=${stand.backupAt ? relative(stand.backupAt) : t("today.backup_none")} />`;

function Board() {
  const requests = useResource("/booking_requests", { query: { page_size: READ }, live: REQUESTS });
  const pending = useTotal("/booking_requests", { status: "pending_nurse_response" }, REQUESTS);
  const unpaid = useTotal("/booking_requests", { status: "accepted_awaiting_payment" }, REQUESTS);
  const unverified = useTotal("/admin/nurses", { is_verified: "false" }, ["provider."]);
  const { stand } = useSystem();
  return html`<${Loaded} of=${requests} rows=${8}>${(/** @type {{items: Row[]}} */ { items }) => {
    const running = items.filter(runningDeadline);
    const latest = [...items].sort((a, b) => Date.parse(b.modified_at) - Date.parse(a.modified_at)).slice(0, SHOWN);
    return html`
      <${Alerts} running=${running} unverified=${unverified.total} stand=${stand} />
      <${Stats}>
        <${Stat} label=${t("today.pending")} icon="hourglass" value=${figure(pending.total)} href="/admin/requests?status=pending_nurse_response" />
        <${Stat} label=${t("today.unpaid")} icon="banknote" value=${figure(unpaid.total)} href="/admin/requests?status=accepted_awaiting_payment" />
        <${Stat} label=${t("today.unverified")} icon="shield-check" value=${figure(unverified.total)} href="/admin/people?is_verified=false"
          tone=${unverified.total ? "warn" : "plain"} />
        ${stand && stand.backupAt !== undefined && html`<${Backup} stand=${stand} />`}
      <//>
      <${Due} rows=${running.slice(0, SHOWN)} base="/admin" onOver=${requests.reload} />
      <${Latest} rows=${latest} base="/admin" />`;
  }}<//>`;
}

/** The agency's day at a glance: what runs out, what happened, what is wrong. */
export default function Page() {
  const all = html`<${LinkButton} href="/admin/requests" icon="clipboard-list">${t("nav.requests")}<//>`;
  return html`<${ForStaff} title=${t("nav.today")} roles=${["admin", "finance"]}>${() => html`
    <${PageHeader} title=${t("nav.today")} lead=${date(today(), "long")} actions=${all} /><${Board} />`}<//>`;
}
