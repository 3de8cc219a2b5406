// @ts-check
import { html } from "../../vendor/ui.mjs";
import { boot } from "../boot.js";
import { t } from "../i18n.js";
import { user } from "../session.js";
import {
  Bell, Brand, ConnectionBanner, DemoRibbon, HelpLink, Main, Overlays, Preferences, SkipLink, Who,
} from "./furniture.js";
import { Icon } from "./icon.js";
import { Nav } from "./nav.js";
import { Phone } from "./phone.js";

/**
 * Families: a calm header, generous room, the phone number always at hand.
 * @param {{places: import("./nav.js").Place[]}} props
 */
export function PublicFrame({ places }) {
  return html`<div class="frame frame-public">
    <${SkipLink} />
    <${DemoRibbon} />
    <header class="top">
      <div class="top-line">
        <${Brand} href="/" />
        <${Nav} places=${places} label=${t("shell.nav")} class="top-nav" />
        <div class="top-tools">
          <${HelpLink} />
          <${Preferences} />
          ${user.value && html`<${Bell} href="/me/notifications" />`}
          <${Who} />
        </div>
      </div>
    </header>
    <${ConnectionBanner} />
    <${Main} />
    <footer class="foot">
      <div class="foot-line">
        <div>
          <p class="foot-name">${boot.agency.name}</p>
          <p class="muted">${t("foot.promise")}</p>
        </div>
        ${boot.agency.phone && html`<p class="foot-phone">
          <${Icon} name="phone" /> <span>${t("foot.call")}<br /><${Phone} value=${boot.agency.phone} /></span></p>`}
        <p class="foot-phone foot-emergency">
          <${Icon} name="siren" /> <span>${t("foot.emergency")}<br />
          <${Phone} value=${boot.agency.emergency_phone || "115"} /></span></p>
      </div>
    </footer>
    <${Overlays} />
  </div>`;
}
