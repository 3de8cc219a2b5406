// @ts-check
import { html } from "../../vendor/ui.mjs";
import { api } from "../../app/api.js";
import { t } from "../../app/i18n.js";
import { money } from "../../app/money.js";
import { useAction, useList, useResource } from "../../app/resource.js";
import { Button, Card, Empty, LinkButton, ListView, Notice, PageHeader, Pill, toast } from "../../app/ui/index.js";
import { ForNurses } from "./gate.js";

export const title = "offers.title";

/** The body of a change of an offer. @param {any} offer @param {object} change */
export const offerBody = ({ category, title: name, title_en, price_irr, price_unit, is_overnight, is_active, options }, change) =>
  ({ category, title: name, title_en, price_irr, price_unit, is_overnight, is_active, options, ...change });

/** @param {{offer: any, categories: Map<string, string>, onChanged: () => void}} props */
function Offer({ offer, categories, onChanged }) {
  const turn = useAction((_key, on) => api.put(`/nurse/variants/${offer.id}`, offerBody(offer, { is_active: on })));
  const onTurn = async () => {
    const answer = await turn.run(!offer.is_active);
    if (answer === undefined) return;
    toast(t(answer.is_active ? "offers.now_on" : "offers.now_off"));
    onChanged();
  };
  const meta = html`${categories.get(offer.category) ?? ""}${offer.is_overnight && html` <${Pill} tone="info" icon="moon">${t("offers.overnight")}<//>`}`;
  const footer = html`<strong>${t(`offers.price.${offer.price_unit}`, { amount: money(offer.price_irr) })}</strong>
    <${Button} size="sm" kind=${offer.is_active ? "quiet" : "secondary"} busy=${turn.busy} onClick=${onTurn}>
      ${t(offer.is_active ? "offers.turn_off" : "offers.turn_on")}<span class="visually-hidden">: ${offer.title}</span><//>`;
  return html`<${Card} href=${`/n/variants/${offer.id}`} title=${html`<span dir="auto">${offer.title}</span>`} meta=${meta}
    aside=${html`<${Pill} code=${offer.is_active ? "active" : "inactive"} />`} footer=${footer}>
    ${turn.problem && html`<${Notice} tone="danger" title=${turn.problem.title}><p>${turn.problem.detail}</p><//>`}
  <//>`;
}

/** Every offer. */
function Offers() {
  const list = useList("/nurse/variants", { pageSize: 100 });
  const found = /** @type {any} */ (useResource("/catalog/categories"));
  const categories = new Map(/** @type {[string, string][]} */ ((found.data?.items ?? []).map((/** @type {any} */ one) => [one.code, one.title])));
  const add = html`<${LinkButton} href="/n/variants/new" kind="primary" icon="plus">${t("offers.add")}<//>`;
  const none = html`<${Empty} icon="tag" title=${t("offers.none")} text=${t("offers.none_text")}>${add}<//>`;
  return html`
    <${PageHeader} title=${t("offers.title")} lead=${t("offers.lead")} actions=${list.items.length > 0 && add} />
    <${ListView} list=${list} rows=${3} empty=${none}>${(/** @type {any[]} */ items) => html`<div class="stack-cards">
      ${items.map((offer) => html`<${Offer} key=${offer.id} offer=${offer} categories=${categories} onChanged=${list.reload} />`)}</div>`}<//>`;
}

/** What this nurse offers, and for how much. */
export default function Page() {
  return html`<${ForNurses} title=${t("offers.title")}>${() => html`<${Offers} />`}<//>`;
}
