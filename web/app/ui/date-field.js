// @ts-check
import { html, useEffect, useState } from "../../vendor/ui.mjs";
import { numeric, parse } from "../calendar.js";
import { boot } from "../boot.js";
import { digits } from "../digits.js";
import { date, today } from "../format.js";
import { t } from "../i18n.js";
import { isoToEpochDay } from "../jalali.js";
import { IconButton } from "./button.js";
import { Dialog } from "./dialog.js";
import { FieldFrame, useField } from "./field.js";
import { digitsInPlace } from "./text-field.js";

/** @typedef {import("./field.js").FieldProps} FieldProps */

const YEAR_DAYS = 366;

/** @param {number} day @param {number} low @param {number} high */
const within = (day, low, high) => Math.min(Math.max(day, low), high);

/**
 * A day: typed as `1405/08/29`, or picked from the month. The value is `YYYY-MM-DD`.
 * @param {FieldProps & {min?: string, max?: string, start?: string, autocomplete?: string}} props
 *   min, max: days that may be picked; start: where the month opens when empty
 */
export function DateField(props) {
  const field = useField(props);
  const now = isoToEpochDay(today());
  const min = props.min ? isoToEpochDay(props.min) : now - 110 * YEAR_DAYS;
  const max = props.max ? isoToEpochDay(props.max) : now + 2 * YEAR_DAYS;
  const shown = (/** @type {string} */ iso) => (Number.isNaN(isoToEpochDay(iso)) ? digits(iso) : numeric(isoToEpochDay(iso)));
  const [typed, setTyped] = useState(/** @type {string | null} */ (null));
  const [cursor, setCursor] = useState(/** @type {number | null} */ (null));
  const [grid, setGrid] = useState(/** @type {{it: any}} */ ({ it: null }));
  const wanted = cursor !== null;
  useEffect(() => {
    if (wanted) void import("./date-grid.js").then(({ DateGrid }) => setGrid({ it: DateGrid }));
  }, [wanted]);
  const value = /** @type {string} */ (field.value ?? "");
  const valid = !Number.isNaN(isoToEpochDay(value));
  const read = (/** @type {{target: HTMLInputElement}} */ event) => {
    const text = digitsInPlace(event.target);
    setTyped(event.target.value);
    field.set(parse(text) ?? text);
  };
  const open = () => setCursor(within(valid ? isoToEpochDay(value) : isoToEpochDay(props.start ?? today()), min, max));
  const close = () => setCursor(null);
  const choose = (/** @type {string} */ iso) => {
    setTyped(null);
    field.set(iso);
    close();
  };
  const after = html`<p class="date-echo" role="status">${valid ? date(value, "long") : ""}</p>`;
  return html`<${FieldFrame} id=${field.id} props=${props} error=${field.error} after=${after}>
    <div class="control control-short">
      <input ...${field.control} class="input" dir="ltr" inputmode="numeric" autocomplete=${props.autocomplete ?? "off"}
        placeholder=${digits(t(`form.date_example.${boot.calendar}`))} value=${typed ?? shown(value)} onInput=${read}
        onBlur=${() => setTyped(null)} />
      <${IconButton} icon="calendar" popup="dialog" label=${t("calendar.open", { field: props.label })} onClick=${open}
        disabled=${props.disabled} />
    </div>
    <${Dialog} open=${cursor !== null} size="sm" title=${props.label} onClose=${close}>
      ${grid.it && html`<${grid.it} cursor=${cursor} value=${value} min=${min} max=${max} onChoose=${choose}
        onMove=${(/** @type {number} */ day) => setCursor(within(day, min, max))} />`}
    <//>
  <//>`;
}
