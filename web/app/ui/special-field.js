// @ts-check
import { html, useState } from "../../vendor/ui.mjs";
import { digits } from "../digits.js";
import { t } from "../i18n.js";
import { phone, toE164 } from "../phone.js";
import { FieldFrame, useField } from "./field.js";
import { IconButton } from "./button.js";
import { digitsInPlace, latinInPlace } from "./text-field.js";

/** @typedef {import("./field.js").FieldProps} FieldProps */
/** @typedef {{target: HTMLInputElement}} InputEventLike */

const SHORTEST_PASSWORD = 10;

/** 0 to 4: a rough measure of how hard a password is to guess. @param {string} text */
export function passwordStrength(text) {
  if (text.length < SHORTEST_PASSWORD) return text ? 1 : 0;
  const distinct = new Set(text).size;
  if (distinct < 5) return 1;
  return Math.min(4, 2 + (text.length >= 14 ? 1 : 0) + (distinct >= 10 ? 1 : 0));
}

/**
 * A password that can be shown; `meter` is for choosing a new one.
 * @param {FieldProps & {meter?: boolean}} props
 */
export function PasswordField(props) {
  const field = useField(props);
  const [shown, setShown] = useState(false);
  const text = String(field.value ?? "");
  const strength = passwordStrength(text);
  const after = props.meter
    ? html`<div class="meter">
        <meter min="0" max="4" low="2" high="3" optimum="4" value=${strength}
          aria-label=${t("password.strength")}></meter>
        <span role="status">${text ? t(`password.strength.${strength}`) : ""}</span>
      </div>`
    : null;
  return html`<${FieldFrame} id=${field.id} props=${props} error=${field.error} after=${after}>
    <div class="control">
      <input ...${field.control} class="input" dir="ltr" type=${shown ? "text" : "password"} value=${text}
        autocomplete=${props.meter ? "new-password" : "current-password"}
        onInput=${(/** @type {InputEventLike} */ event) => field.set(event.target.value)} />
      <${IconButton} icon=${shown ? "eye-off" : "eye"} onClick=${() => setShown(!shown)}
        label=${t(shown ? "password.hide" : "password.show")} />
    </div>
  <//>`;
}

/** A mobile number; the value is E.164 as soon as it is one. @param {FieldProps} props */
export function MobileField(props) {
  const field = useField(props);
  const [text, setText] = useState(phone(field.value));
  const read = (/** @type {InputEventLike} */ event) => {
    const typed = latinInPlace(event.target);
    setText(typed);
    field.set(toE164(typed) ?? typed.trim());
  };
  return html`<${FieldFrame} id=${field.id} props=${props} error=${field.error}>
    <div class="control control-short">
      <input ...${field.control} class="input" dir="ltr" type="tel" inputmode="tel" autocomplete="tel"
        placeholder=${t("form.mobile_example")} value=${text} onInput=${read}
        onBlur=${() => setText(phone(field.value))} />
    </div>
  <//>`;
}

/** A one-time code, offered by the phone's keyboard when the message comes. @param {FieldProps & {length?: number}} props */
export function CodeField(props) {
  const field = useField(props);
  const { length = 6 } = props;
  const read = (/** @type {InputEventLike} */ event) => {
    const code = latinInPlace(event.target).replace(/\D/g, "").slice(0, length);
    event.target.value = code;
    field.set(code);
  };
  return html`<${FieldFrame} id=${field.id} props=${props} error=${field.error}>
    <input ...${field.control} class="input input-code" dir="ltr" inputmode="numeric"
      autocomplete="one-time-code" maxlength="12" value=${field.value ?? ""} onInput=${read} />
  <//>`;
}

/** `8`, `830` and `8:30` all mean a time of day. @param {string} typed @returns {string | null} `HH:MM` */
export function parseTime(typed) {
  const match = /^\s*(\d{1,2})(?::?(\d{2}))?\s*$/.exec(typed);
  if (!match) return null;
  const [hour, minute] = [Number(match[1]), Number(match[2] ?? 0)];
  if (hour > 23 || minute > 59) return null;
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

/** A time of day; the value is `HH:MM`. @param {FieldProps} props */
export function TimeField(props) {
  const field = useField(props);
  return html`<${FieldFrame} id=${field.id} props=${props} error=${field.error}>
    <div class="control control-time">
      <input ...${field.control} class="input" dir="ltr" inputmode="numeric" autocomplete="off"
        placeholder=${digits(t("form.time_example"))} value=${digits(field.value ?? "")}
        onInput=${(/** @type {InputEventLike} */ event) => field.set(digitsInPlace(event.target))}
        onBlur=${() => field.set(parseTime(String(field.value ?? "")) ?? field.value)} />
    </div>
  <//>`;
}
