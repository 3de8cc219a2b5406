// @ts-check
/** Amounts. The server speaks integer rials; people mostly speak toman, ten rials each. */
import { boot } from "./boot.js";
import { number, toLatin } from "./digits.js";
import { list, t } from "./i18n.js";

const RIALS_PER_TOMAN = 10;

/** Rials as a toman number, exact to one decimal. @param {number} irr */
function tomanNumber(irr) {
  const rest = Math.abs(irr % RIALS_PER_TOMAN);
  const whole = Math.trunc(irr / RIALS_PER_TOMAN);
  return rest === 0 ? String(whole) : `${irr < 0 && whole === 0 ? "-" : ""}${whole}.${rest}`;
}

/** @param {number} irr */
const inToman = (irr) => t("money.toman", { amount: number(tomanNumber(irr)) });
/** @param {number} irr */
const inRial = (irr) => t("money.rial", { amount: number(irr) });

/** An amount in the unit of the settings. @param {number | null | undefined} irr */
export function money(irr) {
  if (irr === null || irr === undefined) return t("common.none");
  if (boot.money_unit === "dual") return moneyBoth(irr);
  return boot.money_unit === "rial" ? inRial(irr) : inToman(irr);
}

/** Both units, for every place where money is committed. @param {number} irr */
export function moneyBoth(irr) {
  return boot.money_unit === "rial"
    ? t("money.both", { first: inRial(irr), second: inToman(irr) })
    : t("money.both", { first: inToman(irr), second: inRial(irr) });
}

/** @param {number} n below 1000 */
function wordsBelowThousand(n) {
  const ones = list("words.ones");
  const parts = [];
  if (n >= 100) parts.push(list("words.hundreds")[Math.floor(n / 100)] ?? "");
  const rest = n % 100;
  if (rest > 0 && rest < 20) parts.push(ones[rest] ?? "");
  if (rest >= 20) {
    const tens = list("words.tens")[Math.floor(rest / 10)] ?? "";
    parts.push(rest % 10 ? tens + t("words.hyphen") + (ones[rest % 10] ?? "") : tens);
  }
  return parts.join(t("words.and"));
}

/** A whole number in words. @param {number} value a safe integer */
export function inWords(value) {
  if (value === 0) return list("words.ones")[0] ?? "";
  const scales = list("words.scales");
  const parts = [];
  let rest = Math.abs(value);
  for (let i = 0; rest > 0 && i < scales.length; i += 1) {
    const group = rest % 1000;
    rest = Math.floor(rest / 1000);
    if (group > 0) parts.unshift(wordsBelowThousand(group) + (scales[i] ? ` ${scales[i]}` : ""));
  }
  const text = parts.join(t("words.group_and"));
  return value < 0 ? t("words.minus", { text }) : text;
}

/** The unit people type amounts in here. @returns {"toman" | "rial"} */
export const inputUnit = () => (boot.money_unit === "rial" ? "rial" : "toman");

/** An amount in words in the unit people type. @param {number} irr */
export function moneyWords(irr) {
  const exact = inputUnit() === "toman" && irr % RIALS_PER_TOMAN === 0;
  return exact
    ? t("money.toman", { amount: inWords(irr / RIALS_PER_TOMAN) })
    : t("money.rial", { amount: inWords(irr) });
}

/** What a person typed as an amount, in rials; null when it is not a whole amount. @param {string} text */
export function parseMoney(text) {
  const raw = toLatin(text).replace(/[,\s\u2068\u2069]/g, "");
  if (!/^\d{1,15}$/.test(raw)) return null;
  const irr = Number(raw) * (inputUnit() === "toman" ? RIALS_PER_TOMAN : 1);
  return Number.isSafeInteger(irr) ? irr : null;
}

/** Rials as the number people type. @param {number} irr */
export const moneyInput = (irr) => number(inputUnit() === "toman" ? tomanNumber(irr) : irr);
