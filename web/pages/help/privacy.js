// @ts-check
import { html } from "../../vendor/ui.mjs";
import { boot } from "../../app/boot.js";
import { fetchArea } from "../../app/area.js";
import { t } from "../../app/i18n.js";
import { PageHeader, Phone } from "../../app/ui/index.js";
import { Parts } from "./parts.js";

await fetchArea("help");

export const title = "privacy.title";

const PARTS = 6;

/** What is kept of people, and who sees it. */
export default function Page() {
  return html`<${PageHeader} title=${t("privacy.title")} lead=${t("privacy.lead", { agency: boot.agency.name })} />
    <${Parts} topic="privacy" count=${PARTS} />
    ${boot.agency.phone && html`<p class="help-call">${t("privacy.ask")} <${Phone} value=${boot.agency.phone} /></p>`}`;
}
