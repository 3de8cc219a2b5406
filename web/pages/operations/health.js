// @ts-check
import { html } from "../../vendor/ui.mjs";
import { has, t } from "../../app/i18n.js";
import { number } from "../../app/digits.js";
import { useResource } from "../../app/resource.js";
import { Button, Card, Code, Details, Loaded, Notice, PageHeader, Pill, Table, When } from "../../app/ui/index.js";
import { ForStaff } from "../staff/gate.js";

export const title = "nav.health";

/** @param {string} name */
const nameOf = (name) => (has(`check.${name}`) ? t(`check.${name}`) : name);

const columns = [
  { key: "name", label: t("health.check"), cell: (/** @type {any} */ c) => html`<strong>${nameOf(c.name)}</strong>` },
  { key: "status", label: t("health.status"), cell: (/** @type {any} */ c) => html`<${Pill} code=${c.status} />` },
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

/** @param {{health: any}} props */
const Found = ({ health }) => html`<div class="stack">
  <${Notice} tone=${health.healthy ? "ok" : "danger"} title=${t(health.healthy ? "health.fine" : "health.ill")} />
  ${health.clock_doubt && html`<${Notice} tone="warn" title=${t("health.clock")}><p>${t("health.clock_text")}</p><//>`}
  <div class="split">
    <${Table} caption=${t("health.checks")} rows=${health.checks.map((/** @type {any} */ c) => ({ ...c, id: c.name }))} dense columns=${columns} />
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
