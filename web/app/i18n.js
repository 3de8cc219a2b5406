// @ts-check
/** Every word a person reads comes through here, by key, from web/i18n/{fa,en}/*.json. */
import { boot } from "./boot.js";
import { digits, isolate, number } from "./digits.js";

/** @type {Map<string, string>} */
const messages = new Map();

/** Areas each shell reads beside its own words. @type {Record<string, string[]>} */
export const areasOf = {
  public: ["common", "public", "account"],
  nurse: ["common", "nurse", "account"],
  desk: ["common", "staff", "account"],
  admin: ["common", "staff", "account"],
};

/** Adds messages to the ones known. @param {Record<string, string>} table */
export function install(table) {
  for (const [key, text] of Object.entries(table)) messages.set(key, text);
}

/** Whether a key is known, for keys made from server codes. @param {string} key */
export const has = (key) => messages.has(key);

/**
 * The text of a key. Numbers are written with the reader's digits, foreign runs are isolated.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 */
export function t(key, values) {
  const text = messages.get(key) ?? key;
  const filled = values
    ? text.replace(/\{(\w+)\}/g, (whole, name) => {
        const value = values[name];
        if (value === undefined) return whole;
        return typeof value === "number" ? number(value) : isolate(value);
      })
    : text;
  return filled;
}

/**
 * The text of a counted thing: `key.one` or `key.other`; `{n}` is the count.
 * @param {string} key
 * @param {number} n
 * @param {Record<string, string | number>} [values]
 */
export function tn(key, n, values) {
  const one = new Intl.PluralRules(boot.locale).select(n) === "one";
  return t(`${key}.${one ? "one" : "other"}`, { ...values, n });
}

/** A message that is a list, written with bars between its members. @param {string} key */
export const list = (key) => t(key).split("|");

/** The word for a server code: `status.{code}`, or the code itself. @param {string} group @param {string} code */
export function word(group, code) {
  const key = `${group}.${code}`;
  return has(key) ? t(key) : digits(code);
}
