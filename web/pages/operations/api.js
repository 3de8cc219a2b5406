// @ts-check
import { html, useState } from "../../vendor/ui.mjs";
import { api } from "../../app/api.js";
import { number } from "../../app/digits.js";
import { t } from "../../app/i18n.js";
import { useAction, useResource } from "../../app/resource.js";
import { setQuery } from "../../app/router.js";
import { TextField } from "../../app/ui/forms.js";
import { Button, Card, Code, Filters, FilteredEmpty, LinkButton, Loaded, PageHeader, ProblemState, Section } from "../../app/ui/index.js";
import { ForStaff } from "../staff/gate.js";

export const title = "nav.api";

/** Characters of an answer shown at most. */
const SHOWN = 20_000;
/** What every refusal is. */
const PROBLEM = "application/problem+json";
const METHODS = ["get", "post", "put", "delete"];

/** @typedef {{method: string, path: string, tag: string, operation: any}} Route */

/** Every operation of the document, in the order it names them. @param {any} document @returns {Route[]} */
function routesOf(document) {
  return Object.entries(document.paths).flatMap(([path, item]) => METHODS.filter((method) => item[method])
    .map((method) => ({ method, path, tag: item[method].tags?.[0] ?? "", operation: item[method] })));
}

/** The name of a schema, or what it is made of. @param {any} schema @returns {string} */
function typeOf(schema) {
  if (!schema) return "";
  if (schema.$ref) return schema.$ref.split("/").pop();
  if (schema.type === "array") return `${typeOf(schema.items)}[]`;
  if (schema.oneOf) return schema.oneOf.map(typeOf).filter(Boolean).join(" | ");
  return Array.isArray(schema.type) ? schema.type.join(" | ") : schema.type ?? "";
}

/** @param {any} content */
const bodyOf = (content) => typeOf(/** @type {any} */ (Object.values(content ?? {})[0])?.schema);

/** What an answer holds; of a page, what its items are. @param {any} content */
function listOf(content) {
  const schema = /** @type {any} */ (Object.values(content ?? {})[0])?.schema;
  const items = schema?.properties?.items?.items;
  return items ? { type: `{items: ${typeOf(items)}[], next_cursor}`, items: typeOf(items) } : { type: typeOf(schema), items: typeOf(schema).replace("[]", "") };
}

/** The fields of a schema, those of the schemas it is made of too. @param {any} schema @param {any} schemas @returns {any[]} */
function fieldsOf(schema, schemas) {
  const parts = (schema?.allOf ?? []).flatMap((/** @type {any} */ part) => fieldsOf(part.$ref ? schemas[typeOf(part)] : part, schemas));
  const own = Object.entries(schema?.properties ?? {}).map(([name, of]) => ({ name, of, needed: schema.required?.includes(name) }));
  return [...parts, ...own];
}

/** @param {{schema: any, schemas: any}} props */
function Fields({ schema, schemas }) {
  const rows = fieldsOf(schema, schemas);
  if (rows.length === 0) return null;
  return html`<ul class="plain small" dir="ltr">${rows.map(({ name, of, needed }) => html`<li key=${name}>
    <${Code}>${name}<//> <span class="muted">${typeOf(of)}${needed ? " *" : ""}</span> ${of.description}</li>`)}</ul>`;
}

/** What `#/components/…` points at, or the thing itself. @param {any} document @param {any} thing */
const resolved = (document, thing) => (thing?.$ref ? thing.$ref.slice(2).split("/").reduce((/** @type {any} */ at, /** @type {string} */ step) => at?.[step], document) : thing);

/** Refusals share one shape; one line says them all. @param {[string, any][]} answers */
const refusals = (answers) => answers.filter(([, answer]) => answer.$ref).map(([status]) => status);

/** @param {any} operation */
const firstSentence = ({ summary, description }) => summary ?? (description ?? "").split(/\.\s|\n\n/)[0];

/** Asks for real, as oneself: reads without a row in the path. @param {{path: string}} props */
function Try({ path }) {
  const [text, setText] = useState("");
  const [answer, setAnswer] = useState("");
  const ask = useAction(() => api.get(path, Object.fromEntries(new URLSearchParams(text))));
  const run = async () => {
    const body = await ask.run();
    if (body !== undefined) setAnswer(JSON.stringify(body, null, 2).slice(0, SHOWN));
  };
  return html`<div class="stack-sm"><div class="row"><${TextField} name="query" kind="code" optional label=${t("api.query")} value=${text} onChange=${setText} />
      <${Button} size="sm" icon="send" busy=${ask.busy} onClick=${run} label=${t("api.try_one", { path })}>${t("api.try")}<//></div>
    ${ask.problem && html`<${ProblemState} problem=${ask.problem} />`}
    ${answer && html`<pre class="answered" dir="ltr" tabindex="0" aria-label=${t("api.answers")}>${answer}</pre>`}</div>`;
}

/** Whether a press can ask for it: JSON, and nothing to fill into the path. @param {Route} route */
const mayTry = ({ method, path, operation }) => method === "get" && !path.includes("{") && path !== "/events"
  && Boolean(operation.responses?.["200"]?.content?.["application/json"]);

/** @param {{route: Route, document: any}} props */
function Operation({ route, document }) {
  const { schemas = {} } = document.components ?? {};
  const { method, path, operation } = route;
  const takes = bodyOf(operation.requestBody?.content);
  const all = /** @type {[string, any][]} */ (Object.entries(operation.responses ?? {}));
  const answers = all.filter(([, answer]) => !answer.$ref);
  const parameters = (operation.parameters ?? []).map((/** @type {any} */ one) => resolved(document, one));
  return html`<details class="more"><summary dir="ltr"><${Code}>${method.toUpperCase()} ${path}<//>${" "}
      <span class="muted small regular">${firstSentence(operation)}</span></summary>
    <div class="stack-sm">
      ${operation.description && html`<p dir="auto">${operation.description}</p>`}
      ${parameters.length > 0 && html`<div><strong>${t("api.parameters")}</strong>
        <ul class="plain small" dir="ltr">${parameters.map((/** @type {any} */ p) => html`<li key=${p.name}>
          <${Code}>${p.name}<//> <span class="muted">${p.in}, ${typeOf(p.schema)}</span> ${p.description}</li>`)}</ul></div>`}
      ${takes && html`<div><strong>${t("api.takes")}</strong> <${Code}>${takes}<//><${Fields} schema=${schemas[takes]} schemas=${schemas} /></div>`}
      <div><strong>${t("api.answers")}</strong><ul class="plain small" dir="ltr">${answers.map(([status, answer]) => {
        const { type, items } = listOf(answer.content);
        return html`<li key=${status}><${Code}>${status}<//> ${answer.description} <${Code}>${type}<//>
          <${Fields} schema=${schemas[items]} schemas=${schemas} /></li>`;
      })}${refusals(all).length > 0 && html`<li>${refusals(all).map((status) => html`<${Code} key=${status}>${status}<//> `)} <${Code}>${PROBLEM}<//></li>`}</ul></div>
      ${mayTry(route) && html`<${Try} path=${path} />`}
    </div>
  </details>`;
}

/** @param {{document: any, q: string}} props */
function Reference({ document, q }) {
  const routes = routesOf(document).filter((route) => `${route.method} ${route.path} ${route.tag}`.includes(q.toLowerCase()));
  const tags = [...new Set(routes.map((route) => route.tag))];
  if (routes.length === 0) return html`<${FilteredEmpty} onClear=${() => setQuery({ q: "" })} />`;
  return html`<div class="stack"><p class="muted">${t("api.count", { n: number(routes.length) })}</p>
    ${tags.map((tag) => html`<${Section} key=${tag} title=${html`<span dir="ltr">${tag}</span>`}><${Card}>
      ${routes.filter((route) => route.tag === tag).map((route) =>
        html`<${Operation} key=${route.method + route.path} route=${route} document=${document} />`)}<//><//>`)}</div>`;
}

/** @param {{q: string}} props */
function Body({ q }) {
  const document = useResource("/openapi.json");
  const keys = html`<${LinkButton} href="/account" icon="key-round">${t("api.keys")}<//>`;
  return html`<${PageHeader} title=${t("nav.api")} lead=${t("api.lead")} actions=${keys} />
    <${Filters} active=${q ? 1 : 0} onClear=${() => setQuery({ q: "" })}>
      <${TextField} name="q" kind="code" optional label=${t("api.search")} value=${q} onChange=${(/** @type {string} */ text) => setQuery({ q: text })} />
    <//>
    <${Loaded} of=${document} rows=${8}>${(/** @type {any} */ found) => html`<${Reference} document=${found} q=${q} />`}<//>`;
}

/** What programs may ask of this agency. @param {import("../../app/router.js").PageProps} props */
export default function Page({ query }) {
  return html`<${ForStaff} title=${t("nav.api")} roles=${["admin"]}>${() => html`<${Body} q=${query.q ?? ""} />`}<//>`;
}
