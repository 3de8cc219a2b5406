// @ts-check
import { html } from "../../vendor/ui.mjs";
import { t } from "../../app/i18n.js";
import { useList } from "../../app/resource.js";
import { setQuery } from "../../app/router.js";
import { Select } from "../../app/ui/forms.js";
import { Empty, Filters, ListView, PageHeader, Pill, Table } from "../../app/ui/index.js";
import { ForStaff } from "./gate.js";
import { priceOf, useCategories } from "./nurse-offers.js";
import { SearchField } from "./search-field.js";

export const title = "nav.services";

/** @typedef {{id: number, category: string, title: string, price_irr: number, price_unit: string, is_overnight: boolean}} Offer */
/** @typedef {Offer & {nurse: {id: number, display_name: string}}} Row */

/** One line for each offer. @param {any[]} nurses @returns {Row[]} */
const offersOf = (nurses) => nurses.flatMap((nurse) => nurse.variants.map((/** @type {Offer} */ offer) => ({ ...offer, nurse })));

/** @param {(code: string) => string} nameOf */
const columnsOf = (nameOf) => [
  { key: "title", label: t("services.offer"), cell: (/** @type {Row} */ o) => html`<span dir="auto">${o.title}</span>` },
  { key: "nurse", label: t("people.nurse"), cell: (/** @type {Row} */ o) => html`<bdi class="nowrap">${o.nurse.display_name}</bdi>` },
  { key: "category", label: t("services.category"), cell: (/** @type {Row} */ o) => nameOf(o.category) },
  { key: "shift", label: t("services.shift"), cell: (/** @type {Row} */ o) => html`<span class="nowrap">${o.is_overnight
    ? html`<${Pill} tone="info" icon="moon">${t("services.overnight")}<//>` : t("services.daytime")}</span>` },
  { key: "price", label: t("services.price"), cell: (/** @type {Row} */ o) => html`<span class="nowrap">${priceOf(o)}</span>` },
];

/** @param {{query: Record<string, string>}} props */
function List({ query }) {
  const { items, nameOf } = useCategories();
  const list = useList("/nurses", { query: { category: query.category, q: query.q }, live: ["service.", "provider."] });
  const clear = () => setQuery({ category: "", q: "" });
  const options = items.map(({ code, title: label }) => ({ value: code, label }));
  return html`
    <${PageHeader} title=${t("nav.services")} lead=${t("services.lead")} />
    <${Filters} active=${["category", "q"].filter((name) => query[name]).length} onClear=${clear}>
      <${SearchField} label=${t("services.search")} value=${query.q ?? ""} onSearch=${(/** @type {string} */ q) => setQuery({ q })} />
      <${Select} name="category" label=${t("services.category")} optional empty=${t("common.all")} options=${options}
        value=${query.category ?? ""} onChange=${(/** @type {string} */ category) => setQuery({ category })} />
    <//>
    <${ListView} list=${list} onClear=${clear} ranked empty=${html`<${Empty} icon="tag" title=${t("services.empty")} text=${t("services.empty_text")} />`}>
      ${(/** @type {any[]} */ nurses) => html`<${Table} caption=${t("nav.services")} rows=${offersOf(nurses)} dense columns=${columnsOf(nameOf)}
        href=${(/** @type {Row} */ o) => `/admin/people/${o.nurse.id}`} />`}
    <//>`;
}

/** What families find when they search, nurse by nurse. @param {import("../../app/router.js").PageProps} props */
export default function Page({ query }) {
  return html`<${ForStaff} title=${t("nav.services")}>${() => html`<${List} query=${query} />`}<//>`;
}
