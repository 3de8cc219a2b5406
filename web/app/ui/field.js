// @ts-check
import { html, useId } from "../../vendor/ui.mjs";
import { digits, number } from "../digits.js";
import { t } from "../i18n.js";
import { Icon } from "./icon.js";

/** @typedef {import("./form.js").FormState} FormState */

/**
 * What every field takes: either a `form` and a `name`, or a `value` and `onChange`.
 * @typedef {object} FieldProps
 * @property {string} label
 * @property {string} name
 * @property {FormState} [form]
 * @property {any} [value]
 * @property {(value: any) => void} [onChange]
 * @property {string} [error]
 * @property {string} [hint]
 * @property {boolean} [optional] says so beside the label; fields are required unless told
 * @property {boolean} [disabled]
 * @property {boolean} [hideLabel] keeps the label for assistive technology only
 */

/** Joins a field to its form. @param {FieldProps} props */
export function useField(props) {
  const own = useId();
  const { form, name } = props;
  form?.register(name, props.label);
  const id = form ? form.idOf(name) : `${own}-${name}`;
  const error = props.error ?? form?.error(name) ?? "";
  const described = [props.hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ");
  return {
    id, error,
    value: form ? form.values[name] : props.value,
    set: (/** @type {any} */ value) => (form ? form.set(name, value) : props.onChange?.(value)),
    /** Attributes of the control itself. */
    control: {
      id, name, disabled: props.disabled ?? false,
      "aria-describedby": described || null,
      "aria-invalid": error ? "true" : null,
      "aria-required": form && !props.optional && !props.disabled ? "true" : null,
    },
  };
}

/**
 * Label, hint, control, error: the frame around a control.
 * @param {{id: string, props: FieldProps, error: string, children?: any, after?: any}} parts
 */
export function FieldFrame({ id, props, error, children, after }) {
  return html`<div class=${error ? "field field-wrong" : "field"}>
    <label for=${id} class=${props.hideLabel ? "visually-hidden" : "label"}>
      ${props.label}${props.optional && html` <span class="label-optional">${t("form.optional")}</span>`}
    </label>
    ${props.hint && html`<p class="hint" id=${`${id}-hint`}>${props.hint}</p>`}
    ${children}
    ${after}
    <${FieldError} id=${id} error=${error} />
  </div>`;
}

/** @param {{id: string, error: string}} props */
export function FieldError({ id, error }) {
  return error
    ? html`<p class="field-error" id=${`${id}-error`}><${Icon} name="circle-alert" size="sm" /> ${error}</p>`
    : null;
}

/** Characters used of those allowed, from half of them on. @param {{used: number, most: number}} props */
export function Counter({ used, most }) {
  const over = used > most;
  if (used * 2 < most) return null;
  return html`<p class=${over ? "counter counter-over" : "counter"}>
    <span aria-hidden="true">${digits(`${number(used)} / ${number(most)}`)}</span>
    <span class="visually-hidden" role="status">
      ${used > most * 0.9 ? t("form.characters_left", { n: most - used }) : ""}
    </span>
  </p>`;
}
