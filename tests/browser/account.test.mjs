// Coming in, by every way there is, and keeping one's account.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { codeSentTo, fillCode, nowOf, totpAt } from "./sign-in.mjs";
import { Agency, checkScreen, DESKTOP, PHONE, settled, tabTo, words } from "./support.mjs";

const t = words("fa");
/** @type {Agency} */
let agency;
before(async () => {
  agency = await Agency.start("--empty");
});
after(() => agency?.stop());

/** Fills the password form, which is the first in a demo. */
async function signIn(page, { login, password }) {
  await page.getByLabel(t("sign_in.login")).fill(login);
  await page.getByLabel(t("sign_in.password"), { exact: true }).fill(password);
  await page.getByRole("button", { name: t("sign_in.submit"), exact: true }).last().click();
}

test("a password leads back to the page one wanted, by keyboard alone", async () => {
  const account = agency.account("customer");
  const page = await agency.open("/login?next=%2Fme%2Fpatients", DESKTOP);
  await tabTo(page, page.getByLabel(t("sign_in.login")));
  await page.keyboard.type(account.login);
  await tabTo(page, page.getByLabel(t("sign_in.password"), { exact: true }));
  await page.keyboard.type(account.password);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/me\/patients$/);
  await settled(page);
  await page.context().close();
});

test("a link from elsewhere cannot lead people to another site after signing in", async () => {
  for (const next of ["https://evil.example/", "//evil.example/", "/\\evil.example/"]) {
    const page = await agency.open(`/login?next=${encodeURIComponent(next)}`, PHONE);
    await signIn(page, agency.account("customer", 1));
    await page.waitForURL(/\/me$/);
    assert.ok(page.url().startsWith(agency.url));
    await page.context().close();
  }
});

test("a demo account is filled in with one tap, and each lands where its work is", async () => {
  for (const [role, place] of [["owner", "/admin/"], ["agent", "/desk/"], ["nurse", "/n/"], ["customer", "/me"]]) {
    const page = await agency.open("/login", PHONE);
    await page.getByRole("button", { name: new RegExp(agency.account(role).name) }).click();
    assert.equal(await page.getByLabel(t("sign_in.login")).inputValue(), agency.account(role).login);
    await page.getByRole("button", { name: t("sign_in.submit"), exact: true }).last().click();
    await page.waitForURL(`${agency.url}${place}`);
    await page.context().close();
  }
});

test("a wrong password is refused without saying which of the two is wrong, and the login stays", async () => {
  const account = agency.account("customer", 2);
  const page = await agency.open("/login", PHONE);
  const told = [];
  for (const login of [account.login, "nobody@demo.example"]) {
    await signIn(page, { login, password: "not this one" });
    const summary = page.getByRole("alert").first();
    await summary.waitFor();
    told.push((await summary.innerText()).replace(/[A-Za-z0-9_-]{8,}/g, ""));
    assert.equal(await page.getByLabel(t("sign_in.login")).inputValue(), login);
    await page.reload();
    await settled(page);
  }
  assert.equal(told[0], told[1]);
  await page.context().close();
});

test("a code sent to the phone signs a family in, in Persian digits too", async () => {
  const account = agency.account("customer", 3);
  const page = await agency.open("/login", PHONE);
  await page.getByRole("tab", { name: t("sign_in.by_code") }).click();
  await page.getByLabel(t("sign_in.mobile")).fill(account.login);
  await page.getByRole("button", { name: t("sign_in.send_code") }).click();
  const field = page.getByLabel(t("sign_in.code"), { exact: true });
  await field.waitFor();
  assert.equal(await field.evaluate((node) => node === document.activeElement), true, "the code field has focus");
  await checkScreen(page, PHONE);
  const code = await codeSentTo(agency, account.login);
  await field.fill(code.replace(/\d/g, (digit) => "۰۱۲۳۴۵۶۷۸۹"[Number(digit)]));
  await page.getByRole("button", { name: t("sign_in.submit"), exact: true }).last().click();
  await page.waitForURL(/\/me$/);
  await page.context().close();
});

test("a family registers with name, number and code, and goes on to what it wanted", async () => {
  const page = await agency.open("/register?next=%2Fme%2Faddresses", PHONE);
  await page.getByRole("button", { name: t("sign_in.send_code") }).click();
  await page.getByRole("alert").getByRole("link").first().waitFor();
  assert.equal(await page.getByRole("alert").getByRole("link").count(), 2, "both empty fields are named");
  await page.getByLabel(t("register.name")).fill("پروین دانشور");
  await page.getByLabel(t("sign_in.mobile")).fill("۰۹۳۵ ۷۷۷ ۱۲۳۴");
  await page.getByRole("button", { name: t("sign_in.send_code") }).click();
  await page.getByLabel(t("sign_in.code"), { exact: true }).fill("000000");
  await page.getByRole("button", { name: t("register.submit") }).click();
  await page.getByRole("alert").first().waitFor();
  await fillCode(page.getByLabel(t("sign_in.code"), { exact: true }), agency, "+989357771234");
  await page.getByRole("button", { name: t("register.submit") }).click();
  await page.waitForURL(/\/me\/addresses$/);
  await page.context().close();
});

test("a number that has an account is told so only to whoever holds it, and led to the sign-in", async () => {
  const { login } = agency.account("customer", 4);
  const page = await agency.open("/register", PHONE);
  await page.getByLabel(t("register.name")).fill("منصور");
  await page.getByLabel(t("sign_in.mobile")).fill(login);
  await page.getByRole("button", { name: t("sign_in.send_code") }).click();
  await fillCode(page.getByLabel(t("sign_in.code"), { exact: true }), agency, login);
  await page.getByRole("button", { name: t("register.submit") }).click();
  await page.getByText(t("register.taken")).waitFor();
  await page.getByRole("link", { name: t("register.go_login") }).click();
  await page.waitForURL(/\/login$/);
  await page.context().close();
});

test("a second factor is enrolled, asked for at the next sign-in, and a paper code works once", async () => {
  const account = agency.account("nurse", 1);
  const page = await agency.open("/n/account?tab=security", PHONE, account);
  await page.getByRole("button", { name: t("factor.start") }).click();
  await page.locator(".qr svg path").waitFor();
  const seed = (await page.locator(".enrol-seed code").innerText()).replace(/\s/g, "");
  await checkScreen(page, PHONE);
  await page.getByLabel(t("sign_in.totp")).fill(totpAt(seed, await nowOf(page)));
  await page.getByRole("button", { name: t("factor.turn_on") }).click();
  const codes = page.locator(".recovery-codes code");
  await codes.nth(9).waitFor();
  const paper = await codes.first().innerText();
  const done = page.getByRole("button", { name: t("factor.codes_done") });
  assert.equal(await done.isDisabled(), true, "nobody goes on without saying that the codes are kept");
  await page.getByLabel(t("factor.codes_kept")).check();
  await done.click();
  await page.getByText(t("factor.on_text")).waitFor();
  await page.context().close();

  // A code that confirmed is used up, so the next one is waited for.
  await agency.call(agency.account("owner"), "POST", "/demo/clock", { advance_seconds: 60 });
  const phone = await agency.open("/login", PHONE);
  await signIn(phone, account);
  const digits = phone.getByLabel(t("sign_in.totp"));
  await digits.waitFor();
  assert.equal(await digits.evaluate((node) => node === document.activeElement), true, "the second step has focus");
  assert.equal(await phone.getByRole("alert").count(), 0, "being asked for it is no refusal");
  await checkScreen(phone, PHONE);
  await digits.fill("000000");
  await phone.getByRole("button", { name: t("sign_in.submit"), exact: true }).last().click();
  await phone.getByRole("alert").first().waitFor();
  await agency.call(agency.account("owner"), "POST", "/demo/clock", { advance_seconds: 60 });
  await digits.fill(totpAt(seed, await nowOf(phone)));
  await phone.getByRole("button", { name: t("sign_in.submit"), exact: true }).last().click();
  await phone.waitForURL(/\/n\/$/);
  await phone.context().close();

  const again = await agency.open("/login", PHONE);
  await signIn(again, account);
  await again.getByRole("button", { name: t("sign_in.use_recovery") }).click();
  await again.getByLabel(t("sign_in.recovery")).fill(paper);
  await again.getByRole("button", { name: t("sign_in.submit"), exact: true }).last().click();
  await again.waitForURL(/\/n\/$/);
  await again.context().close();

  const third = await agency.open("/login", PHONE);
  await signIn(third, account);
  await third.getByRole("button", { name: t("sign_in.use_recovery") }).click();
  await third.getByLabel(t("sign_in.recovery")).fill(paper);
  await third.getByRole("button", { name: t("sign_in.submit"), exact: true }).last().click();
  await third.getByRole("alert").first().waitFor();
  assert.match(third.url(), /\/login/, "a used paper code lets nobody in");
  await third.context().close();
});

test("a forgotten password is replaced with a code, and the old one stops working", async () => {
  const account = agency.account("customer", 5);
  const page = await agency.open("/forgot", PHONE);
  await page.getByLabel(t("sign_in.login")).fill(account.login);
  await page.getByRole("button", { name: t("sign_in.send_code") }).click();
  await fillCode(page.getByLabel(t("forgot.code")), agency, account.login);
  await page.getByLabel(t("password.new"), { exact: true }).fill("short");
  await page.getByRole("button", { name: t("forgot.submit") }).click();
  await page.getByRole("alert").getByRole("link").waitFor();
  await page.getByLabel(t("password.new"), { exact: true }).fill("سه گنجشک روی بام");
  await page.getByRole("button", { name: t("forgot.submit") }).click();
  await page.getByText(t("forgot.done_text")).waitFor();
  await agency.visit(page, "/login");
  await signIn(page, { login: account.login, password: "سه گنجشک روی بام" });
  await page.waitForURL(/\/me$/);
  await page.context().close();
});

test("a new number counts only after the code sent to it", async () => {
  const account = agency.account("nurse", 2);
  const page = await agency.open("/n/account", PHONE, account);
  const row = page.locator(".contact-row").first();
  const shown = row.locator("p").nth(1);
  const before = await shown.innerText();
  await row.getByRole("button").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(t("account.new_mobile")).fill("09361112233");
  await dialog.getByRole("button", { name: t("sign_in.send_code") }).click();
  await dialog.getByLabel(t("forgot.code")).fill("123123");
  await dialog.getByRole("button", { name: t("action.save") }).click();
  await dialog.getByRole("alert").waitFor();
  assert.equal(await shown.innerText(), before);
  await fillCode(dialog.getByLabel(t("forgot.code")), agency, "+989361112233");
  await dialog.getByRole("button", { name: t("action.save") }).click();
  await dialog.waitFor({ state: "hidden" });
  await row.getByText("0936 111 2233").waitFor();
  await page.context().close();
});

test("another device is signed out from here", async () => {
  const account = agency.account("nurse", 3);
  const other = await agency.open("/login", PHONE);
  await signIn(other, account);
  await other.waitForURL(/\/n\/$/);
  const page = await agency.open("/n/account?tab=security", DESKTOP, account);
  const devices = page.locator(".session");
  const count = await devices.count();
  assert.ok(count >= 2);
  await devices.getByRole("button").first().click();
  await page.waitForFunction((n) => document.querySelectorAll(".session").length === n, count - 1);
  await agency.visit(other, "/n/profile").catch(() => {});
  await other.waitForURL(/\/login\?next=/);
  await other.context().close();
  await page.context().close();
});

test("messages, name and language are kept with the account", async () => {
  const account = agency.account("nurse", 4);
  const page = await agency.open("/n/account?tab=messages", PHONE, account);
  const boxes = (/** @type {string} */ key) => page.getByRole("checkbox", { name: new RegExp(`^${t(key)}`) });
  const sms = boxes("account.notify.sms").first();
  assert.equal(await sms.isChecked(), false);
  assert.equal(await boxes("account.notify.sms").nth(1).isDisabled(), true, "nothing is texted without consent");
  await sms.click();
  await page.getByText(t("form.saved")).first().waitFor();
  const kept = page.waitForResponse((answer) => answer.url().endsWith("/me/notice_preferences") && answer.request().method() === "PUT");
  await boxes("account.notify.sms").nth(1).click();
  assert.equal((await kept).status(), 200);
  const { items } = await agency.call(account, "GET", "/me/notice_preferences");
  assert.deepEqual(items[0], { group: "requests", in_app: true, email: true, sms: false });
  await agency.visit(page, "/n/account");
  await page.getByLabel(t("register.name")).fill("حمید نوری‌زاده");
  await page.getByRole("button", { name: t("action.save") }).click();
  await page.getByText("حمید نوری‌زاده").first().waitFor();
  const me = await agency.call(account, "GET", "/me");
  assert.deepEqual([me.name, me.sms_consent_version, me.notify_email], ["حمید نوری‌زاده", 1, true]);
  await agency.visit(page, "/n/account?tab=display");
  await page.getByRole("button", { name: "English" }).click();
  await page.waitForFunction(() => document.documentElement.lang === "en");
  assert.equal((await agency.call(account, "GET", "/me")).locale, "en");
  await page.context().close();
});

test("a key for programs is shown once, works, and stops when revoked", async () => {
  const page = await agency.open("/account?tab=keys", DESKTOP, agency.account("owner"));
  await page.getByRole("button", { name: t("keys.add") }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(t("keys.name")).fill("گزارش هفتگی");
  await dialog.getByRole("button", { name: t("keys.make") }).click();
  const token = await dialog.locator(".token code").innerText();
  await dialog.getByRole("button", { name: t("keys.kept") }).click();
  assert.equal((await agency.call({ token }, "GET", "/me")).roles[0], "owner");
  await page.getByRole("button", { name: `${t("keys.revoke")} : گزارش هفتگی` }).click();
  await page.getByRole("dialog").getByRole("button", { name: t("keys.revoke"), exact: true }).click();
  await page.getByText(t("keys.revoked")).waitFor();
  await assert.rejects(agency.call({ token }, "GET", "/me"), /401/);
  await page.context().close();
});

test("an invited nurse proves the number, chooses a password and comes in; the link then is used", async () => {
  const owner = agency.account("owner");
  const invited = await agency.call(owner, "POST", "/admin/users", {
    name: "شهلا فرهمند", mobile: "+989391231212", roles: ["nurse"], gender: "female",
  });
  const page = await agency.open(invited.invite_path, PHONE);
  await page.getByRole("heading", { name: /شهلا فرهمند/ }).waitFor();
  await checkScreen(page, PHONE);
  await page.getByLabel(t("sign_in.mobile")).fill("09391231212");
  await page.getByRole("button", { name: t("sign_in.send_code") }).click();
  await fillCode(page.getByLabel(t("sign_in.code"), { exact: true }), agency, "+989391231212");
  await page.getByLabel(t("password.new"), { exact: true }).fill("باران روی شیروانی");
  await page.getByRole("button", { name: t("invite.accept") }).click();
  await page.waitForURL(/\/n\/$/);
  await settled(page);
  await agency.visit(page, invited.invite_path);
  await page.getByText(t("invite.used"), { exact: true }).waitFor();
  await page.context().close();
});
