// @ts-check
import { html, useState } from "../../vendor/ui.mjs";
import { api, url } from "../../app/api.js";
import { number } from "../../app/digits.js";
import { today } from "../../app/format.js";
import { has, t, word } from "../../app/i18n.js";
import { useAction, useList } from "../../app/resource.js";
import { setQuery } from "../../app/router.js";
import { DateField, TextField } from "../../app/ui/forms.js";
import { Button, Code, Empty, Filters, Icon, ListView, Notice, PageHeader, ProblemState, Table, When } from "../../app/ui/index.js";
import { ForStaff } from "../staff/gate.js";

export const title = "nav.audit";

const WORDS = ["action", "entity", "entity_id", "actor"];
const DAYS = "from to".split(" ");
const FILTERS = [...WORDS, ...DAYS];
const EARLIEST = "2020-01-01";

/** @typedef {{id: number, at: string, user_id: number | null, role: string, request_id: string, action: string, entity: string, entity_id: number, before: object | null, after: object | null}} Entry */

/** A personal or clinical value leaves only a keyed mark: it tells whether two are the same, never what they are. */
const MARK = /^#[0-9a-f]{16}$/;

/** @param {unknown} before @param {unknown} after */
const sealedWord = (before, after) => t(before === undefined ? "audit.sealed" : before === after ? "audit.sealed_same" : "audit.sealed_changed");

/** One field, before and after. @param {{name: string, entry: Entry}} props */
function Field({ name, entry }) {
  const [before, after] = [entry.before, entry.after].map((side) => /** @type {Record<string, unknown> | null} */ (side)?.[name]);
  const text = (/** @type {unknown} */ value) => (value === undefined || value === null ? "–" : String(value));
  if ([before, after].some((value) => typeof value === "string" && MARK.test(value))) {
    return html`<li><${Code}>${name}<//> <${Icon} name="lock" size="sm" /> ${sealedWord(before, after)}</li>`;
  }
  const same = before !== undefined && JSON.stringify(before) === JSON.stringify(after);
  return html`<li dir="ltr"><span class="muted">${name}:</span> ${before !== undefined && !same && html`<del>${text(before)}</del> `}<bdi>${text(after)}</bdi></li>`;
}

/** Every field that changed, before and after. @param {{entry: Entry}} props */
function Change({ entry }) {
  const fields = [...new Set([...Object.keys(entry.before ?? {}), ...Object.keys(entry.after ?? {})])];
  if (fields.length === 0) return html`<span class="muted">${t("common.none")}</span>`;
  return html`<ul class="plain small">${fields.map((field) => html`<${Field} key=${field} name=${field} entry=${entry} />`)}</ul>`;
}

/** What the proof of the chain came to. @param {{found: any}} props */
const Verdict = ({ found }) => found.holds
  ? html`<${Notice} tone="ok" title=${t("audit.holds")}><p>${t("audit.holds_text", { rows: number(found.rows) })}</p><p class="small"><${Code}>${found.head}<//></p><//>`
  : html`<${Notice} tone="danger" title=${t("audit.broken")}><p>${t("audit.broken_text", { row: number(found.broken_row) })}</p><//>`;

/** What the filters find, as a file. @param {{query: Record<string, string>}} props */
const Export = ({ query }) => html`<a class="button button-secondary" download="audit.csv"
  href=${url("/admin/audit/export", Object.fromEntries(FILTERS.map((name) => [name, query[name]])))}>
  <${Icon} name="download" /><span>${t("audit.export")}</span></a>`;

const columns = [
  { key: "at", label: t("audit.at"), cell: (/** @type {Entry} */ e) => html`<${When} at=${e.at} clock />` },
  { key: "who", label: t("audit.who"), cell: (/** @type {Entry} */ e) => html`<span class="nowrap">${word("role", e.role)}${e.user_id !== null && html` <${Code}>#${e.user_id}<//>`}</span>` },
  { key: "action", label: t("audit.action"), cell: (/** @type {Entry} */ e) => html`<${Code}>${e.action}<//>` },
  { key: "entity", label: t("audit.entity"), cell: (/** @type {Entry} */ e) => html`<span class="nowrap">${has(`entity.${e.entity}`) ? t(`entity.${e.entity}`) : html`<${Code}>${e.entity}<//>`} <${Code}>#${e.entity_id}<//></span>` },
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
      ${WORDS.map((name) => html`<${TextField} key=${name} name=${name} kind="code" optional label=${t(`audit.filter.${name}`)}
        value=${query[name] ?? ""} onChange=${(/** @type {string} */ text) => setQuery({ [name]: text.trim() })} />`)}
      ${DAYS.map((name) => html`<${DateField} key=${name} name=${name} optional label=${t(`audit.filter.${name}`)} min=${EARLIEST} max=${today()}
        value=${query[name] ?? ""} onChange=${(/** @type {string} */ day) => setQuery({ [name]: day })} />`)}
    <//>
    <${ListView} list=${list} onClear=${clear} empty=${html`<${Empty} icon="history" title=${t("audit.empty")} />`}>
      ${(/** @type {Entry[]} */ rows) => html`<${Table} caption=${t("nav.audit")} rows=${rows} dense columns=${columns} />`}
    <//>`;
}

/** @param {{query: Record<string, string>}} props */
function Body({ query }) {
  const [found, setFound] = useState(/** @type {any} */ (null));
  const proof = useAction(() => api.get("/admin/audit/verify"));
  const prove = async () => setFound((await proof.run()) ?? null);
  const acts = html`<${Button} icon="shield-check" busy=${proof.busy} onClick=${prove}>${t("audit.verify")}<//><${Export} query=${query} />`;
  return html`
    <${PageHeader} title=${t("nav.audit")} lead=${t("audit.lead")} actions=${acts} />
    <div class="stack"><div role="status">${found && html`<${Verdict} found=${found} />`}</div>
      ${proof.problem && html`<${ProblemState} problem=${proof.problem} />`}<${List} query=${query} /></div>`;
}

/** Who did what, provably complete. @param {import("../../app/router.js").PageProps} props */
export default function Page({ query }) {
  return html`<${ForStaff} title=${t("nav.audit")} roles=${["admin"]}>${() => html`<${Body} query=${query} />`}<//>`;
}
