// @ts-check
import { html } from "../../vendor/ui.mjs";
import { t } from "../../app/i18n.js";
import { useResource } from "../../app/resource.js";
import { Empty, Icon, LinkButton, Loaded, Notice, PageHeader, Pill, Section } from "../../app/ui/index.js";
import { Avatar, areas, price, Rating, Verified } from "./card.js";
import { carried } from "./carried.js";
import { categoryName, useCategories } from "./categories.js";

export const title = "nurse.title";

/** One thing this nurse does, with its price and the way to ask for it. @param {{offer: any, href: string | null, kind: string}} props */
const OfferRow = ({ offer, href, kind }) => html`<li class="offer">
  <div class="offer-words">
    <h3><bdi>${offer.title}</bdi></h3>
    <p class="row muted"><span>${kind}</span>
      ${offer.is_overnight && html`<${Pill} tone="info" icon="moon">${t("nurse.overnight")}<//>`}</p>
  </div>
  <p class="offer-price">${price(offer)}</p>
  ${href && html`<${LinkButton} href=${href} kind="primary">${t("nurse.ask")}
    <span class="visually-hidden">: ${offer.title}</span><//>`}
</li>`;

/** @param {{nurse: any, query: Record<string, string>}} props */
function Profile({ nurse, query }) {
  const categories = useCategories();
  const open = nurse.is_accepting_bookings !== false;
  const ask = (/** @type {any} */ offer) => `/request/new${carried(query, { nurse: nurse.id, variant: offer.id })}`;
  return html`
    <div class="profile-facts">
      <${Avatar} name=${nurse.display_name} size="lg" />
      <div class="stack-sm">
        <p class="row"><span>${t(`nurse.gender.${nurse.gender}`)}</span> <${Rating} nurse=${nurse} /></p>
        <p class="note-line"><${Icon} name="map-pin" size="sm" />
          <span><span class="muted">${t("nurse.goes_to")}</span> ${areas(nurse.districts)}</span></p>
      </div>
    </div>
    ${nurse.about && html`<p class="prose section-tight" dir="auto">${nurse.about}</p>`}
    ${!open && html`<${Notice} tone="warn" title=${t("nurse.closed")}>
      <p>${t("nurse.closed_text")}</p><p><a href=${`/nurses${carried(query)}`}>${t("nurse.others")}</a></p><//>`}
    <${Section} title=${t("nurse.offers")}>
      ${nurse.variants.length === 0 ? html`<${Empty} icon="tag" title=${t("nurse.no_offers")}>
          <${LinkButton} href=${`/nurses${carried(query)}`}>${t("nurse.others")}<//><//>`
        : html`<ul class="offer-list">${nurse.variants.map((/** @type {any} */ offer) => html`<${OfferRow} key=${offer.id} offer=${offer}
            kind=${categoryName(categories.data, offer.category)} href=${open ? ask(offer) : null} />`)}</ul>
          <p class="muted small section-tight">${t("nurse.price_note")}</p>`}
    <//>
    <${Section} title=${t("nurse.trust")}>
      <ul class="ticks">${["papers", "answer", "privacy"].map((key) => html`<li key=${key}><${Icon} name="check" size="sm" />
        <span>${t(`nurse.trust.${key}`)}</span></li>`)}</ul>
    <//>`;
}

/** A nurse, what they offer, and the way to ask. @param {import("../../app/router.js").PageProps} props */
export default function Page({ params, query }) {
  const nurse = useResource(`/nurses/${params.id}`);
  const data = /** @type {any} */ (nurse.data);
  const back = { href: `/nurses${carried(query)}`, label: t("nurses.title") };
  return html`
    <${PageHeader} title=${data?.display_name ?? t("nurse.title")} named=${Boolean(data)} back=${back}
      status=${data && html`<${Verified} />`} />
    <${Loaded} of=${nurse} kind="card" rows=${3}>${(/** @type {any} */ one) => html`<${Profile} nurse=${one} query=${query} />`}<//>`;
}
