// @ts-check
import { html } from "../../vendor/ui.mjs";
import { CopyButton } from "./button.js";

/**
 * A code to scan, from path data the server made (one unit a module), with its text for those who cannot scan.
 * @param {{path: string, size: number, label: string, text?: string}} props size in modules, quiet zone included
 */
export function Qr({ path, size, label, text }) {
  return html`<figure class="qr">
    <svg viewBox=${`0 0 ${size} ${size}`} role="img" aria-label=${label} shape-rendering="crispEdges">
      <path d=${path} />
    </svg>
    ${text && html`<figcaption><code dir="ltr">${text}</code><${CopyButton} text=${text} /></figcaption>`}
  </figure>`;
}
