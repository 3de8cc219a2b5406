// @ts-check
import { html, useEffect, useState } from "../../vendor/ui.mjs";
import { t } from "../i18n.js";
import { screen } from "../router.js";
import { IconButton } from "./button.js";
import {
  Bell, Brand, ConnectionBanner, DemoRibbon, HelpLink, Main, Overlays, Preferences, SkipLink, Who,
} from "./furniture.js";
import { Nav } from "./nav.js";
import { Palette } from "./palette.js";

/**
 * The desk and the console: navigation beside the work, dense tables, Ctrl+K.
 * @param {{places: import("./nav.js").Place[], home: string, notices: string}} props
 */
export function StaffFrame({ places, home, notices }) {
  const [open, setOpen] = useState(false);
  const path = screen.value?.path;
  useEffect(() => setOpen(false), [path]);
  return html`<div class=${open ? "frame frame-staff side-open" : "frame frame-staff"}>
    <${SkipLink} />
    <${DemoRibbon} />
    <header class="top">
      <div class="top-line">
        <span class="side-toggle"><${IconButton} icon=${open ? "x" : "menu"} label=${t("shell.menu")} expanded=${open}
          controls="side" onClick=${() => setOpen(!open)} /></span>
        <${Brand} href=${home} />
        <${Palette} places=${places} />
        <div class="top-tools">
          <${HelpLink} />
          <${Preferences} />
          <${Bell} href=${notices} />
          <${Who} />
        </div>
      </div>
    </header>
    <${ConnectionBanner} />
    <div class="side-and-main">
      <div class="side" id="side"><${Nav} places=${places} label=${t("shell.nav")} class="side-nav" /></div>
      <${Main} wide />
    </div>
    <${Overlays} />
  </div>`;
}
