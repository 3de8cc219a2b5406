// @ts-check
import { html, signal, useEffect, useId, useRef } from "../../vendor/ui.mjs";
import { t } from "../i18n.js";
import { Button, IconButton } from "./button.js";

/** What gets focus: what asks for it, something to fill in, otherwise the title. */
const FIRST = ["[data-first]", ".dialog-content :is(input, textarea, select):not(:disabled)", "h2"];

/**
 * A native modal dialog: focus goes in and comes back, Escape closes. On phones it is a sheet from below.
 * @param {{open: boolean, onClose: () => void, title: string, children?: any, footer?: any,
 *   size?: "sm" | "md" | "lg"}} props
 */
export function Dialog({ open, onClose, title, children, footer, size = "md" }) {
  const box = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const id = useId();
  useEffect(() => {
    const dialog = box.current;
    if (!open || !dialog) return;
    const before = document.activeElement;
    dialog.showModal();
    const first = FIRST.map((place) => dialog.querySelector(place)).find((element) => element);
    if (first instanceof HTMLElement) first.focus();
    return () => {
      dialog.close();
      const lost = document.activeElement === null || document.activeElement === document.body;
      if (lost && before instanceof HTMLElement) before.focus();
    };
  }, [open]);
  if (!open) return null;
  const onCancel = (/** @type {Event} */ event) => {
    event.preventDefault();
    onClose();
  };
  return html`<dialog ref=${box} class=${`dialog dialog-${size}`} aria-labelledby=${id} onCancel=${onCancel}
    onClick=${(/** @type {Event} */ event) => event.target === box.current && onClose()}>
    <div class="dialog-body">
      <div class="dialog-head">
        <h2 id=${id} tabindex="-1">${title}</h2>
        <${IconButton} icon="x" label=${t("action.close")} onClick=${onClose} />
      </div>
      <div class="dialog-content">${children}</div>
      ${footer && html`<div class="dialog-foot">${footer}</div>`}
    </div>
  </dialog>`;
}

/**
 * @typedef {{title: string, text?: any, action: string, cancel?: string, danger?: boolean}} Question
 */

/** @type {import("../../vendor/ui.mjs").Signal<(Question & {answer: (yes: boolean) => void}) | null>} */
const question = signal(/** @type {any} */ (null));

/**
 * Asks before something that cannot be undone. Answers whether to go on.
 * @param {Question} asked
 * @returns {Promise<boolean>}
 */
export function confirm(asked) {
  question.value?.answer(false);
  return new Promise((resolve) => {
    question.value = {
      ...asked,
      answer: (yes) => {
        question.value = null;
        resolve(yes);
      },
    };
  });
}

/** Where `confirm` is drawn; each frame holds one. */
export function Confirmer() {
  const asked = question.value;
  if (!asked) return null;
  const footer = html`
    <${Button} kind=${asked.danger ? "danger" : "primary"} onClick=${() => asked.answer(true)}>${asked.action}<//>
    <${Button} kind="quiet" onClick=${() => asked.answer(false)}>${asked.cancel ?? t("action.cancel")}<//>`;
  return html`<${Dialog} open=${true} size="sm" title=${asked.title} footer=${footer}
    onClose=${() => asked.answer(false)}>
    ${asked.text && html`<p>${asked.text}</p>`}
  <//>`;
}
