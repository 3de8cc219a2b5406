// @ts-check
import { html } from "../../vendor/ui.mjs";
import { boot } from "../../app/boot.js";
import { fetchArea } from "../../app/area.js";
import { t } from "../../app/i18n.js";
import { Empty, LinkButton, PageHeader, Phone } from "../../app/ui/index.js";

await fetchArea("help");

export const title = "maintenance.title";

/** For the minutes in which the system is being looked after. */
export default function Page() {
  return html`<${PageHeader} title=${t("maintenance.title")} />
    <${Empty} icon="settings" title=${t("maintenance.text")} text=${t("maintenance.kept")}>
      <${LinkButton} href="/" kind="primary" icon="refresh-cw">${t("maintenance.again")}<//>
      ${boot.agency.phone && html`<p>${t("maintenance.call")} <${Phone} value=${boot.agency.phone} /></p>`}
      <p>${t("help.danger_text")} <${Phone} value=${boot.agency.emergency_phone || "115"} /></p>
    <//>`;
}
