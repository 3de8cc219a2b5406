// @ts-check
import { html, useState } from "../../vendor/ui.mjs";
import { api } from "../../app/api.js";
import { number } from "../../app/digits.js";
import { t, word } from "../../app/i18n.js";
import { useAction, useList } from "../../app/resource.js";
import { setQuery } from "../../app/router.js";
import { TextField } from "../../app/ui/forms.js";
import { Button, Code, Empty, Filters, ListView, Notice, PageHeader, ProblemState, Table, When } from "../../app/ui/index.js";
import { ForStaff } from "../staff/gate.js";

export const title = "nav.audit";

const FILTERS = ["action", "entity", "entity_id", "actor"];

/** @typedef {{id: number, at: string, user_id: number | null, role: string, request_id: string, action: string, entity: string, entity_id: number, before: object | null, after: object | null}} Entry */

/** Every field that changed, before and after. @param {{entry: Entry}} props */
function Change({ entry }) {
  const before = /** @type {Record<string, unknown>} */ (entry.before ?? {});
  const after = /** @type {Record<string, unknown>} */ (entry.after ?? {});
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const text = (/** @type {unknown} */ value) => (value === undefined || value === null ? "–" : String(value));
  if (fields.length === 0) return html`<span class="muted">${t("common.none")}</span>`;
  return html`<ul class="plain small">${fields.map((field) => html`<li key=${field} dir="ltr">
    <span class="muted">${field}:</span> ${field in before && html`<del>${text(before[field])}</del> `}<bdi>${text(after[field])}</bdi></li>`)}</ul>`;
}

/** Proves the chain of every row. */
function Proof() {
  const [found, setFound] = useState(/** @type {any} */ (null));
  const proof = useAction(() => api.get("/admin/audit/verify"));
  return html`<div class="stack-sm">
    <div class="row"><${Button} icon="shield-check" busy=${proof.busy} onClick=${async () => setFound((await proof.run()) ?? null)}>${t("audit.verify")}<//></div>
    <div role="status">
      ${found?.holds && html`<${Notice} tone="ok" title=${t("audit.holds")}><p>${t("audit.holds_text", { rows: number(found.rows) })}</p>
        <p class="small"><${Code}>${found.head}<//></p><//>`}
      ${found && !found.holds && html`<${Notice} tone="danger" title=${t("audit.broken")}><p>${t("audit.broken_text", { row: number(found.broken_row) })}</p><//>`}
    </div>
    ${proof.problem && html`<${ProblemState} problem=${proof.problem} />`}
  </div>`;
}

const columns = [
  { key: "at", label: t("audit.at"), cell: (/** @type {Entry} */ e) => html`<${When} at=${e.at} clock />` },
  { key: "who", label: t("audit.who"), cell: (/** @type {Entry} */ e) => html`<span class="nowrap">${word("role", e.role)}${e.user_id !== null && html` <${Code}>#${e.user_id}<//>`}</span>` },
  { key: "action", label: t("audit.action"), cell: (/** @type {Entry} */ e) => html`<${Code}>${e.action}<//>` },
  { key: "entity", label: t("audit.entity"), cell: (/** @type {Entry} */ e) => html`<${Code}>${e.entity} #${e.entity_id}<//>` },
  { key: "change", label: t("audit.change"), cell: (/** @type {Entry} */ e) => html`<${Change} entry=${e} />` },
];

/** @param {{query: Record<string, string>}} props */
function List({ query }) {
  const filters = Object.fromEntries(FILTERS.map((name) => [name, query[name]]));
  const list = useList("/admin/audit", { query: filters });
  const active = FILTERS.filter((name) => query[name]).length;
  const clear = () => setQuery(Object.fromEntries(FILTERS.map((name) => [name, ""])));
  return html`
    <${Filters} active=${active} onClear=${clear}>
      ${FILTERS.map((name) => html`<${TextField} key=${name} name=${name} kind="code" optional label=${t(`audit.filter.${name}`)}
        value=${query[name] ?? ""} onChange=${(/** @type {string} */ text) => setQuery({ [name]: text.trim() })} />`)}
    <//>
    <${ListView} list=${list} onClear=${clear} empty=${html`<${Empty} icon="history" title=${t("audit.empty")} />`}>
      ${(/** @type {Entry[]} */ rows) => html`<${Table} caption=${t("nav.audit")} rows=${rows} dense columns=${columns} />`}
    <//>`;
}

/** Who did what, provably complete. @param {import("../../app/router.js").PageProps} props */
export default function Page({ query }) {
  return html`<${ForStaff} title=${t("nav.audit")} roles=${["admin"]}>${() => html`
    <${PageHeader} title=${t("nav.audit")} lead=${t("audit.lead")} />
    <div class="stack"><${Proof} /><${List} query=${query} /></div>`}<//>`;
}
