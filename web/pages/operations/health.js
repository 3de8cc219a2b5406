// @ts-check
import { html } from "../../vendor/ui.mjs";
import { has, t, tn } from "../../app/i18n.js";
import { number } from "../../app/digits.js";
import { useResource } from "../../app/resource.js";
import { Button, Card, Code, Details, Icon, Loaded, Notice, PageHeader, Pill, Table, When } from "../../app/ui/index.js";
import { ForStaff } from "../staff/gate.js";
import { size } from "./bytes.js";

export const title = "nav.health";

/** @typedef {{check: string, verdict: string, title: string, why: string | null, remedy: string | null}} Finding */

const FACES = /** @type {Record<string, [string, string]>} */ ({ warning: ["warn", "triangle-alert"], failed: ["danger", "circle-x"] });

const columns = [
  { key: "title", label: t("health.check"), cell: (/** @type {Finding} */ f) => html`<div>${f.title}
    ${f.why && html`<p class="small regular" dir="auto">${f.why}</p>`}${f.remedy && html`<p class="muted small regular" dir="auto">${f.remedy}</p>`}</div>` },
  { key: "verdict", label: t("health.status"), cell: (/** @type {Finding} */ f) => {
    const [tone, icon] = FACES[f.verdict] ?? ["muted", "circle-dot"];
    return html`<span class="nowrap"><${Pill} tone=${tone} icon=${icon}>${t(`health.${f.verdict}`)}<//></span>`;
  } },
];

/** @param {string[]} names */
const jobs = (names) => names.length === 0 ? t("common.none") : names.map((name) => (has(`job.${name}`) ? t(`job.${name}`) : name)).join(t("common.comma"));

/** @param {any} h */
const factsOf = (h) => [
  { label: t("health.backup"), value: html`<${When} at=${h.last_backup_at} clock />` },
  { label: t("health.proven"), value: html`<${When} at=${h.last_proven_restore_at} clock />` },
  { label: t("health.overdue"), value: jobs(h.overdue_jobs) },
  { label: t("health.failed_jobs"), value: jobs(h.failed_jobs) },
  { label: t("health.database"), value: size(h.db_bytes) },
  { label: t("health.log"), value: size(h.wal_bytes) },
  { label: t("health.free"), value: h.free_bytes === null ? undefined : size(h.free_bytes) },
  { label: t("health.tls"), value: t(h.secure ? "health.tls_on" : "health.tls_off") },
  { label: t("health.zone"), value: html`<${Code}>${h.time_zone}<//>` },
  { label: t("health.version"), value: html`<${Code}>${h.version}<//> <a href="/help/licences">${t("health.licences")}</a>` },
  { label: t("health.schema"), value: number(h.schema_version) },
];

/** What the doctor found wrong first, then what is well. @param {{checks: Finding[]}} props */
function Findings({ checks }) {
  const wrong = ["failed", "warning"].flatMap((verdict) => checks.filter((f) => f.verdict === verdict));
  const well = checks.filter((f) => f.verdict === "ok");
  return html`
    ${wrong.length > 0 && html`<${Table} caption=${t("health.checks")} rows=${wrong} rowKey=${(/** @type {Finding} */ f) => f.check} columns=${columns} />`}
    <${Card} title=${tn("health.well", well.length)}>
      <ul class="checklist">${well.map((f) => html`<li key=${f.check}><${Icon} name="circle-check" size="sm" /> <span>${f.title}</span></li>`)}</ul><//>`;
}

/** @param {{health: any, checks: Finding[]}} props */
function Verdict({ health, checks }) {
  const failed = checks.filter((f) => f.verdict === "failed").length;
  const warned = checks.filter((f) => f.verdict === "warning").length;
  if (!health.healthy || failed > 0) return html`<${Notice} tone="danger" title=${t("health.ill")} />`;
  if (warned > 0) return html`<${Notice} tone="warn" title=${tn("health.warned", warned)} />`;
  return html`<${Notice} tone="ok" title=${t("health.fine")} />`;
}

/** @param {{health: any, checks: Finding[]}} props */
const Found = ({ health, checks }) => html`<div class="stack">
  <${Verdict} health=${health} checks=${checks} />
  ${health.clock_doubt && html`<${Notice} tone="warn" title=${t("health.clock")}><p>${t("health.clock_text")}</p><//>`}
  <div class="split">
    <div class="stack-cards"><${Findings} checks=${checks} /></div>
    <${Card} title=${t("health.facts")}><${Details} rows=${factsOf(health)} layout="stack" /><//>
  </div>
</div>`;

function Body() {
  const health = useResource("/admin/health");
  const doctor = useResource("/admin/doctor");
  const look = () => {
    health.reload();
    doctor.reload();
  };
  const again = html`<${Button} icon="refresh-cw" busy=${health.loading || doctor.loading} onClick=${look}>${t("health.again")}<//>`;
  return html`<${PageHeader} title=${t("nav.health")} lead=${t("health.lead")} actions=${again} />
    <${Loaded} of=${health} rows=${6}>${(/** @type {any} */ found) => html`<${Loaded} of=${doctor} rows=${8}>${(/** @type {{checks: Finding[]}} */ { checks }) =>
      html`<${Found} health=${found} checks=${checks} />`}<//>`}<//>`;
}

/** Whether everything is as it should be. */
export default function Page() {
  return html`<${ForStaff} title=${t("nav.health")} roles=${["owner"]}>${() => html`<${Body} />`}<//>`;
}
