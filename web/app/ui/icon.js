// @ts-check
import { html } from "../../vendor/ui.mjs";

const SPRITE = new URL("../../icons.svg", import.meta.url).pathname;

/** Glyphs that point along the line of reading and so turn around on right-to-left pages. */
const DIRECTIONAL = new Set([
  "arrow-left", "arrow-right", "chevron-left", "chevron-right", "log-in", "log-out", "send",
  "external-link", "list", "history", "clipboard-list",
]);

/**
 * A glyph of the sprite. Names are written for left-to-right: `chevron-right` is always "onwards".
 * Without a label it is decoration.
 * @param {{name: string, size?: "sm" | "md" | "lg" | "xl", label?: string}} props
 */
export function Icon({ name, size = "md", label }) {
  const flip = DIRECTIONAL.has(name) ? " icon-flip" : "";
  return html`<svg class=${`icon icon-${size}${flip}`} role=${label ? "img" : null}
    aria-label=${label ?? null} aria-hidden=${label ? null : "true"} focusable="false">
    <use href=${`${SPRITE}#${name}`} />
  </svg>`;
}
