// @ts-check
import { html } from "../../vendor/ui.mjs";
import { number } from "../../app/digits.js";
import { t } from "../../app/i18n.js";
import { useList } from "../../app/resource.js";
import { Dialog, Empty, ListView, Pill, Table, When } from "../../app/ui/index.js";

/** @typedef {{id: number, started_at: string, ended_at: string | null, rows: number, folded: number, outcome: "ok" | "failed" | null, error: string | null}} Run */

/** @param {Run} run */
const took = (run) => run.ended_at === null ? t("common.none")
  : t("jobs.millis", { n: number(Date.parse(run.ended_at) - Date.parse(run.started_at)) });

const columns = [
  { key: "at", label: t("jobs.began"), cell: (/** @type {Run} */ r) => html`<${When} at=${r.started_at} clock />` },
  { key: "took", label: t("jobs.took"), cell: (/** @type {Run} */ r) => html`<span class="nowrap">${took(r)}</span>` },
  { key: "rows", label: t("jobs.rows"), cell: (/** @type {Run} */ r) => number(r.rows) },
  { key: "folded", label: t("jobs.folded"), cell: (/** @type {Run} */ r) => number(r.folded) },
  { key: "outcome", label: t("jobs.outcome"), cell: (/** @type {Run} */ r) => html`<${Pill} code=${r.outcome ?? "running"} />
    ${r.error && html`<p class="small" dir="auto">${r.error}</p>`}` },
];

/** Earlier runs of a job, newest first. @param {{name: string, label: string, onClose: () => void}} props */
export function JobRuns({ name, label, onClose }) {
  const list = useList(`/admin/jobs/${name}/runs`, { pageSize: 10 });
  return html`<${Dialog} open=${true} onClose=${onClose} title=${t("jobs.history_of", { name: label })} size="lg">
    <${ListView} list=${list} rows=${5} empty=${html`<${Empty} icon="clock" title=${t("jobs.no_runs")} />`}>
      ${(/** @type {Run[]} */ rows) => html`<${Table} caption=${t("jobs.history")} rows=${rows} dense columns=${columns} />`}<//>
  <//>`;
}
