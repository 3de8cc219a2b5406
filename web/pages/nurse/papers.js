// @ts-check
import { html } from "../../vendor/ui.mjs";
import { boot } from "../../app/boot.js";
import { date } from "../../app/format.js";
import { t } from "../../app/i18n.js";
import { Card, Empty, Icon, Notice, Phone, Pill } from "../../app/ui/index.js";
import { paperState } from "./duties.js";

/** @type {Record<string, ["ok" | "warn" | "danger", string]>} */
const FACES = { ok: ["ok", "circle-check"], expiring: ["warn", "timer"], expired: ["danger", "calendar-x"] };

/** @param {{paper: any}} props */
function Paper({ paper }) {
  const state = paperState(paper.expires_on);
  const [tone, icon] = FACES[state] ?? ["ok", "circle-check"];
  return html`<li class="session">
    <span class="card-icon"><${Icon} name="file-text" /></span>
    <div class="session-words">
      <p><strong>${t(`paper.${paper.kind}`)}</strong> ${paper.is_mandatory && html`<span class="muted small">${t("papers.mandatory")}</span>`}</p>
      <p class="muted small">${paper.expires_on ? t("papers.until", { day: date(paper.expires_on) }) : t("papers.endless")}</p>
    </div>
    <${Pill} tone=${tone} icon=${icon}>${t(`papers.state.${state}`)}<//>
  </li>`;
}

/** Whether the agency has checked one's papers, and which are on file. @param {{profile: any}} props */
export function Papers({ profile }) {
  const papers = profile.credentials_on_file ?? [];
  return html`<div class="stack-cards">
    ${profile.is_verified
      ? html`<${Notice} tone="ok" title=${t("papers.verified")}><p>${t("papers.verified_text")}</p><//>`
      : html`<${Notice} tone="warn" title=${t("papers.unverified")}><p>${t("papers.unverified_text")}</p><//>`}
    <${Card} title=${t("papers.title")} meta=${t("papers.text")}>
      ${papers.length === 0
        ? html`<${Empty} icon="file-text" title=${t("papers.none")} text=${t("papers.none_text")} />`
        : html`<ul class="sessions">${papers.map((/** @type {any} */ paper) => html`<${Paper} key=${paper.id} paper=${paper} />`)}</ul>`}
    <//>
    ${boot.agency.phone && html`<p class="muted">${t("papers.call")} <${Phone} value=${boot.agency.phone} /></p>`}
  </div>`;
}
