// @ts-check
import { html } from "../../vendor/ui.mjs";
import { api, url } from "../../app/api.js";
import { number } from "../../app/digits.js";
import { relative, span } from "../../app/format.js";
import { t } from "../../app/i18n.js";
import { useAction, useList, useResource } from "../../app/resource.js";
import { Button, Code, Empty, Icon, ListView, Notice, PageHeader, Pill, ProblemState, Stat, Stats, Table, When, toast } from "../../app/ui/index.js";
import { ForStaff } from "../staff/gate.js";
import { size } from "./bytes.js";

export const title = "nav.backups";

const RESTORE = ["balinyaar", "restore", "FILE", "--dry-run"].join(" ");

/** @typedef {{id: number, file: string, bytes: number, sha256: string, schema_version: number, key_id: string, started_at: string, verified_at: string | null, outcome: string, error: string | null}} Backup */

/** @param {{backup: Backup, onDone: () => void}} props */
function Acts({ backup, onDone }) {
  const verify = useAction((key) => api.post(`/admin/backups/${backup.id}/verify`, {}, { key }));
  const run = async () => {
    if (!(await verify.run())) return;
    toast(t("backups.proven"));
    onDone();
  };
  return html`<div class="row">
    <${Button} size="sm" icon="shield-check" busy=${verify.busy} onClick=${run} label=${t("backups.verify_one", { file: backup.file })}>${t("backups.verify")}<//>
    <a class="button button-secondary button-sm" href=${url(`/admin/backups/${backup.id}/file`)} download=${backup.file}><${Icon} name="download" /><span>${t("backups.download")}</span></a>
    ${verify.problem && html`<${ProblemState} problem=${verify.problem} />`}
  </div>`;
}

/** @param {() => void} reload */
const columnsOf = (reload) => [
  { key: "at", label: t("backups.at"), cell: (/** @type {Backup} */ b) => html`<${When} at=${b.started_at} clock />` },
  { key: "file", label: t("backups.file"), cell: (/** @type {Backup} */ b) => html`<div><${Code}>${b.file}<//><br />
    <span class="muted small">${t("backups.key")} <${Code}>${b.key_id}<//> · <${Code}>${b.sha256.slice(0, 12)}…<//></span></div>` },
  { key: "size", label: t("backups.size"), cell: (/** @type {Backup} */ b) => html`<span class="nowrap">${size(b.bytes)}</span>` },
  { key: "proven", label: t("backups.proven_at"), cell: (/** @type {Backup} */ b) => b.verified_at ? html`<${When} at=${b.verified_at} clock />` : t("common.none") },
  { key: "outcome", label: t("backups.outcome"), cell: (/** @type {Backup} */ b) => html`<${Pill} code=${b.outcome} />${b.error && html`<p class="small" dir="auto">${b.error}</p>`}` },
  { key: "acts", label: t("backups.acts"), cell: (/** @type {Backup} */ b) => html`<${Acts} backup=${b} onDone=${reload} />` },
];

/** Settings that say how often copies are made and which stay. */
const KEPT = ["keep_daily_backups", "keep_weekly_backups", "keep_monthly_backups"];

/** How old the newest is, how often one is made, how many stay. @param {{newest: Backup | undefined}} props */
function Summary({ newest }) {
  const settings = useResource("/admin/settings");
  const rows = /** @type {{key: string, value: string}[]} */ (/** @type {any} */ (settings.data)?.items ?? []);
  const of = (/** @type {string} */ key) => Number(rows.find((row) => row.key === key)?.value ?? 0);
  const known = rows.length > 0;
  return html`<${Stats}>
    <${Stat} label=${t("backups.newest")} icon="download" tone=${newest ? "plain" : "danger"} value=${newest ? relative(newest.started_at) : t("backups.never")} />
    <${Stat} label=${t("backups.every")} icon="clock" href="/admin/settings?q=backup" value=${known ? span(of("backup_seconds")) : t("common.none")} />
    <${Stat} label=${t("backups.kept")} icon="history" href="/admin/settings?q=backup"
      value=${known ? KEPT.map((key) => number(of(key))).join(" + ") : t("common.none")} hint=${t("backups.kept_text")} />
  <//>`;
}

function Body() {
  const list = useList("/admin/backups");
  const take = useAction((key) => api.post("/admin/backups", {}, { key }));
  const run = async () => {
    if (!(await take.run())) return;
    toast(t("backups.taken"));
    list.reload();
  };
  const now = html`<${Button} kind="primary" icon="download" busy=${take.busy} onClick=${run}>${t("backups.take")}<//>`;
  return html`
    <${PageHeader} title=${t("nav.backups")} lead=${t("backups.lead")} actions=${now} />
    <div class="stack">
      ${!list.loading && !list.hasNewer && html`<${Summary} newest=${list.items.find(({ outcome }) => outcome === "ok")} />`}
      ${take.problem && html`<${ProblemState} problem=${take.problem} />`}
      <${Notice} tone="info" title=${t("backups.elsewhere")}><p>${t("backups.elsewhere_text")}</p>
        <p><${Code}>${RESTORE}<//></p><//>
      <${ListView} list=${list} empty=${html`<${Empty} icon="triangle-alert" title=${t("backups.empty")} text=${t("backups.empty_text")} />`}>
        ${(/** @type {Backup[]} */ rows) => html`<${Table} caption=${t("nav.backups")} rows=${rows} dense columns=${columnsOf(list.reload)} />`}
      <//>
    </div>`;
}

/** One verified file each; what was proven by restoring it. */
export default function Page() {
  return html`<${ForStaff} title=${t("nav.backups")} roles=${["owner"]}>${() => html`<${Body} />`}<//>`;
}
