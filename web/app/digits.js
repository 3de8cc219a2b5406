// @ts-check
/** Digits of the three scripts people type, and the direction marks around foreign runs. */
import { boot } from "./boot.js";

const PERSIAN_ZERO = 0x06f0;
const ARABIC_ZERO = 0x0660;

/** Persian and Arabic digits, and their separators, become ASCII. @param {string} text */
export function toLatin(text) {
  return text
    .replace(/[\u06f0-\u06f9]/g, (d) => String(d.charCodeAt(0) - PERSIAN_ZERO))
    .replace(/[\u0660-\u0669]/g, (d) => String(d.charCodeAt(0) - ARABIC_ZERO))
    .replace(/\u066b/g, ".")
    .replace(/\u066c/g, ",");
}

/** ASCII digits become Persian ones. @param {string} text */
export function toPersian(text) {
  return text.replace(/[0-9]/g, (d) => String.fromCharCode(PERSIAN_ZERO + Number(d)));
}

/** Whether prose is written with Persian digits here. */
export const persianDigits = () => boot.locale === "fa" && boot.digits === "persian";

/** Digits as this reader wants them; for prose, never for codes and phone numbers. @param {string | number} text */
export function digits(text) {
  return persianDigits() ? toPersian(String(text)) : String(text);
}

/** A whole or decimal number with grouping. @param {number | string} value */
export function number(value) {
  const [whole = "", part] = String(value).replace("-", "").split(".");
  const persian = persianDigits();
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, persian ? "\u066c" : ",");
  const sign = String(value).startsWith("-") ? "\u2212" : "";
  return digits(sign + grouped + (part ? (persian ? "\u066b" : ".") + part : ""));
}

/** Latin letters, and digits in groups, which a right-to-left line would reorder. */
const LATIN = /[A-Za-z@+]|\d[\s-]\d/;
const ARABIC = /[\u0600-\u06ff]/;

/** Wraps a run of the other direction so it cannot reorder its neighbours. @param {string} text */
export function isolate(text) {
  const foreign = boot.locale === "fa" ? LATIN.test(text) : ARABIC.test(text);
  return foreign ? `\u2068${text}\u2069` : text;
}
