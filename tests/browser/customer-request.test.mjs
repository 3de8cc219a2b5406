// From looking for a nurse to the nurse's answer.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ask, later, nurseOf } from "./care.mjs";
import { Agency, checkScreen, DESKTOP, PHONE, settled, tabTo, words } from "./support.mjs";

const t = words("fa");
/** @type {Agency} */
let agency;
/** @type {any} */
let family;
before(async () => {
  agency = await Agency.start("--empty");
  family = agency.account("customer");
});
after(() => agency?.stop());

test("a family finds a nurse, asks, and follows the request, by keyboard alone", async () => {
  const { nurse, offer } = await nurseOf(agency, family, "female");
  const page = await agency.open("/nurses?gender=female", DESKTOP, family);
  const card = page.getByRole("link", { name: nurse.display_name }).first();
  await tabTo(page, card);
  await page.keyboard.press("Enter");
  await page.waitForURL(new RegExp(`/nurses/${nurse.id}$`));
  await settled(page);
  await tabTo(page, page.getByRole("link", { name: `${t("nurse.ask")} : ${offer.title}` }).first());
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/request\/new/);
  await settled(page);
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), "H1", "the heading has focus after a route change");

  await tabTo(page, page.locator("input[name$=patient_id]").first());
  await page.keyboard.press("Space");
  await tabTo(page, page.getByLabel(t("request_new.date"), { exact: true }));
  const [y, m, d] = jalali(later(agency, 4));
  await page.keyboard.type(`${y}/${m}/${d}`);
  await tabTo(page, page.getByLabel(t("request_new.start"), { exact: true }));
  await page.keyboard.type("9");
  await tabTo(page, page.getByLabel(t("request_new.end"), { exact: true }));
  await page.keyboard.type("1230");
  await tabTo(page, page.getByRole("checkbox", { name: t("request_new.several") }));
  await page.keyboard.press("Space");
  await tabTo(page, page.getByLabel(t("request_new.count"), { exact: true }));
  await page.keyboard.press("Control+A");
  await page.keyboard.type("۳");
  await page.locator(".days li").nth(2).waitFor();
  assert.equal(await page.locator(".days li").count(), 3, "the days of the visits are listed");
  await tabTo(page, page.getByLabel(t("request_new.notes")));
  await page.keyboard.type("طبقهٔ سوم، آسانسور دارد.");
  await checkScreen(page, DESKTOP);
  await tabTo(page, page.getByRole("button", { name: t("request_new.send") }));
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/me\/requests\/\d+$/);
  await settled(page);
  const made = await agency.call(family, "GET", `/booking_requests/${page.url().split("/").at(-1)}`);
  assert.deepEqual(
    [made.nurse_id, made.variant_id, made.requested_date, made.requested_time_start, made.requested_time_end, made.session_count],
    [nurse.id, offer.id, later(agency, 4), "09:00", "12:30", 3]);
  assert.equal(made.required_caregiver_gender, null, "a wish nobody stated stays unstated");
  await page.getByText(t("status.pending_nurse_response")).first().waitFor();
  await page.getByRole("timer").getByText(t("request.answer_until")).waitFor();
  await page.context().close();
});

/** A day as people type it, by the browser's own Persian calendar. */
function jalali(iso) {
  const parts = new Intl.DateTimeFormat("en-US-u-ca-persian-nu-latn", { timeZone: "UTC", year: "numeric", month: "2-digit", day: "2-digit" })
    .formatToParts(new Date(`${iso}T00:00:00Z`));
  return ["year", "month", "day"].map((type) => parts.find((part) => part.type === type).value);
}

test("the tracker hears the answer, shows the payment window, and takes the request back", async () => {
  const chosen = await nurseOf(agency, family, "female");
  const request = await ask(agency, family, chosen);
  const page = await agency.open(`/me/requests/${request.id}`, PHONE, family);
  await page.getByRole("timer").getByText(t("request.answer_until")).waitFor();
  await agency.call(chosen.account, "POST", `/booking_requests/${request.id}/accept`, {});
  await page.getByRole("timer").getByText(t("request.pay_until")).waitFor();
  await page.getByText(t("request.pay_here")).waitFor();
  await checkScreen(page, PHONE);
  await page.getByRole("button", { name: t("withdrawal.open") }).click();
  const question = page.getByRole("dialog");
  await question.getByRole("button", { name: t("withdrawal.stay") }).click();
  assert.equal((await agency.call(family, "GET", `/booking_requests/${request.id}`)).status, "accepted_awaiting_payment");
  await page.getByRole("button", { name: t("withdrawal.open") }).click();
  await question.getByRole("button", { name: t("withdrawal.confirm") }).click();
  await page.getByText(t("request.ended.cancelled_by_customer")).waitFor();
  assert.equal(await page.getByRole("button", { name: t("withdrawal.open") }).count(), 0, "an act that is not legal has no button");
  assert.equal((await agency.call(family, "GET", `/booking_requests/${request.id}`)).status, "cancelled_by_customer");
  await page.context().close();
});

test("after a refusal another nurse is asked with everything filled in", async () => {
  const first = await nurseOf(agency, family, "female");
  const request = await ask(agency, family, first, { customer_notes: "زنگ دوم", session_count: 4, visit_interval_days: 2 });
  await agency.call(first.account, "POST", `/booking_requests/${request.id}/reject`, { reason: "آن روز شیفت هستم." });
  const page = await agency.open(`/me/requests/${request.id}`, PHONE, family);
  await page.getByText("آن روز شیفت هستم.").waitFor();
  await page.getByRole("link", { name: t("request.another") }).click();
  await page.getByText(t("nurses.again_text")).waitFor();
  await settled(page);
  await page.locator("main .card-link").first().click();
  await settled(page);
  await page.locator(".offer .button").first().click();
  await page.waitForURL(/\/request\/new.*again=/);
  await settled(page);
  assert.equal(await page.getByLabel(t("request_new.notes")).inputValue(), "زنگ دوم");
  assert.equal(await page.getByLabel(t("request_new.start"), { exact: true }).inputValue(), "۰۹:۰۰");
  assert.equal(await page.getByLabel(t("request_new.count"), { exact: true }).inputValue(), "۴");
  assert.equal(await page.locator("input[type=radio]:checked").count() >= 2, true, "patient and address are chosen");
  await page.context().close();
});

test("a wish the nurse cannot meet is said before sending, with the way to others", async () => {
  const { nurse, offer } = await nurseOf(agency, family, "male");
  const page = await agency.open(`/request/new?nurse=${nurse.id}&variant=${offer.id}`, PHONE, family);
  await page.getByRole("radio", { name: t("request_new.gender.female") }).check();
  await page.getByText(t("request_new.conflict.female")).waitFor();
  await page.getByRole("button", { name: t("request_new.send") }).click();
  await page.getByRole("alert").getByText(t("request_new.conflict.female")).waitFor();
  assert.match(page.url(), /\/request\/new/);
  await page.getByRole("link", { name: t("request_new.others.female") }).click();
  await page.getByRole("dialog").getByRole("button", { name: t("form.leave.action") }).click();
  await page.waitForURL(/\/nurses\?.*gender=female/);
  await page.context().close();
});

test("the first patient is added inside the request, and what was written stays", async () => {
  const { nurse, offer } = await nurseOf(agency, family, "female");
  const page = await agency.open(`/request/new?nurse=${nurse.id}&variant=${offer.id}`, DESKTOP, family);
  await page.getByLabel(t("request_new.notes")).fill("پیش از بیمار نوشته شد");
  await page.getByRole("button", { name: t("patients.add") }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(t("patient.name")).fill("نوهٔ تازه");
  await dialog.getByRole("radio", { name: t("gender.male"), exact: true }).check();
  await dialog.getByRole("button", { name: t("action.save") }).click();
  await dialog.waitFor({ state: "detached" });
  assert.equal(await page.getByRole("radio", { name: "نوهٔ تازه" }).isChecked(), true);
  assert.equal(await page.getByLabel(t("request_new.notes")).inputValue(), "پیش از بیمار نوشته شد");
  await page.getByRole("link", { name: t("nav.requests") }).click();
  await page.getByRole("dialog").getByText(t("form.leave.text")).waitFor();
  await page.context().close();
});

test("who is not signed in is led to the sign-in and comes back", async () => {
  const page = await agency.open("/nurses", PHONE);
  await page.goto(`${agency.url}/me/requests?status=converted`);
  await page.waitForURL(/\/login\?next=/);
  assert.equal(new URL(page.url()).searchParams.get("next"), "/me/requests?status=converted");
  await page.context().close();
});

test("a session that ended while writing is renewed in place, and the draft is sent", async () => {
  const { nurse, offer } = await nurseOf(agency, family, "female");
  const page = await agency.open(`/request/new?nurse=${nurse.id}&variant=${offer.id}`, DESKTOP, family);
  await page.locator("input[name$=patient_id]").first().check();
  await page.getByLabel(t("request_new.date"), { exact: true }).fill(jalali(later(agency, 5)).join("/"));
  await page.getByLabel(t("request_new.start"), { exact: true }).fill("10");
  await page.getByLabel(t("request_new.end"), { exact: true }).fill("14");
  const keep = (await page.context().cookies()).filter(({ name }) => name === "locale" || name === "theme");
  await page.context().clearCookies();
  await page.context().addCookies(keep);
  await page.getByRole("button", { name: t("request_new.send") }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("tab", { name: t("sign_in.by_password") }).click();
  await dialog.getByLabel(t("sign_in.login")).fill(family.login);
  await dialog.getByLabel(t("sign_in.password"), { exact: true }).fill(family.password);
  await dialog.getByRole("button", { name: t("sign_in.submit"), exact: true }).click();
  await page.waitForURL(/\/me\/requests\/\d+$/);
  await page.context().close();
});

test("deadlines run out by the agency's clock while the page is open", async () => {
  const chosen = await nurseOf(agency, family, "female");
  const [unanswered, unpaid] = [await ask(agency, family, chosen), await ask(agency, family, chosen)];
  await agency.call(chosen.account, "POST", `/booking_requests/${unpaid.id}/accept`, {});
  const waiting = await agency.open(`/me/requests/${unanswered.id}`, PHONE, family);
  const paying = await agency.open(`/me/requests/${unpaid.id}`, PHONE, family);
  const pass = (hours) => agency.call(agency.account("owner"), "POST", "/demo/clock", { advance_seconds: hours * 3600 });
  await pass(1);
  await paying.getByText(t("request.ended.payment_deadline_expired")).waitFor();
  await waiting.getByRole("timer").getByText(t("request.answer_until")).waitFor();
  await pass(24);
  await waiting.getByText(t("request.ended.expired_no_response")).waitFor();
  await waiting.getByRole("link", { name: t("request.another") }).waitFor();
  await Promise.all([waiting, paying].map((page) => page.context().close()));
});
