// @ts-check
/** How staff see an offer in a table, with the act that archives it or offers it again. */
import { html } from "../../vendor/ui.mjs";
import { api } from "../../app/api.js";
import { t } from "../../app/i18n.js";
import { money } from "../../app/money.js";
import { useAction, useResource } from "../../app/resource.js";
import { hasRole } from "../../app/session.js";
import { Button, Pill, ProblemState, confirm, toast } from "../../app/ui/index.js";

/**
 * @typedef {{id: number, category: string, title: string, price_irr: number, price_unit: string, is_overnight: boolean, is_active: boolean,
 *   nurse: {id: number, display_name: string}}} Offer
 */

/** Names of the kinds of care, by code. */
export function useCategories() {
  const found = useResource("/catalog/categories");
  const items = /** @type {{code: string, title: string}[]} */ (/** @type {any} */ (found.data)?.items ?? []);
  return { items, nameOf: (/** @type {string} */ code) => items.find((one) => one.code === code)?.title ?? "" };
}

/** @param {{offer: Offer, onDone: () => void}} props */
function Turn({ offer, onDone }) {
  const turn = useAction((key, /** @type {string} */ verb) => api.post(`/admin/variants/${offer.id}/${verb}`, {}, { key }));
  const { title, is_active } = offer;
  const run = async () => {
    const asked = { title: t("services.archive_ask", { title }), text: t("services.archive_text"), action: t("services.archive") };
    if (is_active && !(await confirm(asked))) return;
    if (!(await turn.run(is_active ? "archive" : "offer"))) return;
    toast(t(is_active ? "services.archived" : "services.offered", { title }));
    onDone();
  };
  return html`<${Button} size="sm" kind="quiet" icon=${is_active ? "inbox" : "refresh-cw"} busy=${turn.busy} onClick=${run}
      label=${t(is_active ? "services.archive_one" : "services.offer_one", { title })}>${t(is_active ? "services.archive" : "services.offer_again")}<//>
    ${turn.problem && html`<${ProblemState} problem=${turn.problem} />`}`;
}

/** Columns a narrow place goes without. */
const WIDE = ["category", "shift"];

/** The same for one nurse's card: what it is stands under the title. @param {(code: string) => string} nameOf @param {() => void} reload */
export const offersOfOne = (nameOf, reload) => offerColumns(nameOf, reload).filter(({ key }) => !WIDE.includes(key)).map((column) =>
  column.key !== "title" ? column : { ...column, cell: (/** @type {Offer} */ o) => html`<div><span dir="auto">${o.title}</span>
    <p class="muted small">${nameOf(o.category)}${o.is_overnight && html`${t("common.comma")}${t("services.overnight")}`}</p></div>` });

/** @param {(code: string) => string} nameOf @param {() => void} reload */
export const offerColumns = (nameOf, reload) => [
  { key: "title", label: t("services.offer"), cell: (/** @type {Offer} */ o) => html`<span dir="auto">${o.title}</span>` },
  { key: "category", label: t("services.category"), cell: (/** @type {Offer} */ o) => nameOf(o.category) },
  { key: "shift", label: t("services.shift"), cell: (/** @type {Offer} */ o) => html`<span class="nowrap">${o.is_overnight
    ? html`<${Pill} tone="info" icon="moon">${t("services.overnight")}<//>` : t("services.daytime")}</span>` },
  { key: "price", label: t("services.price"), cell: (/** @type {Offer} */ o) =>
    t(`services.price.${o.price_unit}`, { amount: money(o.price_irr) }) },
  { key: "state", label: t("services.state"), cell: (/** @type {Offer} */ o) => html`<span class="nowrap">${o.is_active
    ? html`<${Pill} tone="ok" icon="circle-check">${t("services.is_offered")}<//>` : html`<${Pill} tone="muted" icon="inbox">${t("services.is_archived")}<//>`}</span>` },
  ...(hasRole("admin") ? [{ key: "acts", label: t("services.acts"), cell: (/** @type {Offer} */ o) => html`<${Turn} offer=${o} onDone=${reload} />` }] : []),
];
