// What proves who one is: codes from the demo's outbox, and the six digits an authenticator app would show.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";

const STEP_MS = 30_000;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The newest code sent to a phone or mailbox. */
export async function codeSentTo(agency, contact) {
  const { items } = await agency.call(agency.account("owner"), "GET", "/demo/outbox?page_size=50");
  const message = items.filter(({ to, event }) => to === contact && event === "auth_code").sort((a, b) => b.id - a.id)[0];
  assert.ok(message, `no code was sent to ${contact}`);
  const code = /\d{6}/.exec(message.body.replace(/[۰-۹]/g, (digit) => String("۰۱۲۳۴۵۶۷۸۹".indexOf(digit))));
  assert.ok(code, `no code in "${message.body}"`);
  return code[0];
}

/** Types the code sent to a contact, once the page asks for it: by then it has been sent. */
export async function fillCode(field, agency, contact) {
  await field.waitFor();
  await field.fill(await codeSentTo(agency, contact));
}

/** What time it is in the agency, in milliseconds; a demo has a clock of its own. */
export async function nowOf(page) {
  const made = await page.evaluate(async (path) => {
    const html = await (await fetch(path)).text();
    return JSON.parse(/id="boot">([^<]*)</.exec(html)[1]).now;
  }, "/help");
  return Date.parse(made);
}

/** The six digits of a seed at an instant. */
export function totpAt(seed, ms) {
  const bits = [...seed].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(ms / STEP_MS)));
  const mac = createHmac("sha1", key).update(counter).digest();
  const at = mac[mac.length - 1] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** Words of an area that comes with its screens, by key. */
export function areaWords(locale, area) {
  const table = JSON.parse(readFileSync(new URL(`../../web/i18n/${locale}/${area}.json`, import.meta.url), "utf8"));
  return (key) => {
    assert.ok(key in table, `no message ${key}`);
    return table[key];
  };
}
