// @ts-check
import { html } from "../../vendor/ui.mjs";
import { number } from "../../app/digits.js";
import { t } from "../../app/i18n.js";
import { useResource } from "../../app/resource.js";
import { setQuery } from "../../app/router.js";
import { TextField } from "../../app/ui/forms.js";
import { Card, Code, Filters, FilteredEmpty, LinkButton, Loaded, PageHeader, Section } from "../../app/ui/index.js";
import { ForStaff } from "../staff/gate.js";

export const title = "nav.api";

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

/** @param {{schema: any}} props */
function Fields({ schema }) {
  const rows = Object.entries(schema?.properties ?? {});
  if (rows.length === 0) return null;
  return html`<ul class="plain small" dir="ltr">${rows.map(([name, of]) => html`<li key=${name}>
    <${Code}>${name}<//> <span class="muted">${typeOf(of)}${schema.required?.includes(name) ? " *" : ""}</span> ${of.description}</li>`)}</ul>`;
}

/** @param {{route: Route, schemas: any}} props */
function Operation({ route, schemas }) {
  const { method, path, operation } = route;
  const takes = bodyOf(operation.requestBody?.content);
  const answers = Object.entries(operation.responses ?? {});
  return html`<details class="more"><summary dir="ltr"><${Code}>${method.toUpperCase()} ${path}<//></summary>
    <div class="stack-sm">
      ${operation.description && html`<p dir="auto">${operation.description}</p>`}
      ${(operation.parameters ?? []).length > 0 && html`<div><strong>${t("api.parameters")}</strong>
        <ul class="plain small" dir="ltr">${operation.parameters.map((/** @type {any} */ p) => html`<li key=${p.name}>
          <${Code}>${p.name}<//> <span class="muted">${p.in}, ${typeOf(p.schema)}</span> ${p.description}</li>`)}</ul></div>`}
      ${takes && html`<div><strong>${t("api.takes")}</strong> <${Code}>${takes}<//><${Fields} schema=${schemas[takes]} /></div>`}
      <div><strong>${t("api.answers")}</strong><ul class="plain small" dir="ltr">${answers.map(([status, answer]) => {
        const of = bodyOf(/** @type {any} */ (answer).content).replace("[]", "");
        return html`<li key=${status}><${Code}>${status}<//> ${/** @type {any} */ (answer).description} <${Code}>${bodyOf(/** @type {any} */ (answer).content)}<//>
          ${status < "300" && html`<${Fields} schema=${schemas[of]} />`}</li>`;
      })}</ul></div>
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
        html`<${Operation} key=${route.method + route.path} route=${route} schemas=${document.components?.schemas ?? {}} />`)}<//><//>`)}</div>`;
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
