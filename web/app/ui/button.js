// @ts-check
import { html, useState } from "../../vendor/ui.mjs";
import { t } from "../i18n.js";
import { Icon } from "./icon.js";

/** @typedef {"primary" | "secondary" | "quiet" | "danger"} Kind */

/** @param {Kind} kind @param {"md" | "lg" | "sm"} size @param {boolean} wide */
const classes = (kind, size, wide) => `button button-${kind} button-${size}${wide ? " button-wide" : ""}`;

/**
 * A button. While `busy` it keeps its width, says so, and cannot be pressed again.
 * @param {{kind?: Kind, size?: "sm" | "md" | "lg", wide?: boolean, icon?: string, iconEnd?: string, busy?: boolean,
 *   disabled?: boolean, type?: "button" | "submit", onClick?: (event: Event) => void, children?: any,
 *   label?: string, describedby?: string}} props label is for assistive technology when the text is not enough
 */
export function Button(props) {
  const { kind = "secondary", size = "md", wide = false, busy = false, type = "button" } = props;
  return html`<button type=${type} class=${classes(kind, size, wide)} aria-label=${props.label ?? null}
    aria-describedby=${props.describedby ?? null} aria-busy=${busy ? "true" : null}
    aria-disabled=${busy ? "true" : null} disabled=${props.disabled ?? false}
    onClick=${(/** @type {Event} */ event) => {
      if (busy) return event.preventDefault();
      props.onClick?.(event);
    }}>
    ${busy ? html`<${Icon} name="loader-circle" />` : props.icon && html`<${Icon} name=${props.icon} />`}
    <span>${props.children}</span>
    ${props.iconEnd && html`<${Icon} name=${props.iconEnd} />`}
  </button>`;
}

/**
 * A link that looks like a button.
 * @param {{href: string, kind?: Kind, size?: "sm" | "md" | "lg", wide?: boolean, icon?: string, iconEnd?: string,
 *   children?: any}} props
 */
export function LinkButton({ href, kind = "secondary", size = "md", wide = false, icon, iconEnd, children }) {
  return html`<a href=${href} class=${classes(kind, size, wide)}>
    ${icon && html`<${Icon} name=${icon} />`}
    <span>${children}</span>
    ${iconEnd && html`<${Icon} name=${iconEnd} />`}
  </a>`;
}

/**
 * A square button with a glyph and a spoken label.
 * @param {{icon: string, label: string, onClick?: (event: Event) => void, disabled?: boolean, badge?: number,
 *   expanded?: boolean, controls?: string, popup?: string}} props
 */
export function IconButton(props) {
  return html`<button type="button" class="icon-button" aria-label=${props.label} title=${props.label}
    disabled=${props.disabled ?? false} onClick=${props.onClick} aria-controls=${props.controls ?? null}
    aria-expanded=${props.expanded === undefined ? null : String(props.expanded)}
    aria-haspopup=${props.popup ?? null}>
    <${Icon} name=${props.icon} />
  </button>`;
}

/** Selects the text for plain-http pages, where the clipboard is closed to scripts. @param {string} text */
function copyBySelection(text) {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "visually-hidden";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}

/**
 * Copies a text and says that it did.
 * @param {{text: string, label?: string}} props
 */
export function CopyButton({ text, label }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    const done = navigator.clipboard
      ? await navigator.clipboard.writeText(text).then(() => true, () => copyBySelection(text))
      : copyBySelection(text);
    setCopied(done);
    setTimeout(() => setCopied(false), 3000);
  };
  return html`<span class="copy">
    <${Button} kind="quiet" size="sm" icon=${copied ? "check" : "copy"} onClick=${copy}>
      ${copied ? t("action.copied") : (label ?? t("action.copy"))}
    <//>
    <span class="visually-hidden" role="status">${copied ? t("action.copied") : ""}</span>
  </span>`;
}
