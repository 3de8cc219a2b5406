// @ts-check
import { html } from "../../vendor/ui.mjs";
import { FieldError, FieldFrame, useField } from "./field.js";
import { t } from "../i18n.js";
import { Icon } from "./icon.js";

/** @typedef {import("./field.js").FieldProps} FieldProps */
/** @typedef {{value: string, label: string, hint?: string, disabled?: boolean}} Option */

/** A native list with our own mark. @param {{children?: any}} props */
export function SelectBox({ children }) {
  return html`<span class="select-box">${children}
    <span class="select-mark"><${Icon} name="chevron-down" size="sm" /></span></span>`;
}

/**
 * One of a short list.
 * @param {FieldProps & {options: Option[], empty?: string}} props empty: the words of the first, valueless choice
 */
export function Select(props) {
  const field = useField(props);
  return html`<${FieldFrame} id=${field.id} props=${props} error=${field.error}>
    <${SelectBox}>
      <select ...${field.control} class="input select" value=${field.value ?? ""}
        onChange=${(/** @type {{target: HTMLSelectElement}} */ event) => field.set(event.target.value)}>
        ${props.empty !== undefined && html`<option value="">${props.empty}</option>`}
        ${props.options.map((option) => html`<option key=${option.value} value=${option.value}
          disabled=${option.disabled ?? false}>${option.label}</option>`)}
      </select>
    <//>
  <//>`;
}

/**
 * One of a few, all in sight. `layout="row"` makes them segments of one line.
 * @param {FieldProps & {options: Option[], layout?: "stack" | "row"}} props
 */
export function RadioGroup(props) {
  const field = useField(props);
  const { layout = "stack" } = props;
  const described = field.control["aria-describedby"];
  return html`<fieldset class=${field.error ? "field field-wrong" : "field"} role="radiogroup"
    aria-describedby=${described} aria-invalid=${field.control["aria-invalid"]}>
    <legend class=${props.hideLabel ? "visually-hidden" : "label"}>
      ${props.label}${props.optional && html` <span class="label-optional">${t("form.optional")}</span>`}
    </legend>
    ${props.hint && html`<p class="hint" id=${`${field.id}-hint`}>${props.hint}</p>`}
    <div class=${`choices choices-${layout}`}>
      ${props.options.map((option, i) => {
        const id = i === 0 ? field.id : `${field.id}-${option.value}`;
        return html`<label key=${option.value} class="choice" for=${id}>
          <input type="radio" id=${id} name=${field.id} value=${option.value}
            checked=${field.value === option.value} disabled=${option.disabled ?? props.disabled ?? false}
            onChange=${() => field.set(option.value)} />
          <span class="choice-words">
            <span>${option.label}</span>
            ${option.hint && html`<span class="hint">${option.hint}</span>`}
          </span>
        </label>`;
      })}
    </div>
    <${FieldError} id=${field.id} error=${field.error} />
  </fieldset>`;
}

/** Yes or no; the value is a boolean. @param {FieldProps} props */
export function Checkbox(props) {
  const field = useField(props);
  return html`<div class=${field.error ? "field field-wrong" : "field"}>
    <label class="choice" for=${field.id}>
      <input ...${field.control} aria-required=${null} type="checkbox" checked=${Boolean(field.value)}
        onChange=${(/** @type {{target: HTMLInputElement}} */ event) => field.set(event.target.checked)} />
      <span class="choice-words">
        <span>${props.label}</span>
        ${props.hint && html`<span class="hint" id=${`${field.id}-hint`}>${props.hint}</span>`}
      </span>
    </label>
    <${FieldError} id=${field.id} error=${field.error} />
  </div>`;
}
