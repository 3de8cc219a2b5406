// @ts-check
/** Small inline pieces of text that must not be reordered or misread. */
import { html } from "../../vendor/ui.mjs";
import { date, dateTime } from "../format.js";
import { t } from "../i18n.js";
import { money, moneyBoth, moneyWords } from "../money.js";

/** A code, e-mail or address of a page. @param {{children?: any}} props */
export const Code = ({ children }) => html`<code dir="ltr">${children}</code>`;

/** Text a person wrote, in its own direction. @param {{text: string | null | undefined}} props */
export function Prose({ text }) {
  return text ? html`<p class="prose" dir="auto">${text}</p>` : html`<span class="muted">${t("common.none")}</span>`;
}

/**
 * A day or an instant with its machine-readable form.
 * @param {{at: string | null, style?: "long" | "medium" | "short" | "day", clock?: boolean}} props
 */
export function When({ at, style = "medium", clock = false }) {
  if (!at) return html`<span class="muted">${t("common.none")}</span>`;
  return html`<time datetime=${at} class="nowrap">${clock ? dateTime(at, style) : date(at, style)}</time>`;
}

/**
 * An amount. `weight="full"` shows both units and the words, for every place where money is committed.
 * @param {{irr: number, weight?: "inline" | "full"}} props
 */
export function Money({ irr, weight = "inline" }) {
  if (weight === "inline") return html`<span class="money">${money(irr)}</span>`;
  return html`<span class="money money-full">
    <strong>${moneyBoth(irr)}</strong>
    <span class="muted">${moneyWords(irr)}</span>
  </span>`;
}
