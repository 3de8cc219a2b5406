// @ts-check
import { html } from "../../vendor/ui.mjs";
import { t } from "../../app/i18n.js";
import { number } from "../../app/digits.js";
import { useResource } from "../../app/resource.js";
import { Button, Card, Code, Details, Loaded, Notice, PageHeader, Pill, Table, When } from "../../app/ui/index.js";
import { ForStaff } from "../staff/gate.js";

export const title = "nav.health";

/** @typedef {{check: string, verdict: string, title: string, why: string | null, remedy: string | null}} Finding */

const VERDICTS = /** @type {Record<string, string>} */ ({ ok: "ok", warning: "pending", failed: "failed" });

const columns = [
  { key: "title", label: t("health.check"), cell: (/** @type {Finding} */ f) => html`<strong>${f.title}</strong>
    ${f.why && html`<p class="small" dir="auto">${f.why}</p>`}${f.remedy && html`<p class="muted small" dir="auto">${f.remedy}</p>`}` },
  { key: "verdict", label: t("health.status"), cell: (/** @type {Finding} */ f) => f.verdict === "warning"
    ? html`<span class="nowrap">${t("health.warning")}</span>` : html`<${Pill} code=${VERDICTS[f.verdict] ?? f.verdict} />` },
];

/** @param {any} h */
const factsOf = (h) => [
  { label: t("health.backup"), value: html`<${When} at=${h.last_backup_at} clock />` },
  { label: t("health.proven"), value: html`<${When} at=${h.last_proven_restore_at} clock />` },
  { label: t("health.version"), value: html`<${Code}>${h.version}<//>` },
  { label: t("health.schema"), value: number(h.schema_version) },
  { label: t("health.zone"), value: html`<${Code}>${h.time_zone}<//>` },
  { label: t("health.overdue"), value: h.overdue_jobs.length ? html`<${Code}>${h.overdue_jobs.join(" ")}<//>` : t("common.none") },
  { label: t("health.failed"), value: h.failed_jobs.length ? html`<${Code}>${h.failed_jobs.join(" ")}<//>` : t("common.none") },
];

/** The doctor's findings, what is wrong first. */
function Examination() {
  const doctor = useResource("/admin/doctor");
  const order = ["failed", "warning", "ok"];
  const sorted = (/** @type {Finding[]} */ all) => [...all].sort((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict));
  return html`<${Loaded} of=${doctor} rows=${8}>${(/** @type {{checks: Finding[]}} */ found) => html`
    <${Table} caption=${t("health.checks")} rows=${sorted(found.checks).map((f) => ({ ...f, id: f.check }))} dense columns=${columns} />`}<//>`;
}

/** @param {{health: any}} props */
const Found = ({ health }) => html`<div class="stack">
  <${Notice} tone=${health.healthy ? "ok" : "danger"} title=${t(health.healthy ? "health.fine" : "health.ill")} />
  ${health.clock_doubt && html`<${Notice} tone="warn" title=${t("health.clock")}><p>${t("health.clock_text")}</p><//>`}
  <div class="split">
    <${Examination} />
    <${Card} title=${t("health.facts")}><${Details} rows=${factsOf(health)} layout="stack" /><//>
  </div>
</div>`;

function Body() {
  const health = useResource("/admin/health");
  const again = html`<${Button} icon="refresh-cw" busy=${health.loading} onClick=${health.reload}>${t("health.again")}<//>`;
  return html`<${PageHeader} title=${t("nav.health")} lead=${t("health.lead")} actions=${again} />
    <${Loaded} of=${health} rows=${6}>${(/** @type {any} */ found) => html`<${Found} health=${found} />`}<//>`;
}

/** Whether everything is as it should be. */
export default function Page() {
  return html`<${ForStaff} title=${t("nav.health")} roles=${["owner"]}>${() => html`<${Body} />`}<//>`;
}
