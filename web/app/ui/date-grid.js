// @ts-check
import { html, useEffect, useRef } from "../../vendor/ui.mjs";
import { isRtl } from "../boot.js";
import {
  addMonths, fromYmd, monthLength, monthNames, toYmd, weekColumn, weekdayNames,
} from "../calendar.js";
import { digits } from "../digits.js";
import { date, today } from "../format.js";
import { t } from "../i18n.js";
import { epochDayToIso, isoToEpochDay } from "../jalali.js";
import { IconButton } from "./button.js";
import { SelectBox } from "./choice.js";

/**
 * @typedef {object} GridProps
 * @property {number} cursor the day focus is on, in days since 1970-01-01
 * @property {(day: number) => void} onMove
 * @property {string | null} value chosen day, `YYYY-MM-DD`
 * @property {(iso: string) => void} onChoose
 * @property {number} min
 * @property {number} max
 */

/** Weeks of the month a day is in; null where a week reaches into another month. @param {number} cursor */
function weeksOf(cursor) {
  const { y, m } = toYmd(cursor);
  const first = fromYmd({ y, m, d: 1 });
  const lead = weekColumn(first);
  const length = monthLength(y, m);
  const weeks = [];
  for (let start = 0; start < lead + length; start += 7) {
    weeks.push(Array.from({ length: 7 }, (_, i) => {
      const d = start + i - lead;
      return d >= 0 && d < length ? first + d : null;
    }));
  }
  return weeks;
}

/** Where a key leads; arrows mean what they look like. @param {KeyboardEvent} event @param {number} cursor */
function target(event, cursor) {
  const onwards = isRtl() ? -1 : 1;
  switch (event.key) {
    case "ArrowRight": return cursor + onwards;
    case "ArrowLeft": return cursor - onwards;
    case "ArrowUp": return cursor - 7;
    case "ArrowDown": return cursor + 7;
    case "Home": return cursor - weekColumn(cursor);
    case "End": return cursor + 6 - weekColumn(cursor);
    case "PageUp": return addMonths(cursor, event.shiftKey ? -12 : -1);
    case "PageDown": return addMonths(cursor, event.shiftKey ? 12 : 1);
    default: return null;
  }
}

/** Month and year as lists, then a step back and a step onwards. @param {GridProps} props */
function MonthBar({ cursor, onMove, min, max }) {
  const { y, m, d } = toYmd(cursor);
  const keep = (/** @type {number} */ year, /** @type {number} */ month) =>
    onMove(fromYmd({ y: year, m: month, d: Math.min(d, monthLength(year, month)) }));
  const [from, to] = [toYmd(min).y, toYmd(max).y];
  const years = Array.from({ length: to - from + 1 }, (_, i) => to - i);
  const number = (/** @type {{target: HTMLSelectElement}} */ event) => Number(event.target.value);
  return html`<div class="month-bar">
    <${SelectBox}><select class="input select" aria-label=${t("calendar.month")} value=${m}
      onChange=${(/** @type {any} */ event) => keep(y, number(event))}>
      ${monthNames().map((name, i) => html`<option key=${name} value=${i + 1}>${name}</option>`)}
    </select><//>
    <${SelectBox}><select class="input select" aria-label=${t("calendar.year")} value=${y}
      onChange=${(/** @type {any} */ event) => keep(number(event), m)}>
      ${years.map((year) => html`<option key=${year} value=${year}>${digits(year)}</option>`)}
    </select><//>
    <${IconButton} icon="chevron-left" label=${t("calendar.previous")} onClick=${() => onMove(addMonths(cursor, -1))} />
    <${IconButton} icon="chevron-right" label=${t("calendar.next")} onClick=${() => onMove(addMonths(cursor, 1))} />
  </div>`;
}

/** A month of days, by the ARIA date grid. @param {GridProps} props */
export function DateGrid(props) {
  const { cursor, onMove, value, onChoose, min, max } = props;
  const grid = useRef(/** @type {HTMLElement | null} */ (null));
  const byKey = useRef(true);
  const now = isoToEpochDay(today());
  const chosen = value ? isoToEpochDay(value) : NaN;
  useEffect(() => {
    if (!byKey.current) return;
    byKey.current = false;
    const cell = grid.current?.querySelector('[tabindex="0"]');
    if (cell instanceof HTMLElement) cell.focus();
  }, [cursor]);
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    const to = target(event, cursor);
    if (to === null) return;
    event.preventDefault();
    byKey.current = true;
    onMove(to);
  };
  const cell = (/** @type {number | null} */ day, /** @type {number} */ i) => {
    if (day === null) return html`<td key=${`x${i}`}></td>`;
    const off = day < min || day > max;
    return html`<td key=${day} role="gridcell" aria-selected=${String(day === chosen)}>
      <button type="button" class=${day === now ? "day day-today" : "day"}
        tabindex=${day === cursor ? 0 : -1} data-first=${day === cursor ? "" : null}
        aria-disabled=${off ? "true" : null} aria-current=${day === now ? "date" : null}
        aria-label=${date(epochDayToIso(day), "long")}
        onClick=${() => off || onChoose(epochDayToIso(day))}>${digits(toYmd(day).d)}</button>
    </td>`;
  };
  const names = weekdayNames("date.weekdays");
  return html`<div class="date-grid">
    <${MonthBar} ...${props} />
    <table role="grid" aria-label=${t("calendar.days")} ref=${grid} onKeyDown=${onKeyDown}>
      <thead><tr>${weekdayNames("date.weekdays_short").map((short, i) => html`
        <th key=${i} scope="col" abbr=${names[i]}>
          <span aria-hidden="true">${short}</span><span class="visually-hidden">${names[i]}</span></th>`)}</tr></thead>
      <tbody>${weeksOf(cursor).map((week, i) => html`<tr key=${i}>${week.map(cell)}</tr>`)}</tbody>
    </table>
  </div>`;
}
