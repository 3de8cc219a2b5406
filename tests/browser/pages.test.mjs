// What is read without scripts, how much a first visit moves about, and that what is served is what was written.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Agency, settled, words } from "./support.mjs";

/** @type {Agency} */
let agency;
before(async () => {
  agency = await Agency.start("--empty");
});
after(() => agency?.stop());

/** A window in which no script runs. */
async function withoutScripts(locale) {
  const context = await agency.browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 800 } });
  await context.addCookies([{ name: "locale", value: locale, url: agency.url }]);
  return context.newPage();
}

for (const locale of ["fa", "en"]) {
  test(`help, privacy and the phone number are there without scripts in ${locale}`, async () => {
    const page = await withoutScripts(locale);
    const say = words(locale);
    for (const [path, status] of [["/help", 200], ["/help/emergencies", 200], ["/privacy", 200], ["/maintenance", 200], ["/no/such", 404]]) {
      const answer = await page.goto(agency.url + path);
      assert.equal(answer.status(), status, path);
      assert.equal(await page.locator("h1").count(), 1, path);
      assert.ok(await page.locator("footer a[href^='tel:']").first().isVisible(), path);
      assert.equal(await page.locator("html").getAttribute("lang"), locale);
    }
    await page.goto(`${agency.url}/login`);
    assert.ok((await page.locator(".noscript").innerText()).includes(say("shell.noscript")));
    assert.equal(await page.locator(".skeleton").isVisible(), false, "nothing pretends to load");
    await page.goto(`${agency.url}/help`);
    await page.locator("header a[hreflang], header a[lang]").first().click();
    assert.equal(await page.locator("html").getAttribute("lang"), locale === "fa" ? "en" : "fa");
    await page.context().close();
  });
}

test("a page the server wrote keeps its words when the frame comes, also after going away and back", async () => {
  const page = await agency.open("/help/start", { locale: "en", theme: "light", width: 1366 });
  const before = await page.locator("main .help-text").innerText();
  const title = await page.title();
  await page.locator("header a.brand").click();
  await settled(page);
  assert.notEqual(await page.title(), title);
  await page.goBack();
  await settled(page);
  assert.equal(await page.locator("main .help-text").innerText(), before);
  assert.equal(await page.title(), title);
  await page.context().close();
});

test("a page drawn large is large before any script has run", async () => {
  const page = await withoutScripts("en");
  await page.context().addCookies([["text_size", "larger"], ["theme", "dark"]].map(([name, value]) => ({ name, value, url: agency.url })));
  await page.goto(`${agency.url}/help`);
  const drawn = () => ({ ...document.documentElement.dataset, size: getComputedStyle(document.documentElement).fontSize });
  const { textSize, theme, size } = await page.evaluate(drawn);
  assert.deepEqual([textSize, theme, size], ["larger", "dark", "20.48px"]);
  await page.context().close();
});

/** How far things moved without being asked, by the browser's own count. */
function watchShifts() {
  globalThis.shifted = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.shifted += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
}

test("nothing moves while the first screens come", async () => {
  for (const [path, role] of [["/"], ["/login"], ["/nurses"], ["/help"], ["/n/", "nurse"], ["/n/requests", "nurse"], ["/admin/", "owner"]]) {
    const account = role ? agency.account(role) : undefined;
    const page = await agency.open("/licences", { locale: "fa", theme: "light", width: 360 }, account);
    await page.addInitScript(watchShifts);
    await agency.visit(page, path);
    await page.waitForLoadState("networkidle");
    const moved = await page.evaluate(() => globalThis.shifted);
    assert.ok(moved <= 0.05, `${path} moves by ${moved}`);
    assert.deepEqual(page.faults, [], path);
    await page.context().close();
  }
});

test("served modules mean what was written", () => {
  const script = fileURLToPath(new URL("./same-module.cjs", import.meta.url));
  const run = spawnSync(process.execPath, ["--expose-internals", script, agency.url], { encoding: "utf8" });
  assert.equal(run.status, 0, run.stdout + run.stderr);
});
