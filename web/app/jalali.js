// @ts-check
/**
 * The Persian solar calendar. A year y is leap when ((25*y + 11) mod 33) < 8, which agrees with the
 * astronomical calendar from 1258 to 1501; years outside 1258..1501 are refused.
 * @typedef {{y: number, m: number, d: number}} Ymd
 */

/** First and last year the rule is right for. */
export const FIRST_YEAR = 1258;
export const LAST_YEAR = 1501;

const DAY_MS = 86_400_000;
/** Days from 1970-01-01 to 1 Farvardin 1300, which was 1921-03-21. */
const EPOCH_1300 = Date.UTC(1921, 2, 21) / DAY_MS;

/** @param {number} y */
export const isLeap = (y) => (25 * y + 11) % 33 < 8;

/** Days in a month, 1..12. @param {number} y @param {number} m */
export const monthLength = (y, m) => (m <= 6 ? 31 : m < 12 || isLeap(y) ? 30 : 29);

/** Days from 1970-01-01 to 1 Farvardin of a year. @param {number} year */
function yearStart(year) {
  let day = EPOCH_1300;
  for (let y = 1300; y < year; y += 1) day += isLeap(y) ? 366 : 365;
  for (let y = 1299; y >= year; y -= 1) day -= isLeap(y) ? 366 : 365;
  return day;
}

/** @param {number} m */
const daysBefore = (m) => (m <= 7 ? (m - 1) * 31 : 186 + (m - 7) * 30);

/** Whether year, month and day name a day of this calendar. @param {Ymd} ymd */
export function isValid({ y, m, d }) {
  return y >= FIRST_YEAR && y <= LAST_YEAR && m >= 1 && m <= 12 && d >= 1 && d <= monthLength(y, m);
}

/** Days since 1970-01-01. @param {Ymd} ymd */
export const toEpochDay = ({ y, m, d }) => yearStart(y) + daysBefore(m) + d - 1;

/** @param {number} day days since 1970-01-01 @returns {Ymd} */
export function fromEpochDay(day) {
  let y = 1300 + Math.floor((day - EPOCH_1300) / 365.2422);
  if (day < yearStart(y)) y -= 1;
  if (day >= yearStart(y + 1)) y += 1;
  const rest = day - yearStart(y);
  const m = rest < 186 ? Math.floor(rest / 31) + 1 : Math.floor((rest - 186) / 30) + 7;
  return { y, m, d: rest - daysBefore(m) + 1 };
}

/** `YYYY-MM-DD` to days since 1970-01-01; NaN when it is not a day. @param {string} iso */
export function isoToEpochDay(iso) {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso);
  if (!match) return NaN;
  const day = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])) / DAY_MS;
  return epochDayToIso(day) === iso ? day : NaN;
}

/** @param {number} day */
export const epochDayToIso = (day) => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** 0 is Saturday, 6 is Friday. @param {number} day */
export const weekday = (day) => (((day + 5) % 7) + 7) % 7;
