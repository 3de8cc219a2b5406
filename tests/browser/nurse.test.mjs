// A nurse's day before the first visit: answering requests, keeping profile and offers.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Agency, checkScreen, DESKTOP, PHONE, settled, tabTo, words } from "./support.mjs";

const t = words("fa");
const DAY_MS = 86_400_000;
/** @type {Agency} */
let agency;
/** @type {any} */
let nurse;
/** @type {any} */
let family;
/** @type {any} */
let offer;
before(async () => {
  agency = await Agency.start("--empty");
  nurse = agency.account("nurse");
  family = agency.account("customer");
  const offers = await agency.call(nurse, "GET", "/nurse/variants");
  offer = offers.items.find(({ is_overnight, is_active }) => !is_overnight && is_active);
});
after(() => agency?.stop());

const later = (days) => new Date(Date.parse(agency.today) + days * DAY_MS).toISOString().slice(0, 10);

/** A request of the family to this nurse. */
async function ask(more = {}) {
  const [patients, addresses, me] = await Promise.all([
    agency.call(family, "GET", "/patients"), agency.call(family, "GET", "/addresses"), agency.call(nurse, "GET", "/nurse/profile"),
  ]);
  return agency.call(family, "POST", "/booking_requests", {
    nurse_id: me.id, variant_id: offer.id, patient_id: patients.items[0].id, customer_address_id: addresses.items[0].id,
    requested_date: later(5), requested_time_start: "09:00", requested_time_end: "12:00", customer_notes: "آسانسور دارد.", ...more,
  });
}

const read = (id) => agency.call(nurse, "GET", `/booking_requests/${id}`);

test("a new request appears by itself, shows no address line, and is accepted by keyboard", async () => {
  const page = await agency.open("/n/requests", PHONE, nurse);
  await page.getByText(t("inbox.none.waiting")).waitFor();
  const request = await ask({ session_count: 8, visit_interval_days: 2 });
  const card = page.getByRole("link", { name: request.patient.display_name });
  await card.waitFor();
  await checkScreen(page, PHONE);
  await card.click();
  await page.waitForURL(/\/n\/requests\/\d+$/);
  await settled(page);
  await page.getByText("آسانسور دارد.").waitFor();
  const shown = await page.locator("main").innerText();
  const { address_line } = (await agency.call(family, "GET", `/booking_requests/${request.id}`)).address;
  assert.ok(address_line && !shown.includes(address_line), "the full address stays hidden before payment");
  assert.equal(await page.locator(".visit-days li").count(), 8, "every day of the series is there");
  await checkScreen(page, PHONE);
  await tabTo(page, page.getByRole("button", { name: t("answer.accept"), exact: true }));
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").getByText(t("answer.accept_title")).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  assert.equal((await read(request.id)).status, "pending_nurse_response", "looking away answers nothing");
  await tabTo(page, page.getByRole("button", { name: t("answer.accept"), exact: true }));
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").getByRole("button", { name: t("answer.accept"), exact: true }).click();
  await page.getByRole("timer").getByText(t("visit.pay_until")).waitFor();
  assert.equal((await read(request.id)).status, "accepted_awaiting_payment");
  assert.equal(await page.getByRole("button", { name: t("answer.reject"), exact: true }).count(), 0, "an act that is not legal has no button");
  await checkScreen(page, PHONE);
  await page.context().close();
});

test("accepting a time one has promised already warns, and the acceptance stands", async () => {
  const first = await ask({ requested_date: later(9) });
  await agency.call(nurse, "POST", `/booking_requests/${first.id}/accept`, {});
  const second = await ask({ requested_date: later(9), requested_time_start: "10:00", requested_time_end: "13:00" });
  const page = await agency.open(`/n/requests/${second.id}`, DESKTOP, nurse);
  await page.getByRole("button", { name: t("answer.accept"), exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: t("answer.accept"), exact: true }).click();
  await page.getByText(t("answer.overlap_text")).waitFor();
  assert.equal((await read(second.id)).status, "accepted_awaiting_payment");
  await page.context().close();
});

test("declining needs a reason, and the family reads it", async () => {
  const request = await ask();
  const page = await agency.open(`/n/requests/${request.id}`, PHONE, nurse);
  await page.getByRole("button", { name: t("answer.reject"), exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: t("answer.reject_send") }).click();
  await dialog.getByText(t("answer.need_reason")).first().waitFor();
  await dialog.getByRole("textbox").fill("ش".repeat(501));
  await dialog.getByRole("button", { name: t("answer.reject_send") }).click();
  await dialog.getByText(t("answer.long_reason")).first().waitFor();
  assert.equal((await read(request.id)).status, "pending_nurse_response");
  await dialog.getByRole("textbox").fill("آن روز در بیمارستان شیفت هستم.");
  await dialog.getByRole("button", { name: t("answer.reject_send") }).click();
  await page.getByText(t("request_page.end.rejected_by_nurse")).waitFor();
  const seen = await agency.call(family, "GET", `/booking_requests/${request.id}`);
  assert.deepEqual([seen.status, seen.nurse_rejection_reason], ["rejected_by_nurse", "آن روز در بیمارستان شیفت هستم."]);
  await page.context().close();
});

test("a request withdrawn while it is open says so and loses its buttons", async () => {
  const request = await ask();
  const page = await agency.open(`/n/requests/${request.id}`, PHONE, nurse);
  await page.getByRole("button", { name: t("answer.accept"), exact: true }).waitFor();
  await agency.call(family, "POST", `/booking_requests/${request.id}/cancel`, {});
  await page.getByText(t("request_page.end.cancelled_by_customer")).waitFor();
  assert.equal(await page.getByRole("button", { name: t("answer.accept"), exact: true }).count(), 0);
  await page.context().close();
});

test("requests that have come to an end are found under past, by outcome", async () => {
  const page = await agency.open("/n/requests?tab=past", PHONE, nurse);
  await page.locator(".request").first().waitFor();
  assert.equal(await page.locator(".request .pill", { hasText: t("nurse_status.pending_nurse_response") }).count(), 0);
  await page.getByLabel(t("inbox.status")).selectOption("rejected_by_nurse");
  await page.waitForURL(/status=rejected_by_nurse/);
  await settled(page);
  const pills = await page.locator(".request .pill").allInnerTexts();
  assert.ok(pills.length > 0 && pills.every((text) => text.trim() === t("nurse_status.rejected_by_nurse")));
  await page.context().close();
});

test("the first screen counts what waits and says what keeps families away", async () => {
  const request = await ask();
  const page = await agency.open("/n/", PHONE, nurse);
  await page.getByRole("heading", { name: t("today.waiting") }).waitFor();
  await page.getByRole("link", { name: request.patient.display_name }).first().waitFor();
  const profile = await agency.call(nurse, "GET", "/nurse/profile");
  const { display_name, about, disciplines, districts } = profile;
  await agency.call(nurse, "PUT", "/nurse/profile", { display_name, about, disciplines, districts, is_accepting_bookings: false });
  await agency.visit(page, "/n/");
  await page.getByText(t("duty.closed")).waitFor();
  await page.getByRole("link", { name: t("duty.closed_do"), exact: true }).click();
  await page.waitForURL(/\/n\/profile$/);
  await page.getByRole("button", { name: t("accepting.turn_on") }).click();
  await page.getByText(t("accepting.on"), { exact: true }).waitFor();
  assert.equal((await agency.call(nurse, "GET", "/nurse/profile")).is_accepting_bookings, true);
  await page.context().close();
});

test("a profile is rewritten with districts, and its numbers are never shown whole", async () => {
  const page = await agency.open("/n/profile", PHONE, nurse);
  await page.getByLabel(t("profile.about"), { exact: false }).last().fill("پرستار بخش قلب، آرام و دقیق.");
  await page.getByLabel(t("districts.city")).fill("تهران");
  await page.getByLabel(t("districts.district")).fill("ونک");
  await page.getByLabel(t("districts.district")).press("Enter");
  await page.locator(".chip", { hasText: "ونک" }).waitFor();
  await checkScreen(page, PHONE);
  await page.getByRole("button", { name: t("action.save") }).click();
  await page.getByText(t("form.saved")).waitFor();
  const kept = await agency.call(nurse, "GET", "/nurse/profile");
  assert.equal(kept.about, "پرستار بخش قلب، آرام و دقیق.");
  assert.ok(kept.districts.some(({ city, district }) => city === "تهران" && district === "ونک"));

  await page.getByRole("tab", { name: t("profile.tab.numbers") }).click();
  await page.locator(".contact-row").first().getByRole("button").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(t("numbers.iban")).fill("IR820540102680020817909003");
  await dialog.getByRole("button", { name: t("action.save") }).click();
  await dialog.getByRole("alert").waitFor();
  await dialog.getByLabel(t("numbers.iban")).fill("۸۲۰۵۴۰۱۰۲۶۸۰۰۲۰۸۱۷۹۰۹۰۰۲");
  await dialog.getByRole("button", { name: t("action.save") }).click();
  await dialog.waitFor({ state: "hidden" });
  const shown = await page.locator("main").innerText();
  assert.ok(shown.includes("IR82") && !shown.includes("0540102680020817909"));
  await page.context().close();
});

test("an offer is written in toman, kept in rials, changed and taken out of search", async () => {
  const page = await agency.open("/n/variants/new", PHONE, nurse);
  await page.getByRole("button", { name: t("offer.add") }).click();
  await page.getByRole("alert").getByRole("link").nth(2).waitFor();
  await page.getByLabel(t("offer.category")).selectOption({ index: 1 });
  await page.getByLabel(t("offer.name"), { exact: true }).fill("تزریق سرم در منزل");
  await page.getByLabel(t("offer.price"), { exact: true }).fill("۳۵۰۰۰۰");
  await page.locator(".money-echo").getByText("سیصد و پنجاه هزار تومان").waitFor();
  await checkScreen(page, PHONE);
  await page.getByRole("button", { name: t("offer.add") }).click();
  await page.waitForURL(/\/n\/variants$/);
  const find = async () => (await agency.call(nurse, "GET", "/nurse/variants?page_size=100")).items.find(({ title }) => title === "تزریق سرم در منزل");
  assert.deepEqual([(await find()).price_irr, (await find()).price_unit, (await find()).is_active], [3_500_000, "per_visit", true]);

  await page.getByRole("link", { name: "تزریق سرم در منزل" }).click();
  await page.waitForURL(/\/n\/variants\/\d+$/);
  await page.getByLabel(t("offer.price"), { exact: true }).fill("400000");
  await page.getByRole("button", { name: t("action.save") }).click();
  await page.waitForURL(/\/n\/variants$/);
  assert.equal((await find()).price_irr, 4_000_000);
  await page.getByRole("button", { name: `${t("offers.turn_off")} : تزریق سرم در منزل` }).click();
  await page.getByText(t("offers.now_off")).waitFor();
  assert.equal((await find()).is_active, false);
  await page.context().close();
});

test("a half-written offer is not lost by a wrong tap", async () => {
  const page = await agency.open("/n/variants/new", PHONE, nurse);
  await page.getByLabel(t("offer.name"), { exact: true }).fill("نیمه‌کاره");
  await page.getByRole("link", { name: t("nav.requests") }).click();
  const question = page.getByRole("dialog");
  await question.getByRole("button", { name: t("form.leave.stay") }).click();
  assert.equal(await page.getByLabel(t("offer.name"), { exact: true }).inputValue(), "نیمه‌کاره");
  await page.context().close();
});

test("a notice leads to its request and is then read", async () => {
  const request = await ask({ requested_date: later(20) });
  const page = await agency.open("/n/notifications", PHONE, nurse);
  const marked = page.waitForResponse((answer) => answer.request().method() === "POST" && answer.url().includes("/notifications"));
  await page.locator(".notice-unread").first().getByRole("link").click();
  await page.waitForURL(new RegExp(`/n/requests/${request.id}$`));
  await marked;
  const { items } = await agency.call(nurse, "GET", "/notifications");
  assert.ok(items.find(({ data }) => data.booking_request_id === request.id).read_at);
  await page.context().close();
});

test("the nurse's part is closed to families, and strangers are led to the sign-in and back", async () => {
  const page = await agency.open("/n/requests", PHONE, family);
  await page.getByText(t("nurse_gate.title")).waitFor();
  await page.context().close();
  const stranger = await agency.open("/n/requests", PHONE);
  await stranger.waitForURL(/\/login\?next=%2Fn%2Frequests$/);
  await stranger.context().close();
});

// Last: it moves the agency's clock.
test("a deadline that passed while the request was open is explained, and the buttons are gone", async () => {
  const request = await ask({ requested_date: later(30) });
  const page = await agency.open(`/n/requests/${request.id}`, PHONE, nurse);
  await page.getByRole("button", { name: t("answer.accept"), exact: true }).waitFor();
  await page.evaluate(() => globalThis.dispatchEvent(new Event("offline")));
  await agency.call(agency.account("owner"), "POST", "/demo/clock", { advance_seconds: 25 * 3600 });
  const accept = page.getByRole("button", { name: t("answer.accept"), exact: true });
  if (await accept.count()) {
    await accept.click();
    await page.getByRole("dialog").getByRole("button", { name: t("answer.accept"), exact: true }).click();
  }
  await page.getByText(/مهلت پاسخ/).first().waitFor();
  await page.waitForFunction((label) => ![...document.querySelectorAll("button")].some((b) => b.textContent.trim() === label), t("answer.accept"));
  assert.equal((await read(request.id)).status, "expired_no_response");
  await page.context().close();
});
