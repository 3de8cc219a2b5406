// @ts-check
import { html } from "../../vendor/ui.mjs";
import { phone } from "../phone.js";

/** A number to tap: Latin digits, left to right. @param {{value: string, plain?: boolean}} props plain: not a link */
export function Phone({ value, plain = false }) {
  const text = html`<span dir="ltr" class="nowrap">${phone(value)}</span>`;
  return plain ? text : html`<a href=${`tel:${value}`} class="phone">${text}</a>`;
}
