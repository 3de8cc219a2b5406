// @ts-check
import { html } from "../../vendor/ui.mjs";
import { t } from "../../app/i18n.js";
import { money } from "../../app/money.js";
import { useResource } from "../../app/resource.js";
import { Card, Empty, Loaded, Pill, Table } from "../../app/ui/index.js";

/** @typedef {{id: number, category: string, title: string, price_irr: number, price_unit: string, is_overnight: boolean}} Offer */

/** Names of the kinds of care, by code. */
export function useCategories() {
  const found = useResource("/catalog/categories");
  const items = /** @type {{code: string, title: string}[]} */ (/** @type {any} */ (found.data)?.items ?? []);
  return { items, nameOf: (/** @type {string} */ code) => items.find((one) => one.code === code)?.title ?? "" };
}

/** A price with what it is for. @param {Offer} offer */
export const priceOf = (offer) => t(`services.price.${offer.price_unit}`, { amount: money(offer.price_irr) });

/** @param {(code: string) => string} nameOf */
const columnsOf = (nameOf) => [
  { key: "title", label: t("services.offer"), cell: (/** @type {Offer} */ o) => html`<span dir="auto">${o.title}</span>` },
  { key: "category", label: t("services.category"), cell: (/** @type {Offer} */ o) => nameOf(o.category) },
  { key: "shift", label: t("services.shift"), cell: (/** @type {Offer} */ o) => html`<span class="nowrap">${o.is_overnight
    ? html`<${Pill} tone="info" icon="moon">${t("services.overnight")}<//>` : t("services.daytime")}</span>` },
  { key: "price", label: t("services.price"), cell: (/** @type {Offer} */ o) => html`<span class="nowrap">${priceOf(o)}</span>` },
];

/** @param {{id: number}} props */
function Offers({ id }) {
  const source = useResource(`/nurses/${id}`, { live: ["service."] });
  const { nameOf } = useCategories();
  return html`<${Loaded} of=${source} rows=${2}>${(/** @type {{variants: Offer[]}} */ { variants }) => variants.length === 0
    ? html`<${Empty} icon="tag" title=${t("services.none_of_nurse")} />`
    : html`<${Table} caption=${t("people.offers")} rows=${variants} dense columns=${columnsOf(nameOf)} />`}<//>`;
}

/** What families can ask this nurse for; nothing before the papers were checked. @param {{nurse: any}} props */
export const NurseOffers = ({ nurse }) => html`<${Card} title=${t("people.offers")} meta=${t("people.offers_text")}>
  ${nurse.is_verified ? html`<${Offers} id=${nurse.id} />` : html`<p class="muted">${t("people.offers_hidden")}</p>`}
<//>`;
