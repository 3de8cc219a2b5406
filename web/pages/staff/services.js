// @ts-check
import { html } from "../../vendor/ui.mjs";
import { t } from "../../app/i18n.js";
import { useList } from "../../app/resource.js";
import { setQuery } from "../../app/router.js";
import { Select } from "../../app/ui/forms.js";
import { Empty, Filters, ListView, PageHeader, Table } from "../../app/ui/index.js";
import { ForStaff } from "./gate.js";
import { offerColumns, useCategories } from "./offer-columns.js";
import { SearchField } from "./search-field.js";

export const title = "nav.services";

/** @typedef {import("./offer-columns.js").Offer} Offer */

const FILTERS = ["q", "category", "is_active"];

/** Whose offer it is; leads to the nurse. */
const holder = { key: "nurse", label: t("people.nurse"), cell: (/** @type {Offer} */ o) =>
  html`<a class="nowrap" href=${`/admin/people/${o.nurse.id}`}><bdi>${o.nurse.display_name}</bdi></a>` };

/** @param {{query: Record<string, string>, categories: {code: string, title: string}[]}} props */
function Filtering({ query, categories }) {
  const kinds = categories.map(({ code, title: label }) => ({ value: code, label }));
  const states = [{ value: "true", label: t("services.is_offered") }, { value: "false", label: t("services.is_archived") }];
  return html`
    <${SearchField} label=${t("services.search")} value=${query.q ?? ""} onSearch=${(/** @type {string} */ q) => setQuery({ q })} />
    <${Select} name="category" label=${t("services.category")} optional empty=${t("common.all")} options=${kinds}
      value=${query.category ?? ""} onChange=${(/** @type {string} */ category) => setQuery({ category })} />
    <${Select} name="is_active" label=${t("services.state")} optional empty=${t("common.all")} options=${states}
      value=${query.is_active ?? ""} onChange=${(/** @type {string} */ value) => setQuery({ is_active: value })} />`;
}

/** @param {{query: Record<string, string>}} props */
function List({ query }) {
  const { items, nameOf } = useCategories();
  const list = useList("/admin/variants", { query: Object.fromEntries(FILTERS.map((name) => [name, query[name]])), live: ["service."] });
  const clear = () => setQuery(Object.fromEntries(FILTERS.map((name) => [name, ""])));
  const [first, ...others] = offerColumns(nameOf, list.reload);
  return html`
    <${PageHeader} title=${t("nav.services")} lead=${t("services.lead")} />
    <${Filters} active=${FILTERS.filter((name) => query[name]).length} onClear=${clear}><${Filtering} query=${query} categories=${items} /><//>
    <${ListView} list=${list} onClear=${clear}
      empty=${html`<${Empty} icon="heart-pulse" title=${t("services.empty")} text=${t("services.empty_text")} />`}>
      ${(/** @type {Offer[]} */ rows) => html`<${Table} caption=${t("nav.services")} rows=${rows} dense columns=${[first, holder, ...others]} />`}
    <//>`;
}

/** What every nurse offers, and what is kept only for what was agreed on it. @param {import("../../app/router.js").PageProps} props */
export default function Page({ query }) {
  return html`<${ForStaff} title=${t("nav.services")}>${() => html`<${List} query=${query} />`}<//>`;
}
