// @ts-check
import { html } from "../../vendor/ui.mjs";
import { boot } from "../../app/boot.js";
import { number } from "../../app/digits.js";
import { t } from "../../app/i18n.js";
import { useResource } from "../../app/resource.js";
import { LinkButton } from "../../app/ui/button.js";
import { Card, Cards } from "../../app/ui/card.js";
import { Icon } from "../../app/ui/icon.js";
import { PageHeader, Section } from "../../app/ui/page.js";
import { Phone } from "../../app/ui/phone.js";
import { Empty, Loaded } from "../../app/ui/states.js";
import { categoryIcon, useCategories } from "../nurses/categories.js";
import { NurseCard } from "../nurses/card.js";

export const title = "home.window";

const FEATURED = 3;
const STEPS = ["choose", "ask", "care"];
const PROMISES = [["badge-check", "verified"], ["hourglass", "answer"], ["banknote", "pay_later"]];

const AgencyPhone = () => html`<${Phone} value=${boot.agency.phone} />`;

/** How it goes, from the first look to the first visit. */
const Steps = () => html`<section class="how" aria-labelledby="how-title">
  <h2 id="how-title">${t("home.steps")}</h2>
  <ol>
    ${STEPS.map((step, i) => html`<li key=${step} class="how-step">
      <span class="how-number" aria-hidden="true">${number(i + 1)}</span>
      <div><h3>${t(`home.step.${step}`)}</h3><p class="muted">${t(`home.step.${step}_text`)}</p></div>
    </li>`)}
  </ol>
</section>`;

/** The first words a family reads: what this is, and the one thing to do. */
function Hero() {
  return html`<div class="hero">
    <div>
      <${PageHeader} title=${t("home.title")} lead=${t("home.lead")} />
      <div class="row">
        <${LinkButton} href="/nurses" kind="primary" size="lg" icon="search">${t("home.find")}<//>
        ${boot.agency.phone && html`<p class="hero-call"><${Icon} name="phone" />
          <span>${t("home.or_call")} <${AgencyPhone} /></span></p>`}
      </div>
      <ul class="hero-promises">
        ${PROMISES.map(([icon, key]) => html`<li key=${key}><${Icon} name=${icon ?? ""} size="sm" /> ${t(`home.promise.${key}`)}</li>`)}
      </ul>
    </div>
    <${Steps} />
  </div>`;
}

/** What kinds of care the agency offers; without any, its phone. */
function Offers() {
  const categories = useCategories();
  return html`<${Section} title=${t("home.offers")}>
    <${Loaded} of=${categories} rows=${2} kind="card">
      ${(/** @type {import("../nurses/categories.js").Category[]} */ all) => (all.length === 0
        ? html`<${Empty} icon="phone" title=${t("home.no_offers")} text=${t("home.no_offers_text")}>
            <${AgencyPhone} /><//>`
        : html`<div class="kinds">${all.map((one) => html`<${Card} key=${one.code} level=${3} title=${one.title}
            icon=${categoryIcon(one.code)} href=${`/nurses?category=${one.code}`} />`)}</div>`)}
    <//>
  <//>`;
}

/** The best rated nurses. Nothing is drawn when there is none: the section is an extra. */
function Featured() {
  const found = useResource("/nurses", { query: { sort: "rating", page_size: FEATURED } });
  const nurses = /** @type {any} */ (found.data)?.items ?? [];
  if (!found.loading && nurses.length === 0) return null;
  const more = html`<a href="/nurses">${t("home.all_nurses")}</a>`;
  return html`<${Section} title=${t("home.featured")} actions=${more}>
    <${Loaded} of=${found} rows=${1} kind="card">
      ${() => html`<${Cards}>${nurses.map((/** @type {any} */ nurse) =>
        html`<${NurseCard} key=${nurse.id} nurse=${nurse} level=${3} />`)}<//>`}
    <//>
  <//>`;
}

/** Where no nurse can help in time. */
const Emergency = () => html`<section class="urgent" aria-labelledby="urgent-title">
  <${Icon} name="siren" size="lg" />
  <div><h2 id="urgent-title">${t("home.urgent")}</h2><p>${t("home.urgent_text")}</p></div>
  <a class="button button-danger button-lg" href=${`tel:${boot.agency.emergency_phone || "115"}`}>
    <${Icon} name="phone-call" /><span>${t("home.urgent_call")} <bdi dir="ltr">${boot.agency.emergency_phone || "115"}</bdi></span></a>
</section>`;

/** The front door. */
export default function Page() {
  return html`<${Hero} /><${Offers} /><${Featured} /><${Emergency} />`;
}
