// @ts-check
import { html } from "../../vendor/ui.mjs";
import { t } from "../../app/i18n.js";

/** Headed paragraphs of a topic, `help.<topic>.<n>` and `help.<topic>.<n>_text`. @param {{topic: string, count: number}} props */
export const Parts = ({ topic, count }) => html`<div class="help-text">
  ${Array.from({ length: count }, (_, i) => html`<section key=${i}>
    <h2>${t(`help.${topic}.${i + 1}`)}</h2>
    ${t(`help.${topic}.${i + 1}_text`).split("\n").map((line) => html`<p key=${line}>${line}</p>`)}
  </section>`)}
</div>`;
