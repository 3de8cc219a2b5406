// @ts-check
import { html } from "../../vendor/ui.mjs";
import { t, tn, word } from "../../app/i18n.js";
import { useList, useResource } from "../../app/resource.js";
import { setQuery } from "../../app/router.js";
import { hasRole } from "../../app/session.js";
import { Select } from "../../app/ui/forms.js";
import { Empty, Filters, LinkButton, ListView, PageHeader, Pill, Table } from "../../app/ui/index.js";
import { base, nursesPath } from "./base.js";
import { ForStaff } from "./gate.js";
import { AcceptingState, disciplinesOf, PapersState, placesOf, Verification } from "./nurse-words.js";
import { SearchField } from "./search-field.js";

export const title = "nav.nurses";

/** @typedef {any} Row */

const columns = [
  { key: "name", label: t("people.name"), cell: (/** @type {Row} */ n) => html`<bdi class="nowrap">${n.display_name}</bdi>` },
  { key: "gender", label: t("people.gender"), cell: (/** @type {Row} */ n) => html`<span class="nowrap">${word("gender", n.gender)}</span>` },
  { key: "disciplines", label: t("people.disciplines"), cell: disciplinesOf },
  { key: "places", label: t("people.places"), cell: (/** @type {Row} */ n) => html`<bdi class="small">${placesOf(n)}</bdi>` },
  { key: "papers", label: t("people.papers"), cell: (/** @type {Row} */ n) => html`<${PapersState} nurse=${n} />` },
  { key: "accepting", label: t("people.accepting"), cell: (/** @type {Row} */ n) => html`<${AcceptingState} nurse=${n} />` },
  { key: "verified", label: t("people.verification"), cell: (/** @type {Row} */ n) => html`<${Verification} nurse=${n} />` },
];

/** How many wait for a look at their papers. */
function Waiting() {
  const page = useResource("/admin/nurses", { query: { is_verified: "false", count: 1, page_size: 1 }, live: ["provider."] });
  const n = /** @type {any} */ (page.data)?.total ?? 0;
  return n > 0 && html`<${Pill} tone="warn" icon="shield-check">${tn("people.waiting", n)}<//>`;
}

/** @param {{query: Record<string, string>}} props */
function List({ query }) {
  const list = useList("/admin/nurses", { query: { is_verified: query.is_verified, q: query.q }, live: ["provider."] });
  const clear = () => setQuery({ is_verified: "", q: "" });
  const options = [{ value: "false", label: t("status.unverified") }, { value: "true", label: t("status.verified") }];
  const invite = base() === "/admin" && hasRole("owner")
    && html`<${LinkButton} href="/admin/users/invite?role=nurse" kind="primary" icon="user-plus">${t("people.invite")}<//>`;
  return html`
    <${PageHeader} title=${t("nav.nurses")} lead=${t("people.lead")} status=${html`<${Waiting} />`} actions=${invite} />
    <${Filters} active=${["is_verified", "q"].filter((name) => query[name]).length} onClear=${clear}>
      <${SearchField} label=${t("people.search")} value=${query.q ?? ""} onSearch=${(/** @type {string} */ q) => setQuery({ q })} />
      <${Select} name="is_verified" label=${t("people.verification")} optional empty=${t("common.all")} options=${options}
        value=${query.is_verified ?? ""} onChange=${(/** @type {string} */ value) => setQuery({ is_verified: value })} />
    <//>
    <${ListView} list=${list} onClear=${clear}
      empty=${html`<${Empty} icon="stethoscope" title=${t("people.empty")} text=${t("people.empty_text")}>${invite}<//>`}>
      ${(/** @type {Row[]} */ rows) => html`<${Table} caption=${t("nav.nurses")} rows=${rows} dense columns=${columns}
        href=${(/** @type {Row} */ n) => `${nursesPath()}/${n.id}`} />`}
    <//>`;
}

/** Every nurse, verified or not. @param {import("../../app/router.js").PageProps} props */
export default function Page({ query }) {
  return html`<${ForStaff} title=${t("nav.nurses")}>${() => html`<${List} query=${query} />`}<//>`;
}
