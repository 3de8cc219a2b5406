// Every word a person reads exists in both languages and is used by key.
import assert from "node:assert/strict";
import { test } from "node:test";
import { at, code, files, messages, modules, text } from "./sources.mjs";

const areas = files.filter((path) => path.startsWith("i18n/fa/")).map((path) => path.slice("i18n/fa/".length));
const placeholders = (message) => [...message.matchAll(/\{(\w+)\}/g)].map((found) => found[1]).sort();
const table = (locale, area) => JSON.parse(text(`i18n/${locale}/${area}`));

test("both languages have the same areas with the same keys", () => {
  assert.ok(areas.length >= 7);
  assert.deepEqual(areas, files.filter((path) => path.startsWith("i18n/en/")).map((path) => path.slice(8)));
  for (const area of areas) {
    assert.deepEqual(Object.keys(table("fa", area)).sort(), Object.keys(table("en", area)).sort(), area);
  }
});

test("a message has the same places to fill in both languages, and no side is empty", () => {
  for (const area of areas) {
    const english = table("en", area);
    for (const [key, message] of Object.entries(table("fa", area))) {
      assert.deepEqual(placeholders(message), placeholders(english[key]), `${area} ${key}`);
      assert.notEqual(message, "", `${area} ${key} in Persian`);
      assert.notEqual(english[key], "", `${area} ${key} in English`);
    }
  }
});

test("a key lives in one area only", () => {
  const seen = new Map();
  for (const area of areas) {
    for (const key of Object.keys(table("fa", area))) {
      assert.equal(seen.get(key), undefined, `${key} is in ${seen.get(key)} and ${area}`);
      seen.set(key, area);
    }
  }
});

test("counted messages have both their forms, and lists have equally many members", () => {
  const [fa, en] = [messages("fa"), messages("en")];
  for (const key of Object.keys(fa)) {
    if (key.endsWith(".one")) assert.ok(fa[key.replace(/one$/, "other")], key);
    if (key.startsWith("date.")) assert.equal(fa[key].split("|").length, en[key].split("|").length, key);
  }
});

test("Persian prose carries no Latin digits", () => {
  const examples = /^(form\.\w+_example|palette\.keys)/;
  for (const [key, message] of Object.entries(messages("fa"))) {
    if (!examples.test(key)) assert.doesNotMatch(message.replace(/\{\w+\}/g, ""), /[0-9]/, key);
  }
});

test("every key a module names exists", () => {
  const known = messages("fa");
  let named = 0;
  for (const path of modules) {
    const source = code(path);
    for (const [, counted, key] of source.matchAll(/\bt(n?)\("([a-z][\w.]*)"/g)) {
      named += 1;
      assert.ok((counted ? `${key}.other` : key) in known, `${path} names ${key}`);
    }
    for (const [, key] of source.matchAll(/\b(?:label|group|title)(?: =|:) "([a-z]\w*\.[\w.]+)"/g)) {
      assert.ok(key in known, `${path} names ${key}`);
    }
  }
  assert.ok(named > 50);
});

test("a key built from a code has at least one message behind it", () => {
  const keys = Object.keys(messages("fa"));
  for (const path of modules) {
    for (const [, start] of code(path).matchAll(/\bt\(`([a-z][\w.]*)\$\{/g)) {
      assert.ok(keys.some((key) => key.startsWith(start)), `${path} builds keys from ${start}`);
    }
  }
});

/** Text between tags and readable attributes of html`` templates. */
function literals(source) {
  const found = [];
  for (const part of source.matchAll(/html`/g)) {
    const end = source.indexOf("`;", part.index + 5);
    const template = source.slice(part.index + 5, end < 0 ? undefined : end);
    for (const words of template.matchAll(/>([^<>${}`]*[A-Za-z\u0600-\u06ff]{2,}[^<>${}`]*)</g)) {
      if (!/[=;()&|?]/.test(words[1])) found.push([part.index + 5 + words.index, words[1].trim()]);
    }
    for (const words of template.matchAll(/\s(?:aria-label|title|placeholder|label|hint|alt|lead|text|over)="([^"]+)"/g)) {
      found.push([part.index + 5 + words.index, words[1]]);
    }
  }
  return found;
}

test("no module holds words of its own", () => {
  for (const path of modules) {
    const source = code(path);
    assert.doesNotMatch(source, /[\u0621-\u06cc]{2,}/, `${path} holds Persian words`);
    for (const [index, words] of literals(source)) assert.fail(`${at(path, source, index)} says "${words}"`);
  }
});

test("the search for words finds planted ones", () => {
  assert.deepEqual(literals("html`<p>Hello there</p>`;").map(([, words]) => words), ["Hello there"]);
  assert.deepEqual(literals('html`<input title="Name" />`;').map(([, words]) => words), ["Name"]);
});
