// @ts-check
import { html } from "../../vendor/ui.mjs";
import { t } from "../../app/i18n.js";
import { useList } from "../../app/resource.js";
import { Card, Empty, ListView, Notice, Table } from "../../app/ui/index.js";
import { offersOfOne, useCategories } from "./offer-columns.js";

/** @typedef {import("./offer-columns.js").Offer} Offer */

/** What this nurse offers, archived offers too. @param {{nurse: any}} props */
export function NurseOffers({ nurse }) {
  const list = useList("/admin/variants", { query: { nurse_id: nurse.id }, live: ["service."] });
  const { nameOf } = useCategories();
  return html`<${Card} title=${t("people.offers")} meta=${t("people.offers_text")}><div class="stack-sm">
    ${!nurse.is_verified && list.items.length > 0 && html`<${Notice} tone="info"><p>${t("people.offers_hidden")}</p><//>`}
    <${ListView} list=${list} rows=${2} empty=${html`<${Empty} icon="tag" title=${t("services.none_of_nurse")} />`}>
      ${(/** @type {Offer[]} */ rows) => html`<${Table} caption=${t("people.offers")} rows=${rows} dense columns=${offersOfOne(nameOf, list.reload)} />`}
    <//></div>
  <//>`;
}
