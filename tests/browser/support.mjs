// What browser tests share: the program itself with a demo agency, pages as a person opens them, and the checks every
// screen must pass.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

// The pinned packages of tests/web serve both folders.
const require = createRequire(new URL("../web/package.json", import.meta.url));
const { chromium } = require("playwright-core");
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PROGRAM = join(process.env.CARGO_TARGET_DIR ?? join(ROOT, "target"), "debug", "balinyaar");
const CHROMIUM = "/usr/bin/chromium";
const QUIET = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];
const START_MS = 60_000;
const WAIT_MS = 10_000;

/** Every way a screen is looked at in a language: theme and width. The long run crosses them all, the usual one pairs them. */
const ALL_LOOKS = ["light", "dark"].flatMap((theme) => [360, 1366].map((width) => ({ theme, width })));
const LOOKS = process.env.BALINYAAR_LOOKS === "all" ? ALL_LOOKS : [ALL_LOOKS[0], ALL_LOOKS[3]];

/** The look most families have. */
export const PHONE = { locale: "fa", theme: "light", width: 360 };
export const DESKTOP = { locale: "fa", theme: "light", width: 1366 };

/** The first line the program prints, as JSON. */
async function announcement(program, log) {
  const lines = createInterface({ input: program.stdout });
  const timer = setTimeout(() => program.kill(), START_MS);
  for await (const line of lines) {
    clearTimeout(timer);
    return JSON.parse(line);
  }
  throw new Error(`the demo ended before it said where it listens: ${readFileSync(log, "utf8")}`);
}

/** One running demo agency and the browser that visits it. */
export class Agency {
  static async start(...options) {
    assert.ok(existsSync(PROGRAM), `build the program first: cargo build (looked for ${PROGRAM})`);
    assert.ok(existsSync(CHROMIUM), "install Chromium first: apt-get install chromium");
    const folder = mkdtempSync(join(tmpdir(), "balinyaar-browser-"));
    const args = ["demo", "--json", "--listen", "127.0.0.1:0", "--data", join(folder, "data"), ...options];
    const log = join(folder, "log");
    const program = spawn(PROGRAM, args, { stdio: ["ignore", "pipe", openSync(log, "w")] });
    const { url, today, accounts } = await announcement(program, log);
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: QUIET });
    return Object.assign(new Agency(), { program, browser, folder, url, today, accounts, sessions: new Map() });
  }

  async stop() {
    await this.browser.close();
    const gone = new Promise((resolve) => this.program.once("exit", resolve));
    this.program.kill("SIGTERM");
    await gone;
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The n-th account of a role. */
  account(role, n = 0) {
    const found = this.accounts.filter((account) => account.role === role)[n];
    assert.ok(found, `the demo has no ${role} number ${n}`);
    return found;
  }

  /** Calls the API as an account; throws on a refusal. */
  async call(account, method, path, body) {
    const answer = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${account.token}`, "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text}`);
    return text === "" ? null : JSON.parse(text);
  }

  /** A fresh window with a look; signed in when an account is given. */
  async open(path, { locale, theme, width }, account) {
    // Without motion, so that nothing is measured while it changes colour.
    const context = await this.browser.newContext({ viewport: { width, height: 900 }, reducedMotion: "reduce" });
    context.setDefaultTimeout(WAIT_MS);
    await context.addCookies([["locale", locale], ["theme", theme]].map(([name, value]) => ({ name, value, url: this.url })));
    if (account) await context.addCookies(await this.session(context, account));
    const page = await context.newPage();
    page.faults = [];
    page.on("console", (message) => {
      const refusal = /status of 4\d\d/.test(message.text());
      // Tools that measure the page come from no address; their styles are refused by its policy, as they should be.
      const ours = message.location().url !== "";
      if (message.type() === "error" && ours && !refusal) page.faults.push(`console: ${message.text()}`);
    });
    page.on("pageerror", (error) => page.faults.push(`error: ${error}`));
    page.on("request", (request) => {
      if (!request.url().startsWith(this.url)) page.faults.push(`leaves the origin: ${request.url()}`);
    });
    await this.visit(page, path);
    return page;
  }

  /** Loads an address in an open window. */
  async visit(page, path) {
    await page.goto(this.url + path);
    await settled(page);
  }

  /** The cookies of an account that has signed in; once per account, since sign-ins are counted. */
  async session(context, { login, password }) {
    if (!this.sessions.has(login)) {
      const answer = await context.request.post(`${this.url}/api/v1/auth/login`, { data: { login, password } });
      assert.ok(answer.ok(), `sign-in of ${login}: ${answer.status()}`);
      const signed = (await context.cookies()).filter(({ httpOnly }) => httpOnly);
      this.sessions.set(login, signed);
    }
    return this.sessions.get(login);
  }
}

/** Waits until the screen has its heading and nothing is being fetched. */
export async function settled(page) {
  await page.locator("main h1").first().waitFor();
  await page.waitForFunction(() => !document.querySelector("#app .shell-wait, main .skeleton, .moving"));
}

/** What Tab and readers meet: exactly one heading of the page, the language and direction of the look. */
async function checkFrame(page, look) {
  const frame = await page.evaluate(() => ({
    headings: document.querySelectorAll("h1").length, title: document.title,
    lang: document.documentElement.lang, dir: document.documentElement.dir,
  }));
  assert.equal(frame.headings, 1, "headings of the first level");
  assert.ok(frame.title.length > 0);
  assert.deepEqual([frame.lang, frame.dir], [look.locale, look.locale === "fa" ? "rtl" : "ltr"]);
}

async function checkAxe(page) {
  await page.evaluate(() => scrollTo(0, 0));
  await page.evaluate(`${AXE};0`);
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const { violations } = await page.evaluate((only) => globalThis.axe.run({ runOnly: only }), tags);
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`);
  assert.deepEqual(told, []);
}

/** Nothing sticks out at 320 CSS pixels, the width of a page zoomed to 400 %. */
async function checkOverflow(page) {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 800 });
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await page.setViewportSize(before);
  assert.ok(over <= 0, `sticks out by ${over} px at 320 px`);
}

/** Persian prose has Persian digits; codes, numbers to dial and what people typed keep theirs. */
async function checkDigits(page) {
  const found = await page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) {
      const { data, parentElement: holder } = walker.currentNode;
      const exempt = "[dir=ltr], [dir=auto], bdi, code, script, style, noscript, textarea";
      if (/[0-9]/.test(data) && !holder.closest(exempt) && holder.getClientRects().length > 0) texts.push(data.trim());
    }
    return texts;
  });
  assert.deepEqual(found, []);
}

/** All that holds for every screen in every look. */
export async function checkScreen(page, look) {
  await checkFrame(page, look);
  await checkAxe(page);
  await checkOverflow(page);
  if (look.locale === "fa") await checkDigits(page);
  assert.deepEqual(page.faults, []);
}

/** Checks an open screen in every theme and width, without loading it again. */
export async function checkEveryLook(page, locale) {
  for (const { theme, width } of LOOKS) {
    await page.setViewportSize({ width, height: 900 });
    await page.evaluate((name) => (document.documentElement.dataset.theme = name), theme);
    try {
      await checkScreen(page, { locale, theme, width });
    } catch (error) {
      error.message = `in ${theme} at ${width} px: ${error.message}`;
      throw error;
    }
  }
}

const MOST_TABS = 120;

/** Presses Tab until the element has focus, as someone without a mouse would; its focus must be visible. */
export async function tabTo(page, locator) {
  for (let i = 0; i < MOST_TABS; i += 1) {
    if (await locator.evaluate((node) => node === document.activeElement)) {
      const ring = await locator.evaluate((node) => getComputedStyle(node).outlineStyle);
      assert.notEqual(ring, "none", "focus shows");
      return;
    }
    await page.keyboard.press("Tab");
  }
  assert.fail(`Tab never reaches ${locator}`);
}

/** Words of the interface, by key, in a language. */
export function words(locale) {
  const tables = ["common", "public", "nurse", "staff", "account", "payments"].map((area) =>
    JSON.parse(readFileSync(join(ROOT, "web", "i18n", locale, `${area}.json`), "utf8")));
  const all = Object.assign({}, ...tables);
  return (key, values = {}) => {
    assert.ok(key in all, `no message ${key}`);
    return all[key].replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  };
}
