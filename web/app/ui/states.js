// @ts-check
import { html } from "../../vendor/ui.mjs";
import { boot } from "../boot.js";
import { t, tn } from "../i18n.js";
import { Button } from "./button.js";
import { Icon } from "./icon.js";
import { Phone } from "./phone.js";

/** @typedef {import("../api.js").ApiProblem} ApiProblem */

/**
 * Nothing here yet: one sentence and one thing to do.
 * @param {{icon?: string, title: string, text?: string, children?: any}} props children: the action
 */
export function Empty({ icon = "inbox", title, text, children }) {
  return html`<div class="state">
    <span class="state-icon"><${Icon} name=${icon} size="xl" /></span>
    <p class="state-title">${title}</p>
    ${text && html`<p class="state-text">${text}</p>`}
    ${children && html`<div class="state-action">${children}</div>`}
  </div>`;
}

/** Nothing fits the filters. @param {{onClear: () => void}} props */
export function FilteredEmpty({ onClear }) {
  return html`<${Empty} icon="funnel" title=${t("state.filtered.title")} text=${t("state.filtered.text")}>
    <${Button} icon="x" onClick=${onClear}>${t("action.clear_filters")}<//>
  <//>`;
}

/** Grey bars while something is fetched. @param {{rows?: number, kind?: "rows" | "card"}} props */
export function Skeleton({ rows = 4, kind = "rows" }) {
  return html`<div class=${`skeleton skeleton-${kind}`} role="status">
    <span class="visually-hidden">${t("state.loading")}</span>
    ${Array.from({ length: rows }, (_, i) => html`<div key=${i} class="skeleton-bar"></div>`)}
  </div>`;
}

/** @param {ApiProblem} problem */
function faceOf(problem) {
  if (problem.status === 403) return { icon: "lock", title: t("state.forbidden.title") };
  if (problem.status === 404) return { icon: "search", title: t("state.not_found.title") };
  if (problem.status === 0) return { icon: "wifi-off", title: problem.title };
  return { icon: "triangle-alert", title: problem.title };
}

/** @param {ApiProblem} problem */
function textOf(problem) {
  if (problem.detail) return problem.detail;
  if (problem.status === 403) return t("state.forbidden.text");
  return problem.status === 404 ? t("state.not_found.text") : t("state.error.text");
}

/**
 * The server refused, or could not be reached: what, why, the request id, and a way on.
 * @param {{problem: ApiProblem, onRetry?: () => void}} props
 */
export function ProblemState({ problem, onRetry }) {
  const face = faceOf(problem);
  const final = problem.status === 403 || problem.status === 404;
  return html`<div class=${final ? "state state-calm" : "state state-problem"} role="alert">
    <span class="state-icon"><${Icon} name=${face.icon} size="xl" /></span>
    <p class="state-title">${face.title}</p>
    <p class="state-text">${textOf(problem)}</p>
    ${problem.request_id && html`<p class="state-id">
      ${t("state.request_id")} <code dir="ltr">${problem.request_id}</code></p>`}
    <div class="state-action">
      ${onRetry && !final && html`<${Button} icon="refresh-cw" onClick=${onRetry}>${t("action.retry")}<//>`}
      ${boot.agency.phone && html`<p>${t("state.call")} <${Phone} value=${boot.agency.phone} /></p>`}
    </div>
  </div>`;
}

/** The list has changed since it was read. @param {{n: number, onRefresh: () => void}} props */
export function Stale({ n, onRefresh }) {
  return html`<div class="stale" role="status">
    ${n > 0 && html`<${Button} kind="primary" size="sm" icon="refresh-cw" onClick=${onRefresh}>
      ${tn("state.stale", n)}<//>`}
  </div>`;
}

/**
 * Draws a resource: bars, then the problem or the thing. Children is a function of the data.
 * @param {{of: import("../resource.js").Resource<any>, children?: any, rows?: number, kind?: "rows" | "card"}} props
 */
export function Loaded({ of, children, rows, kind }) {
  if (of.loading) return html`<${Skeleton} rows=${rows} kind=${kind} />`;
  if (of.problem && of.data === null) return html`<${ProblemState} problem=${of.problem} onRetry=${of.reload} />`;
  const draw = Array.isArray(children) ? children[0] : children;
  return of.data === null ? null : draw(of.data);
}
