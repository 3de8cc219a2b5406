// The first start of a real agency, in an empty folder.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, openSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { areaWords } from "./sign-in.mjs";
import { Agency, checkScreen, DESKTOP, PHONE, settled, words } from "./support.mjs";

const t = words("fa");
const s = areaWords("fa", "setup");
const c = areaWords("fa", "staff");
const { chromium } = createRequire(new URL("../web/package.json", import.meta.url))("playwright-core");
const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PROGRAM = join(process.env.CARGO_TARGET_DIR ?? join(ROOT, "target"), "debug", "balinyaar");

/** @type {any} */
let agency;
let link = "";
before(async () => {
  const folder = mkdtempSync(join(tmpdir(), "balinyaar-setup-"));
  const args = ["serve", "--json", "--listen", "127.0.0.1:0", "--data", join(folder, "data")];
  const program = spawn(PROGRAM, args, { stdio: ["ignore", "pipe", openSync(join(folder, "log"), "w")] });
  const [line] = await new Promise((resolve) => createInterface({ input: program.stdout }).once("line", (text) => resolve([text])));
  const { url, setup_link } = JSON.parse(line);
  link = new URL(setup_link).pathname + new URL(setup_link).search;
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--headless", "--no-sandbox", "--disable-gpu"] });
  agency = Object.assign(new Agency(), { program, browser, folder, url, sessions: new Map() });
});
after(() => agency?.stop());

const go = (page) => page.getByRole("button", { name: t("action.next") }).click();
const step = (page, name) => page.getByRole("heading", { name: s(`setup.step.${name}`), exact: true }).waitFor();

test("a wrong link says which command makes a new one", async () => {
  const page = await agency.open("/setup?token=nothing", PHONE);
  await page.getByText(s("setup.unknown")).waitFor();
  await page.getByText("balinyaar setup-link").waitFor();
  await checkScreen(page, PHONE);
  await page.context().close();
});

test("an agency is set up step by step, left and resumed, and the link then leads nowhere", async () => {
  let page = await agency.open(link, PHONE);
  await step(page, "language");
  await checkScreen(page, PHONE);
  await go(page);

  await step(page, "agency");
  await page.getByLabel(s("setup.name"), { exact: true }).fill("مرکز پرستاری نیلوفر");
  await go(page);
  await page.getByText(s("setup.need_phone")).first().waitFor();
  await page.getByLabel(s("setup.phone"), { exact: true }).fill("۰۲۱ ۸۸۷۷ ۶۶۵۵");
  await page.getByLabel(s("setup.location"), { exact: false }).fill("۳۵.۷۵۷۱، ۵۱.۴۱۰۳");
  await checkScreen(page, PHONE);
  await go(page);

  await step(page, "owner");
  await page.getByLabel(s("setup.owner_name")).fill("نیلوفر امینی");
  await page.getByLabel(s("setup.email"), { exact: false }).fill("owner@nilufar.example");
  await page.getByLabel(s("setup.password"), { exact: true }).fill("سه گنجشک روی بام");
  await page.getByLabel(s("setup.password_again")).fill("سه گنجشک روی بان");
  await go(page);
  await page.getByText(s("setup.need_same")).first().waitFor();
  await page.getByLabel(s("setup.password_again")).fill("سه گنجشک روی بام");
  await go(page);
  await step(page, "key");
  await page.context().close();

  page = await agency.open(link, DESKTOP);
  await step(page, "key");
  assert.equal(await page.locator("main form input").count(), 0, "nothing is typed back before the sheet is saved");
  const groups = await page.locator(".sheet-groups code").allInnerTexts();
  assert.equal(groups.length, 8);
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: s("setup.download") }).click();
  assert.equal((await saved).suggestedFilename(), "recovery-sheet.txt");
  const fields = page.locator("main form input");
  await fields.nth(1).waitFor();
  await checkScreen(page, DESKTOP);
  await fields.nth(0).fill("AAAAAAAA");
  await fields.nth(1).fill("BBBBBBBB");
  await go(page);
  await page.getByRole("alert").first().waitFor();
  for (const i of [0, 1]) {
    const label = await page.locator("main form label").nth(i).innerText();
    const asked = Number(label.replace(/\D/g, "") || [...label].map((c) => "۰۱۲۳۴۵۶۷۸۹".indexOf(c)).find((n) => n > 0));
    await fields.nth(i).fill(groups[asked - 1].toLowerCase());
  }
  await go(page);

  await step(page, "factor");
  await page.getByRole("button", { name: s("setup.later") }).click();
  await page.getByRole("dialog").getByText(s("setup.skip_text")).waitFor();
  await page.getByRole("dialog").getByRole("button", { name: s("setup.skip") }).click();
  await step(page, "messages");
  await page.getByRole("button", { name: new RegExp(`^${s("setup.test")}`) }).click();
  await page.getByText(s("setup.test_sent")).waitFor();
  await page.getByText(s("setup.test_none.sms")).waitFor();
  await checkScreen(page, DESKTOP);
  await go(page);
  await step(page, "backups");
  await page.getByRole("button", { name: s("setup.trial") }).click();
  await page.getByText(s("setup.trial_ok"), { exact: true }).waitFor();
  await checkScreen(page, DESKTOP);
  await go(page);
  await step(page, "finish");
  await page.getByText(s("setup.no_factor")).waitFor();
  await page.getByText("مرکز پرستاری نیلوفر").first().waitFor();
  await checkScreen(page, DESKTOP);
  await page.getByRole("button", { name: s("setup.finish") }).click();
  await page.waitForURL(/\/admin\/$/);

  await agency.visit(page, "/admin/keys");
  await page.getByRole("button", { name: c("keys.sheet"), exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(c("keys.password"), { exact: true }).fill("سه گنجشک");
  await dialog.getByRole("button", { name: c("keys.sheet_show") }).click();
  await dialog.getByRole("alert").first().waitFor();
  await dialog.getByLabel(c("keys.password"), { exact: true }).fill("سه گنجشک روی بام");
  await dialog.getByRole("button", { name: c("keys.sheet_show") }).click();
  await dialog.locator(".sheet-groups code").first().waitFor();
  assert.deepEqual(await dialog.locator(".sheet-groups code").allInnerTexts(), groups, "the same sheet as at the first start");
  const again = page.waitForEvent("download");
  await dialog.getByRole("button", { name: s("setup.download") }).click();
  await again;
  await dialog.locator("form input").first().waitFor();
  await checkScreen(page, DESKTOP);
  for (const i of [0, 1]) {
    const label = await dialog.locator("form label").nth(i).innerText();
    const asked = [...label].map((sign) => "۰۱۲۳۴۵۶۷۸۹".indexOf(sign)).find((n) => n > 0);
    await dialog.locator("form input").nth(i).fill(groups[asked - 1]);
  }
  await dialog.getByRole("button", { name: c("keys.sheet_confirm") }).click();
  await dialog.waitFor({ state: "detached" });

  await agency.visit(page, "/");
  await settled(page);
  await page.getByText("021 8877 6655").first().waitFor();
  await agency.visit(page, link);
  await page.getByText(s("setup.done_already")).waitFor();
  await page.context().close();
});
