// @ts-check
import { html } from "../../vendor/ui.mjs";
import { relative, toE164 } from "../../app/format.js";
import { t } from "../../app/i18n.js";
import { useList } from "../../app/resource.js";
import { setQuery } from "../../app/router.js";
import { Empty, Filters, ListView, PageHeader, Table, When } from "../../app/ui/index.js";
import { base } from "./base.js";
import { ForStaff } from "./gate.js";
import { SearchField } from "./search-field.js";

export const title = "nav.customers";

/** @typedef {{id: number, display_name: string, mobile_masked: string | null, email_masked: string | null, last_sign_in_at: string | null, created_at: string}} Row */

/** A number to call and an address are looked up whole, a name in part. @param {string} words @returns {Record<string, string>} */
export function lookUp(words) {
  const mobile = toE164(words);
  if (mobile) return { mobile };
  if (words.includes("@")) return { email: words };
  return words ? { q: words } : {};
}

const columns = [
  { key: "name", label: t("people.name"), cell: (/** @type {Row} */ c) => html`<bdi class="nowrap">${c.display_name}</bdi>` },
  { key: "mobile", label: t("customers.mobile"), cell: (/** @type {Row} */ c) => html`<span dir="ltr" class="nowrap">${c.mobile_masked ?? t("common.none")}</span>` },
  { key: "email", label: t("customers.email"), cell: (/** @type {Row} */ c) => html`<span dir="ltr">${c.email_masked ?? t("common.none")}</span>` },
  { key: "seen", label: t("customers.seen"), cell: (/** @type {Row} */ c) => html`<span class="nowrap">${relative(c.last_sign_in_at)}</span>` },
  { key: "since", label: t("customers.since"), cell: (/** @type {Row} */ c) => html`<${When} at=${c.created_at} />` },
];

/** @param {{query: Record<string, string>}} props */
function List({ query }) {
  const words = query.find ?? "";
  const list = useList("/admin/customers", { query: lookUp(words) });
  const clear = () => setQuery({ find: "" });
  return html`
    <${PageHeader} title=${t("nav.customers")} lead=${t("customers.lead")} />
    <${Filters} active=${words ? 1 : 0} onClear=${clear}>
      <${SearchField} label=${t("customers.find")} value=${words} onSearch=${(/** @type {string} */ find) => setQuery({ find })} />
    <//>
    <${ListView} list=${list} onClear=${clear}
      empty=${html`<${Empty} icon="users" title=${t("customers.empty")} text=${t("customers.empty_text")} />`}>
      ${(/** @type {Row[]} */ rows) => html`<${Table} caption=${t("nav.customers")} rows=${rows} dense columns=${columns}
        href=${(/** @type {Row} */ c) => `${base()}/customers/${c.id}`} />`}
    <//>`;
}

/** Families, found by name, number or address. @param {import("../../app/router.js").PageProps} props */
export default function Page({ query }) {
  return html`<${ForStaff} title=${t("nav.customers")}>${() => html`<${List} query=${query} />`}<//>`;
}
