// Where the files of the interface are, for the tests beside this one.
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the interface. */
export const WEB = fileURLToPath(new URL("../../web", import.meta.url));

/** Every file under web/, as paths relative to it. */
export const files = readdirSync(WEB, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(WEB, join(entry.parentPath, entry.name)));

/** Text of a file of web/. */
export const text = (path) => readFileSync(join(WEB, path), "utf8");

/** Our own modules: no vendored ones. */
export const modules = files.filter((path) => path.endsWith(".js"));

/** Source without comments and JSDoc. */
export const code = (path) =>
  text(path).replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "$1");

/** All messages of a language, from every area. */
export function messages(locale) {
  return Object.assign({}, ...files.filter((path) => path.startsWith(`i18n/${locale}/`)).map((path) => JSON.parse(text(path))));
}

/** A place in a source, for a failure's message. */
export const at = (path, source, index) => `${path}:${source.slice(0, index).split("\n").length}`;
