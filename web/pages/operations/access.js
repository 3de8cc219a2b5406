// @ts-check
import { html } from "../../vendor/ui.mjs";
import { t, word } from "../../app/i18n.js";
import { useList } from "../../app/resource.js";
import { Code, Empty, ListView, PageHeader, Table, When } from "../../app/ui/index.js";
import { ForStaff } from "../staff/gate.js";

export const title = "nav.access";

/** @typedef {{id: number, at: string, user_id: number | null, role: string, entity: string, entity_id: number, facet: string}} Reading */

const columns = [
  { key: "at", label: t("audit.at"), cell: (/** @type {Reading} */ r) => html`<${When} at=${r.at} clock />` },
  { key: "who", label: t("audit.who"), cell: (/** @type {Reading} */ r) => html`<span class="nowrap">${word("role", r.role)}${r.user_id !== null && html` <${Code}>#${r.user_id}<//>`}</span>` },
  { key: "entity", label: t("audit.entity"), cell: (/** @type {Reading} */ r) => html`${word("entity", r.entity)} <${Code}>#${r.entity_id}<//>` },
  { key: "facet", label: t("access.facet"), cell: (/** @type {Reading} */ r) => word("access.facet", r.facet) },
];

function List() {
  const list = useList("/admin/access_log");
  return html`<${ListView} list=${list} empty=${html`<${Empty} icon="eye" title=${t("access.empty")} />`}>
    ${(/** @type {Reading[]} */ rows) => html`<${Table} caption=${t("nav.access")} rows=${rows} dense columns=${columns} />`}
  <//>`;
}

/** Who read which sealed value. */
export default function Page() {
  return html`<${ForStaff} title=${t("nav.access")} roles=${["admin"]}>${() => html`
    <${PageHeader} title=${t("nav.access")} lead=${t("access.lead")} /><${List} />`}<//>`;
}
