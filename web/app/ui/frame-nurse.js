// @ts-check
import { html } from "../../vendor/ui.mjs";
import { t } from "../i18n.js";
import {
  Bell, Brand, ConnectionBanner, DemoRibbon, HelpLink, Main, Overlays, Preferences, SkipLink,
} from "./furniture.js";
import { Nav } from "./nav.js";

/** A nurse at a door: big targets, tabs under the thumb. @param {{places: import("./nav.js").Place[]}} props */
export function NurseFrame({ places }) {
  return html`<div class="frame frame-nurse">
    <${SkipLink} />
    <${DemoRibbon} />
    <header class="top">
      <div class="top-line">
        <${Brand} href="/n/" />
        <div class="top-tools">
          <${HelpLink} />
          <${Preferences} />
          <${Bell} href="/n/notifications" />
        </div>
      </div>
    </header>
    <${ConnectionBanner} />
    <${Main} />
    <${Nav} places=${places} label=${t("shell.nav")} class="bottom-nav" />
    <${Overlays} />
  </div>`;
}
