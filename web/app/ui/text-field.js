// @ts-check
import { html } from "../../vendor/ui.mjs";
import { digits, toLatin } from "../digits.js";
import { Counter, FieldFrame, useField } from "./field.js";

/** @typedef {import("./field.js").FieldProps} FieldProps */

/** Turns typed Persian digits into ASCII without moving the caret. @param {HTMLInputElement} input */
export function latinInPlace(input) {
  const latin = toLatin(input.value);
  if (latin === input.value) return latin;
  const caret = input.selectionStart;
  input.value = latin;
  if (caret !== null) input.setSelectionRange(caret, caret);
  return latin;
}

/**
 * Writes typed digits as this reader reads them, without moving the caret; answers them in ASCII.
 * @param {HTMLInputElement} input
 */
export function digitsInPlace(input) {
  const latin = toLatin(input.value);
  const shown = digits(latin);
  if (shown === input.value) return latin;
  const caret = input.selectionStart;
  input.value = shown;
  if (caret !== null) input.setSelectionRange(caret, caret);
  return latin;
}

/**
 * One line of text. `kind="code"` is for anything with a fixed spelling (numbers, e-mail, codes): left to right, and
 * digits of any script become ASCII.
 * @param {FieldProps & {kind?: "text" | "code", type?: string, inputmode?: string, autocomplete?: string, most?: number,
 *   placeholder?: string, suffix?: string, prefix?: any}} props
 */
export function TextField(props) {
  const field = useField(props);
  const code = props.kind === "code";
  const read = (/** @type {{target: HTMLInputElement}} */ event) =>
    field.set(code ? latinInPlace(event.target) : event.target.value);
  return html`<${FieldFrame} id=${field.id} props=${props} error=${field.error}>
    <div class="control">
      ${props.prefix}
      <input ...${field.control} class="input" type=${props.type ?? "text"} value=${field.value ?? ""}
        dir=${code ? "ltr" : "auto"} inputmode=${props.inputmode ?? null}
        autocomplete=${props.autocomplete ?? "off"} maxlength=${props.most ?? null}
        placeholder=${props.placeholder ?? null} onInput=${read} />
      ${props.suffix && html`<span class="control-suffix">${props.suffix}</span>`}
    </div>
  <//>`;
}

/**
 * Several lines, with a count of the characters left.
 * @param {FieldProps & {rows?: number, most?: number}} props
 */
export function TextArea(props) {
  const field = useField(props);
  const text = String(field.value ?? "");
  const after = props.most ? html`<${Counter} used=${[...text].length} most=${props.most} />` : null;
  return html`<${FieldFrame} id=${field.id} props=${props} error=${field.error} after=${after}>
    <textarea ...${field.control} class="input" dir="auto" rows=${props.rows ?? 4} value=${text}
      onInput=${(/** @type {{target: HTMLTextAreaElement}} */ event) => field.set(event.target.value)} />
  <//>`;
}

/**
 * A whole number; the value is a number, or null while empty.
 * @param {FieldProps & {suffix?: string}} props
 */
export function NumberField(props) {
  const field = useField(props);
  const read = (/** @type {{target: HTMLInputElement}} */ event) => {
    const text = digitsInPlace(event.target).replace(/[^0-9]/g, "");
    event.target.value = digits(text);
    field.set(text === "" ? null : Number(text));
  };
  return html`<${FieldFrame} id=${field.id} props=${props} error=${field.error}>
    <div class="control control-short">
      <input ...${field.control} class="input" dir="ltr" inputmode="numeric" autocomplete="off"
        value=${digits(field.value ?? "")} onInput=${read} />
      ${props.suffix && html`<span class="control-suffix">${props.suffix}</span>`}
    </div>
  <//>`;
}
