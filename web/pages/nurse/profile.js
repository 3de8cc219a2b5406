// @ts-check
import { html } from "../../vendor/ui.mjs";
import { number } from "../../app/digits.js";
import { t, tn, word } from "../../app/i18n.js";
import { useResource } from "../../app/resource.js";
import { setQuery } from "../../app/router.js";
import { Icon, LinkButton, Loaded, PageHeader, Pill, Tabs } from "../../app/ui/index.js";
import { ForNurses } from "./gate.js";
import { Papers } from "./papers.js";
import { Accepting, ProfileText } from "./profile-text.js";
import { Numbers } from "./numbers.js";

export const title = "profile.title";

/** @typedef {{profile: any, source: import("../../app/resource.js").Resource<any>}} Part */

/** The body of a change: everything that is kept, with what is new. @param {any} profile @param {object} change */
export const profileBody = (profile, change) => ({
  display_name: profile.display_name, about: profile.about, disciplines: profile.disciplines, districts: profile.districts,
  is_accepting_bookings: profile.is_accepting_bookings, ...change,
});

/** How families see this nurse, in a line. @param {{profile: any}} props */
function Standing({ profile }) {
  return html`<p class="row">
    <${Pill} code=${profile.is_verified ? "verified" : "unverified"} />
    <span class="muted">${word("gender", profile.gender)}</span>
    ${profile.average_rating
      ? html`<span class="rating"><${Icon} name="star" size="sm" /> ${number(profile.average_rating)}
          <span class="muted">${tn("profile.reviews", profile.total_reviews)}</span></span>`
      : html`<span class="muted">${t("profile.unrated")}</span>`}
    ${profile.is_verified && html`<${LinkButton} kind="quiet" size="sm" icon="eye" href=${`/nurses/${profile.id}`}>${t("profile.as_seen")}<//>`}
  </p>`;
}

/** @param {{tab: string}} props */
function Body({ tab }) {
  const source = /** @type {import("../../app/resource.js").Resource<any>} */ (useResource("/nurse/profile"));
  const tabs = ["text", "papers", "numbers"].map((id) => ({ id, label: t(`profile.tab.${id}`) }));
  const name = source.data?.display_name;
  return html`
    <${PageHeader} title=${name ?? t("profile.title")} named=${Boolean(name)} lead=${t("profile.lead")}
      actions=${html`<${LinkButton} kind="quiet" icon="settings" href="/n/account">${t("profile.account")}<//>`} />
    <${Loaded} of=${source} kind="card" rows=${2}>${(/** @type {any} */ profile) => html`<div class="stack">
      <${Standing} profile=${profile} />
      <${Accepting} profile=${profile} source=${source} />
      <${Tabs} label=${t("profile.title")} tabs=${tabs} value=${tab} onChange=${(/** @type {string} */ id) => setQuery({ tab: id })}>
        ${(/** @type {string} */ id) => (id === "papers" ? html`<${Papers} profile=${profile} />`
          : id === "numbers" ? html`<${Numbers} profile=${profile} source=${source} />`
          : html`<${ProfileText} profile=${profile} source=${source} />`)}
      <//>
    </div>`}<//>`;
}

/** What families see of this nurse, and what the agency keeps. @param {import("../../app/router.js").PageProps} props */
export default function Page({ query }) {
  return html`<${ForNurses} title=${t("profile.title")}>${() => html`<${Body} tab=${query.tab ?? "text"} />`}<//>`;
}
