// @ts-check
import { html } from "../../vendor/ui.mjs";
import { number } from "../digits.js";
import { t } from "../i18n.js";
import { hasRoute, screen } from "../router.js";
import { hasRole, user } from "../session.js";
import { Icon } from "./icon.js";

/**
 * A place in the navigation. It is drawn only when its screen exists and the person may go there.
 * @typedef {{href: string, label: string, icon: string, roles?: string[], signedIn?: boolean, group?: string,
 *   count?: import("../../vendor/ui.mjs").ReadonlySignal<number>}} Place
 *   label and group are message keys; roles: any of them; signedIn: only for people signed in
 */

/** Places this person can go. @param {Place[]} places */
export function visible(places) {
  return places.filter((place) =>
    hasRoute(place.href) && (!place.signedIn || user.value) && (!place.roles || hasRole(...place.roles)));
}

/** The longest place that the address lies under. @param {Place[]} places */
export function current(places) {
  const path = screen.value?.path ?? location.pathname;
  const under = places.filter(({ href }) => {
    const base = href.replace(/\/$/, "");
    return path === href || path === base || (base !== "" && !href.endsWith("/") && path.startsWith(`${base}/`));
  });
  return under.sort((a, b) => b.href.length - a.href.length)[0]?.href;
}

/** @param {{place: Place, here: boolean}} props */
export function NavLink({ place, here }) {
  const n = place.count?.value ?? 0;
  return html`<a class="nav-link" href=${place.href} aria-current=${here ? "page" : null}>
    <${Icon} name=${place.icon} />
    <span>${t(place.label)}</span>
    ${n > 0 && html`<span class="count">${number(n)}</span>`}
  </a>`;
}

/** A list of places. @param {{places: Place[], label: string, class: string}} props */
export function Nav({ places, label, class: name }) {
  const shown = visible(places);
  const here = current(shown);
  if (shown.length === 0) return null;
  const groups = [...new Set(shown.map(({ group }) => group ?? ""))];
  return html`<nav class=${name} aria-label=${label}>
    ${groups.map((group) => html`<div key=${group} class="nav-group">
      ${group && html`<p class="nav-title">${t(group)}</p>`}
      <ul>${shown.filter((place) => (place.group ?? "") === group).map((place) => html`<li key=${place.href}>
        <${NavLink} place=${place} here=${place.href === here} /></li>`)}</ul>
    </div>`)}
  </nav>`;
}
