// @ts-check
import { html, useState } from "../../vendor/ui.mjs";
import { t } from "../i18n.js";
import { inputUnit, moneyInput, moneyBoth, moneyWords, parseMoney } from "../money.js";
import { FieldFrame, useField } from "./field.js";
import { digitsInPlace } from "./text-field.js";

/** @typedef {import("./field.js").FieldProps} FieldProps */
/** @typedef {{target: HTMLInputElement}} InputEventLike */

/**
 * An amount in the unit people use here; the value is rials, with words and the other unit beneath.
 * @param {FieldProps} props
 */
export function MoneyField(props) {
  const field = useField(props);
  const [text, setText] = useState(typeof field.value === "number" ? moneyInput(field.value) : "");
  const read = (/** @type {InputEventLike} */ event) => {
    const typed = digitsInPlace(event.target);
    setText(event.target.value);
    field.set(typed.trim() === "" ? null : (parseMoney(typed) ?? typed));
  };
  const irr = typeof field.value === "number" ? field.value : null;
  const after = html`<p class="money-echo" role="status">
    ${irr === null ? "" : html`${moneyWords(irr)}<br />${moneyBoth(irr)}`}
  </p>`;
  return html`<${FieldFrame} id=${field.id} props=${props} error=${field.error} after=${after}>
    <div class="control control-short">
      <input ...${field.control} class="input" dir="ltr" inputmode="numeric" autocomplete="off" value=${text}
        onInput=${read} onBlur=${() => irr !== null && setText(moneyInput(irr))} />
      <span class="control-suffix">${t(`money.unit.${inputUnit()}`)}</span>
    </div>
  <//>`;
}
