// @ts-check
import { html } from "../../vendor/ui.mjs";
import { boot } from "../../app/boot.js";
import { t } from "../../app/i18n.js";
import { useList } from "../../app/resource.js";
import { setQuery } from "../../app/router.js";
import { Cards, Notice } from "../../app/ui/card.js";
import { PageHeader } from "../../app/ui/page.js";
import { Phone } from "../../app/ui/phone.js";
import { Empty } from "../../app/ui/states.js";
import { ListView } from "../../app/ui/table.js";
import { NurseCard } from "./card.js";
import { carried } from "./carried.js";
import { FILTERS, NurseFilters } from "./filters.js";

export const title = "nurses.title";

const PAGE_SIZE = 12;

/** Families look for a nurse. @param {import("../../app/router.js").PageProps} props */
export default function Page({ query }) {
  const asked = Object.fromEntries(FILTERS.map((name) => [name, query[name]]));
  const list = useList("/nurses", { query: { ...asked, sort: query.sort }, pageSize: PAGE_SIZE });
  const active = FILTERS.filter((name) => query[name]).length;
  const clear = () => setQuery(Object.fromEntries([...FILTERS, "sort"].map((name) => [name, ""])));
  const none = html`<${Empty} icon="users" title=${t("nurses.none")} text=${t("nurses.none_text")}>
    ${boot.agency.phone && html`<${Phone} value=${boot.agency.phone} />`}<//>`;
  return html`
    <${PageHeader} title=${t("nurses.title")} lead=${t("nurses.lead")} />
    ${query.again && html`<div class="section-tight"><${Notice} title=${t("nurses.again")}>${t("nurses.again_text")}<//></div>`}
    <${NurseFilters} query=${query} active=${active} onClear=${clear} />
    <${ListView} ranked list=${list} onClear=${clear} empty=${none}>
      ${(/** @type {import("./card.js").Nurse[]} */ nurses) => html`<${Cards}>
        ${nurses.map((nurse) => html`<${NurseCard} key=${nurse.id} nurse=${nurse} query=${carried(query)} category=${query.category} />`)}<//>`}
    <//>`;
}
