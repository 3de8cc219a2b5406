// @ts-check
import { html } from "../../vendor/ui.mjs";
import { boot } from "../../app/boot.js";
import { fetchArea } from "../../app/area.js";
import { t } from "../../app/i18n.js";
import { Card, Cards, Notice, PageHeader, Phone } from "../../app/ui/index.js";
import { TOPICS } from "./topics.js";

await fetchArea("help");

export const title = "help.title";

/** Where help begins. */
export default function Page() {
  return html`<${PageHeader} title=${t("help.title")} lead=${t("help.lead")} />
    <div class="stack">
      <${Notice} tone="danger" title=${t("help.danger")}>
        <p>${t("help.danger_text")} <${Phone} value=${boot.agency.emergency_phone || "115"} /></p><//>
      <${Cards}>${Object.entries(TOPICS).map(([topic, { icon }]) => html`<${Card} key=${topic} icon=${icon} href=${`/help/${topic}`}
        title=${t(`help.${topic}.title`)} meta=${t(`help.${topic}.lead`)} />`)}<//>
      <section class="row">
        <a href="/privacy">${t("privacy.title")}</a> <a href="/licences">${t("licences.title")}</a>
        ${boot.agency.phone && html`<span>${t("help.call")} <${Phone} value=${boot.agency.phone} /></span>`}
      </section>
    </div>`;
}
