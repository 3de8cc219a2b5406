// Reads every module as it was written and as it is served, and compares what they mean: the trees a parser makes of
// them. Run with --expose-internals, for the parser inside Node; the first argument is where the program listens.
"use strict";
const { readdirSync, readFileSync } = require("node:fs");
const { join, relative } = require("node:path");
const acorn = require("internal/deps/acorn/acorn/dist/acorn");

const WEB = join(__dirname, "..", "..", "web");
const modules = readdirSync(WEB, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith(".js"))
  .map((entry) => relative(WEB, join(entry.parentPath, entry.name)));

/** Where a thing stands in the text, and how it was spelled there, is no part of what it means. */
const PLACE = new Set(["start", "end", "raw"]);

/** A tree without places; line ends of markup templates without the blanks around them. */
function meaning(node, markup = false) {
  if (Array.isArray(node)) return node.map((one) => meaning(one, markup));
  if (node instanceof RegExp) return String(node);
  if (node === null || typeof node !== "object") return node;
  if (node.type === "TemplateElement") {
    return { text: markup ? node.value.raw.replace(/\s*\n\s*/g, "\n") : node.value.raw };
  }
  const tagged = node.type === "TaggedTemplateExpression" && node.tag.name === "html";
  const entries = Object.entries(node).filter(([name]) => !PLACE.has(name));
  return Object.fromEntries(entries.map(([name, value]) =>
    [name, meaning(value, (tagged && name === "quasi") || (markup && name === "quasis"))]));
}

const tree = (text) => JSON.stringify(meaning(acorn.parse(text, { ecmaVersion: "latest", sourceType: "module" })));

async function compare() {
  let others = 0;
  for (const path of modules) {
    const written = readFileSync(join(WEB, path), "utf8");
    const served = await (await fetch(`${process.argv[2]}/_a/any/${path}`)).text();
    if (tree(written) !== tree(served)) {
      others += 1;
      console.log(`${path} means something else`);
    }
  }
  console.log(`${modules.length} modules read`);
  process.exitCode = others === 0 && modules.length > 100 ? 0 : 1;
}

void compare();
