// @ts-check
import { html, useState } from "../../vendor/ui.mjs";
import { api } from "../../app/api.js";
import { number } from "../../app/digits.js";
import { relative, span } from "../../app/format.js";
import { has, t } from "../../app/i18n.js";
import { useAction, useResource } from "../../app/resource.js";
import { Button, Code, IconButton, Loaded, PageHeader, Pill, ProblemState, Table, toast } from "../../app/ui/index.js";
import { ForStaff } from "../staff/gate.js";
import { JobRuns } from "./job-runs.js";

export const title = "nav.jobs";

/** @typedef {{name: string, cadence_seconds: number, running: boolean, last_ended_at: string | null, last_duration_ms: number | null, last_outcome: string | null, last_rows: number | null, last_error: string | null, next_due_at: string | null, paused_at: string | null, overdue: boolean, held_by_clock: boolean}} Job */

/** @param {Job} job */
const nameOf = (job) => (has(`job.${job.name}`) ? t(`job.${job.name}`) : job.name);

/** @param {Job} job */
function stateOf(job) {
  if (job.paused_at) return "inactive";
  if (job.running) return "running";
  if (job.last_outcome === "failed") return "failed";
  return job.last_outcome === "ok" ? "ok" : "pending";
}

/** @param {Job} job */
const nextOf = (job) => {
  if (job.paused_at) return t("jobs.paused");
  if (job.held_by_clock) return t("jobs.held");
  return job.overdue ? html`<${Pill} tone="danger" icon="triangle-alert">${t("jobs.overdue")}<//>` : relative(job.next_due_at);
};

/** @param {{job: Job, onDone: () => void, onHistory: () => void}} props */
function Acts({ job, onDone, onHistory }) {
  const act = useAction((key, /** @type {string} */ verb) => api.post(`/admin/jobs/${job.name}/${verb}`, {}, { key }));
  const press = async (/** @type {string} */ verb) => {
    if (!(await act.run(verb))) return;
    if (verb === "run") toast(t("jobs.ran", { name: nameOf(job) }));
    onDone();
  };
  return html`<div class="row">
    <${Button} size="sm" busy=${act.busy} onClick=${() => press("run")} label=${t("jobs.run_one", { name: nameOf(job) })}>${t("jobs.run")}<//>
    <${Button} size="sm" kind="quiet" onClick=${() => press(job.paused_at ? "resume" : "pause")}
      label=${t(job.paused_at ? "jobs.resume_one" : "jobs.pause_one", { name: nameOf(job) })}>
      ${t(job.paused_at ? "jobs.resume" : "jobs.pause")}<//>
    <${IconButton} icon="history" label=${t("jobs.history_of", { name: nameOf(job) })} onClick=${onHistory} />
    ${act.problem && html`<${ProblemState} problem=${act.problem} />`}
  </div>`;
}

/** @param {() => void} reload @param {(job: Job) => void} onHistory */
const columnsOf = (reload, onHistory) => [
  { key: "name", label: t("jobs.name"), cell: (/** @type {Job} */ job) => html`<div>${nameOf(job)}<br /><span class="muted small"><${Code}>${job.name}<//></span></div>` },
  { key: "cadence", label: t("jobs.every"), cell: (/** @type {Job} */ job) => html`<span class="nowrap">${span(job.cadence_seconds)}</span>` },
  { key: "last", label: t("jobs.last"), cell: (/** @type {Job} */ job) => html`<span class="nowrap">${relative(job.last_ended_at)}</span>` },
  { key: "took", label: t("jobs.took"), cell: (/** @type {Job} */ job) => job.last_duration_ms === null ? t("common.none")
    : html`<span class="nowrap">${t("jobs.millis", { n: number(job.last_duration_ms) })}</span>` },
  { key: "rows", label: t("jobs.rows"), cell: (/** @type {Job} */ job) => number(job.last_rows ?? 0) },
  { key: "outcome", label: t("jobs.outcome"), cell: (/** @type {Job} */ job) => html`<${Pill} code=${stateOf(job)} />
    ${job.last_error && html`<p class="small" dir="ltr">${job.last_error}</p>`}` },
  { key: "next", label: t("jobs.next"), cell: (/** @type {Job} */ job) => html`<span class="nowrap">${nextOf(job)}</span>` },
  { key: "acts", label: t("jobs.acts"), cell: (/** @type {Job} */ job) => html`<${Acts} job=${job} onDone=${reload} onHistory=${() => onHistory(job)} />` },
];

function Body() {
  const jobs = useResource("/admin/jobs");
  const [shown, setShown] = useState(/** @type {Job | null} */ (null));
  return html`<${Loaded} of=${jobs} rows=${8}>${(/** @type {{items: Job[]}} */ page) =>
    html`<${Table} caption=${t("nav.jobs")} rows=${page.items.map((job) => ({ ...job, id: job.name }))} dense columns=${columnsOf(jobs.reload, setShown)} />`}<//>
    ${shown && html`<${JobRuns} name=${shown.name} label=${nameOf(shown)} onClose=${() => setShown(null)} />`}`;
}

/** What happens by the clock. */
export default function Page() {
  return html`<${ForStaff} title=${t("nav.jobs")} roles=${["admin"]}>${() => html`
    <${PageHeader} title=${t("nav.jobs")} lead=${t("jobs.lead")} /><${Body} />`}<//>`;
}
