// @ts-check
import { html } from "../../vendor/ui.mjs";
import { api, url } from "../../app/api.js";
import { number } from "../../app/digits.js";
import { t } from "../../app/i18n.js";
import { useAction, useList } from "../../app/resource.js";
import { Button, Code, Empty, Icon, ListView, Notice, PageHeader, Pill, ProblemState, Table, When, toast } from "../../app/ui/index.js";
import { ForStaff } from "../staff/gate.js";

export const title = "nav.backups";

const RESTORE = ["balinyaar", "restore", "FILE", "--dry-run"].join(" ");

/** @typedef {{id: number, file: string, bytes: number, sha256: string, schema_version: number, key_id: string, started_at: string, verified_at: string | null, outcome: string, error: string | null}} Backup */

/** Bytes as people say them. @param {number} bytes */
function size(bytes) {
  const steps = ["bytes", "kib", "mib", "gib"];
  let [amount, step] = [bytes, 0];
  while (amount >= 1024 && step < steps.length - 1) [amount, step] = [amount / 1024, step + 1];
  return t(`backups.size.${steps[step]}`, { n: number(Math.round(amount * 10) / 10) });
}

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
  { key: "file", label: t("backups.file"), cell: (/** @type {Backup} */ b) => html`<${Code}>${b.file}<//><br /><span class="muted small"><${Code}>${b.sha256.slice(0, 16)}…<//></span>` },
  { key: "size", label: t("backups.size"), cell: (/** @type {Backup} */ b) => html`<span class="nowrap">${size(b.bytes)}</span>` },
  { key: "key", label: t("backups.key"), cell: (/** @type {Backup} */ b) => html`<${Code}>${b.key_id}<//>` },
  { key: "proven", label: t("backups.proven_at"), cell: (/** @type {Backup} */ b) => b.verified_at ? html`<${When} at=${b.verified_at} clock />` : t("common.none") },
  { key: "outcome", label: t("backups.outcome"), cell: (/** @type {Backup} */ b) => html`<${Pill} code=${b.outcome} />${b.error && html`<p class="small" dir="auto">${b.error}</p>`}` },
  { key: "acts", label: t("backups.acts"), cell: (/** @type {Backup} */ b) => html`<${Acts} backup=${b} onDone=${reload} />` },
];

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
