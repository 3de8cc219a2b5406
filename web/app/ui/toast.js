// @ts-check
import { html, signal } from "../../vendor/ui.mjs";
import { t } from "../i18n.js";
import { IconButton } from "./button.js";
import { Icon } from "./icon.js";

const SHOWN_MS = 6000;
const MOST = 3;

/** @typedef {{id: number, text: string, tone: "ok" | "danger" | "info"}} Note */

/** @type {import("../../vendor/ui.mjs").Signal<Note[]>} */
const notes = signal(/** @type {Note[]} */ ([]));
let last = 0;

/** @param {number} id */
const dismiss = (id) => (notes.value = notes.value.filter((note) => note.id !== id));

/**
 * Says briefly what happened. Failures stay until dismissed.
 * @param {string} text
 * @param {"ok" | "danger" | "info"} [tone]
 */
export function toast(text, tone = "ok") {
  last += 1;
  const id = last;
  notes.value = [...notes.value, { id, text, tone }].slice(-MOST);
  if (tone !== "danger") setTimeout(() => dismiss(id), SHOWN_MS);
}

const ICONS = { ok: "circle-check", danger: "circle-alert", info: "info" };

/** Where `toast` is drawn; each frame holds one. */
export function Toasts() {
  return html`<output class="toasts" role="status">
    ${notes.value.map((note) => html`<div key=${note.id} class=${`toast toast-${note.tone}`}>
      <${Icon} name=${ICONS[note.tone]} />
      <span>${note.text}</span>
      <${IconButton} icon="x" label=${t("action.dismiss")} onClick=${() => dismiss(note.id)} />
    </div>`)}
  </output>`;
}
