// House rules of the interface: what ships is ours or named, stays on its own origin, and reads in any direction.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { test } from "node:test";
import { brotliCompressSync } from "node:zlib";
import { at, code, files, modules, text, WEB } from "./sources.mjs";

const sheets = files.filter((path) => path.endsWith(".css"));
const shells = files.filter((path) => path.endsWith(".html"));
const CSS_BUDGET = 10 * 1024;

/** The tables of VENDOR.toml. */
const vendored = text("vendor/VENDOR.toml").split("[[file]]").slice(1).map((table) =>
  Object.fromEntries([...table.matchAll(/^(\w+) = "(.*)"$/gm)].map(([, key, value]) => [key, value])));

test("every vendored file is the one that was read and recorded, with its licence", () => {
  assert.ok(vendored.length >= 8);
  for (const { file, sha256, licence, licence_text, version } of vendored) {
    assert.equal(createHash("sha256").update(readFileSync(join(WEB, file))).digest("hex"), sha256, file);
    assert.ok(licence && version, file);
    assert.ok(text(licence_text).length > 100, file);
  }
});

test("nothing vendored or drawn by others ships unrecorded", () => {
  const recorded = new Set(vendored.map(({ file }) => file));
  const others = files.filter((path) => /^vendor\/.*\.mjs$|\.woff2$/.test(path) && path !== "vendor/ui.mjs");
  for (const path of others) assert.ok(recorded.has(path), path);
});

/** Module addresses a source imports, with where they lead. */
function imports(path) {
  const found = code(path).matchAll(/(?:\bfrom|\bimport)\s*\(?\s*"([^"]+)"/g);
  return [...found].map(([, specifier]) => specifier);
}

test("every import is relative and leads to a file", () => {
  let followed = 0;
  for (const path of files.filter((name) => /\.m?js$/.test(name))) {
    for (const specifier of imports(path)) {
      assert.match(specifier, /^\.\.?\//, `${path} imports ${specifier}`);
      assert.ok(existsSync(join(WEB, dirname(path), specifier)), `${path} imports ${specifier}`);
      followed += 1;
    }
  }
  assert.ok(followed > 100);
});

test("every stylesheet, font and picture a sheet or a shell names exists", () => {
  for (const path of sheets) {
    for (const [, target] of text(path).matchAll(/url\("([^"]+)"\)/g)) {
      assert.ok(files.includes(normalize(join(dirname(path), target))), `${path} names ${target}`);
    }
  }
  for (const path of shells) {
    for (const [, target] of text(path).matchAll(/\{\{base\}\}\/([^"]+)"/g)) assert.ok(files.includes(target), target);
  }
});

test("every component sheet is in the entry", () => {
  for (const path of sheets.filter((name) => name !== "css/app.css")) {
    assert.ok(text("css/app.css").includes(`url("${path.slice(4)}")`), path);
  }
});

test("nothing names another origin", () => {
  const own = files.filter((path) => /\.(js|css|html|json|svg)$/.test(path));
  for (const path of own) {
    const source = text(path).replaceAll("http://www.w3.org/2000/svg", "");
    assert.doesNotMatch(source, /\bhttps?:\/\/|["'(]\/\/\w/, path);
  }
});

test("only api.js speaks to the server", () => {
  for (const path of modules.filter((name) => name !== "app/api.js")) {
    assert.doesNotMatch(code(path), /\bfetch\(|XMLHttpRequest|sendBeacon/, path);
  }
});

const PHYSICAL = [
  /(?:^|[;{\s])(?:margin|padding|border|inset|scroll-(?:margin|padding))-(?:left|right|top|bottom)\b/,
  /(?:^|[;{\s])(?:left|right|top|bottom|width|height|(?:min|max)-(?:width|height))\s*:/,
  /(?:text-align|float|clear)\s*:\s*(?:left|right)/,
  /border-(?:top|bottom)-(?:left|right)-radius/,
];

test("sheets say start and end, never left and right", () => {
  for (const path of sheets) {
    const source = text(path).replace(/\/\*[\s\S]*?\*\//g, "").replace(/@media[^{]*/g, "@media");
    for (const rule of PHYSICAL) {
      const found = rule.exec(source);
      assert.equal(found, null, found && `${at(path, source, found.index)} ${found[0].trim()}`);
    }
  }
});

test("the search for physical directions finds planted ones", () => {
  for (const planted of [".a{margin-left:1px}", ".a{ width: 2px }", ".a{text-align:right}", ".a{top:0}"]) {
    assert.ok(PHYSICAL.some((rule) => rule.test(planted)), planted);
  }
});

test("all sheets together stay within their budget", () => {
  const all = sheets.map(text).join("\n");
  assert.ok(brotliCompressSync(Buffer.from(all)).length <= CSS_BUDGET);
});

test("no markup carries inline styles or handlers", () => {
  for (const path of [...modules, ...shells]) assert.doesNotMatch(code(path), /\sstyle=|\son[a-z]+="/, path);
});

test("every glyph named is in the sprite", () => {
  const glyphs = new Set([...text("icons.svg").matchAll(/<symbol id="([^"]+)"/g)].map(([, id]) => id));
  for (const path of modules) {
    for (const [, name] of code(path).matchAll(/\bicon(?:End)?[=:]\s*"([a-z0-9-]+)"/g)) assert.ok(glyphs.has(name), `${path} ${name}`);
    for (const [, name] of code(path).matchAll(/<\$\{Icon\} name="([a-z0-9-]+)"/g)) assert.ok(glyphs.has(name), `${path} ${name}`);
  }
});

test("modules stay short enough to read", () => {
  const sizes = modules.map((path) => [text(path).split("\n").length, path]).sort((a, b) => a[0] - b[0]);
  for (const [lines, path] of sizes) assert.ok(lines <= 400, `${path} has ${lines} lines`);
  assert.ok((sizes[Math.floor(sizes.length / 2)]?.[0] ?? 0) <= 120);
});
