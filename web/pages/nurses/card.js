// @ts-check
import { html } from "../../vendor/ui.mjs";
import { number } from "../../app/digits.js";
import { t, tn } from "../../app/i18n.js";
import { money } from "../../app/money.js";
import { Card } from "../../app/ui/card.js";
import { Icon } from "../../app/ui/icon.js";
import { Pill } from "../../app/ui/status.js";

const SHOWN_OFFERS = 2;
const SHOWN_PLACES = 4;

/**
 * @typedef {{id: number, category: string, title: string, price_irr: number, price_unit: string, is_overnight: boolean}} Offer
 * @typedef {{id: number, display_name: string, gender: "female" | "male", average_rating: string | null,
 *   total_reviews: number, districts: {city: string, district: string | null}[], variants: Offer[]}} Nurse as the search answers
 */

/** The first letter of a name in a circle: nobody's photograph is shown here. @param {{name: string, size?: "md" | "lg"}} props */
export const Avatar = ({ name, size = "md" }) =>
  html`<span class=${`avatar avatar-${size}`} aria-hidden="true">${[...name][0] ?? ""}</span>`;

/** @param {{nurse: {average_rating: string | null, total_reviews?: number}}} props */
export function Rating({ nurse }) {
  if (!nurse.average_rating) return null;
  return html`<span class="rating"><${Icon} name="star" size="sm" />
    <span class="visually-hidden">${t("nurse.rating")}</span>
    <strong>${number(nurse.average_rating)}</strong>
    ${nurse.total_reviews !== undefined && html`<span class="muted">${tn("nurse.reviews", nurse.total_reviews)}</span>`}
  </span>`;
}

/** Identity and papers were checked by the agency. */
export const Verified = () => html`<${Pill} tone="ok" icon="badge-check">${t("nurse.verified")}<//>`;

/** What an offer costs, with its unit. @param {Pick<Offer, "price_irr" | "price_unit">} offer */
export const price = (offer) => t(`price.${offer.price_unit}`, { amount: money(offer.price_irr) });

/** Where a nurse goes, in a few words; no place at all means anywhere. @param {{city: string, district: string | null}[]} districts */
export function areas(districts) {
  const names = [...new Set(districts.flatMap(({ city, district }) => (district ? [city, district] : [city])))];
  if (names.length === 0) return t("nurse.anywhere");
  const shown = names.slice(0, SHOWN_PLACES).join(t("common.comma"));
  const rest = names.length - SHOWN_PLACES;
  return rest > 0 ? t("nurse.areas_more", { areas: shown, n: rest }) : shown;
}

/**
 * A nurse among others. `query` is carried along to the profile, e.g. which request is being repeated.
 * @param {{nurse: Nurse, query?: string, level?: 2 | 3, category?: string}} props category: its offers come first
 */
export function NurseCard({ nurse, query = "", level = 2, category }) {
  const sought = (/** @type {Offer} */ offer) => offer.category === category;
  const offers = [...nurse.variants.filter(sought), ...nurse.variants.filter((offer) => !sought(offer))];
  const shown = offers.slice(0, SHOWN_OFFERS);
  const rest = offers.length - shown.length;
  const meta = html`<span>${t(`nurse.gender.${nurse.gender}`)}</span> <${Rating} nurse=${nurse} />`;
  return html`<div class="nurse-card">
    <${Card} level=${level} href=${`/nurses/${nurse.id}${query}`} meta=${html`<span class="row">${meta}</span>`}
      title=${html`<${Avatar} name=${nurse.display_name} /><bdi>${nurse.display_name}</bdi>`} footer=${html`<${Verified} />`}>
      <p class="note-line muted"><${Icon} name="map-pin" size="sm" /> <span>${areas(nurse.districts)}</span></p>
      <ul class="offers">
        ${shown.map((offer) => html`<li key=${offer.id}><span><bdi>${offer.title}</bdi></span>
          <span class="muted nowrap">${price(offer)}</span></li>`)}
        ${rest > 0 && html`<li class="muted">${tn("nurse.more_offers", rest)}</li>`}
      </ul>
    <//>
  </div>`;
}
