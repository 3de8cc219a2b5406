// What was paid for: a family follows and moves its visits, a nurse keeps the day, staff look after both.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { later } from "./care.mjs";
import { areaWords } from "./sign-in.mjs";
import { Agency, checkScreen, DESKTOP, PHONE, settled, tabTo, words } from "./support.mjs";

const t = words("fa");
const b = areaWords("fa", "bookings");
const filled = (key, values) => b(key).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
/** @type {Agency} */
let agency;
/** @type {any} */
let family;
/** @type {any} */
let nurse;
before(async () => {
  agency = await Agency.start("--days", "10");
  family = agency.account("customer");
  nurse = agency.account("nurse");
});
after(() => agency?.stop());

const list = async (account, status) => (await agency.call(account, "GET", `/bookings?status=${status}`)).items;
const read = (id) => agency.call(agency.account("owner"), "GET", `/bookings/${id}`);
const persian = (n) => String(n).replace(/\d/g, (digit) => "۰۱۲۳۴۵۶۷۸۹"[digit]);

/** A day as people type it, by the browser's own Persian calendar. */
function jalali(iso) {
  const parts = new Intl.DateTimeFormat("en-US-u-ca-persian-nu-latn", { timeZone: "UTC", year: "numeric", month: "2-digit", day: "2-digit" })
    .formatToParts(new Date(`${iso}T00:00:00Z`));
  return ["year", "month", "day"].map((type) => parts.find((part) => part.type === type).value).join("/");
}

test("a family sees its next visit, what it costs before how that is shared, and moves a visit by keyboard", async () => {
  const page = await agency.open("/me", PHONE, family);
  await page.getByRole("heading", { name: b("booking.next_visit") }).waitFor();
  await page.locator("a[href^='/me/bookings/']").first().click();
  await page.waitForURL(/\/me\/bookings\/\d+$/);
  await settled(page);
  const booking = await read(Number(page.url().split("/").at(-1)));
  const soonest = (await list(family, "confirmed")).map(({ scheduled_date: day, scheduled_time_start: start }) => `${day} ${start}`).sort()[0];
  assert.equal(`${booking.scheduled_date} ${booking.scheduled_time_start}`, soonest, "the first of all visits is the next one");

  assert.equal(await page.getByText(b("booking.payout"), { exact: true }).isVisible(), false, "the gross stands first, the split under details");
  await page.getByText(b("booking.split")).click();
  await page.getByText(b("booking.payout"), { exact: true }).waitFor();
  await checkScreen(page, PHONE);

  const last = booking.sessions.at(-1);
  const move = page.getByRole("button", { name: filled("reschedule.open_one", { n: persian(last.session_index) }), exact: true });
  await tabTo(page, move);
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(b("reschedule.day"), { exact: true }).fill(jalali(later(agency, 9)));
  await dialog.getByLabel(b("reschedule.start"), { exact: true }).fill("");
  await dialog.getByRole("button", { name: b("reschedule.do") }).click();
  await dialog.getByText(b("reschedule.need_time")).first().waitFor();
  await dialog.getByLabel(b("reschedule.start"), { exact: true }).fill("11");
  await dialog.getByLabel(b("reschedule.end"), { exact: true }).fill("14");
  await checkScreen(page, PHONE);
  await dialog.getByRole("button", { name: b("reschedule.do") }).click();
  await dialog.waitFor({ state: "hidden" });
  const moved = (await read(booking.id)).sessions.at(-1);
  assert.deepEqual([moved.scheduled_date, moved.scheduled_time_start, moved.scheduled_time_end], [later(agency, 9), "11:00", "14:00"]);
  await page.getByText("از ۱۱:۰۰ تا ۱۴:۰۰").first().waitFor();
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("a visit cannot be moved onto another visit of the nurse, and the reason is told", async () => {
  const [booking] = (await list(family, "confirmed")).filter(({ session_count: n }) => n > 1);
  const whole = await read(booking.id);
  const [first, second] = whole.sessions;
  const page = await agency.open(`/me/bookings/${booking.id}`, DESKTOP, family);
  await page.getByRole("button", { name: filled("reschedule.open_one", { n: persian(second.session_index) }), exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(b("reschedule.day"), { exact: true }).fill(jalali(first.scheduled_date));
  await dialog.getByRole("button", { name: b("reschedule.do") }).click();
  await dialog.getByText("پرستار در آن زمان ویزیت دیگری دارد.").waitFor();
  assert.equal((await read(booking.id)).sessions[1].scheduled_date, second.scheduled_date, "nothing has moved");
  await page.context().close();
});

test("a completed booking says until when one may object, and the list keeps to its filter", async () => {
  const [booking] = await list(family, "completed");
  const page = await agency.open("/me/bookings", DESKTOP, family);
  await page.getByLabel(b("bookings.status")).selectOption("completed");
  await page.waitForURL(/status=completed/);
  await page.locator(`a[href='/me/bookings/${booking.id}']`).click();
  await page.waitForURL(new RegExp(`/me/bookings/${booking.id}$`));
  await settled(page);
  await page.getByRole("timer").getByText(b("booking.window")).waitFor();
  assert.equal(await page.getByRole("button", { name: b("reschedule.open") }).count(), 0, "what is over cannot be moved");
  await agency.visit(page, "/me/bookings?status=cancelled");
  await page.getByText(t("state.filtered.title")).waitFor();
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("the nurse's day lists today by time; what could not take place is recorded with its reason and the family's page hears of it", async () => {
  const { items } = await agency.call(nurse, "GET", "/booking_sessions/today");
  const visit = items[0];
  assert.ok(visit && items.length > 1, "the demo leaves visits for today");
  const family3 = await agency.open(`/me/bookings/${visit.booking_id}`, DESKTOP, family);
  const page = await agency.open("/n/", PHONE, nurse);
  const names = items.map(({ patient }) => patient.display_name.split(" ")[0]);
  const shown = await page.locator(".request h3").allInnerTexts();
  assert.deepEqual(shown.slice(0, names.length), names, "first names, by time");
  await page.getByRole("heading", { name: b("day.tomorrow") }).waitFor();
  await checkScreen(page, PHONE);
  await tabTo(page, page.getByRole("button", { name: filled("day.missed_one", { name: names[0] }) }));
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: b("missed.send") }).click();
  await dialog.getByText(b("missed.need_reason")).first().waitFor();
  await dialog.getByRole("radio", { name: b("missed.reason.other") }).check();
  await dialog.getByRole("button", { name: b("missed.send") }).click();
  await dialog.getByText(b("missed.need_note")).first().waitFor();
  await dialog.getByRole("radio", { name: b("missed.reason.client_not_home") }).check();
  await checkScreen(page, PHONE);
  await dialog.getByRole("button", { name: b("missed.send") }).click();
  await dialog.waitFor({ state: "hidden" });
  await page.getByText(b("missed.reason.client_not_home")).first().waitFor();
  assert.equal(await page.getByRole("button", { name: filled("day.missed_one", { name: names[0] }) }).count(), 0, "an act that is done has no button");
  const after = (await read(visit.booking_id)).sessions.find(({ id }) => id === visit.id);
  assert.deepEqual([after.status, after.missed_reason], ["missed", "client_not_home"]);
  await family3.getByText(filled("booking.missed.other", { n: "۱" })).first().waitFor();
  assert.deepEqual([...page.faults, ...family3.faults], []);
  await page.context().close();
  await family3.context().close();
});

test("a nurse without visits is told so", async () => {
  const other = agency.account("nurse", 3);
  const page = await agency.open("/n/", PHONE, other);
  await page.getByText(b("day.none"), { exact: true }).waitFor();
  await checkScreen(page, PHONE);
  await page.context().close();
});

test("staff give what remains to another nurse, whose day it is then", async () => {
  const owner = agency.account("owner");
  const [booking] = await list(owner, "in_progress");
  const { items } = await agency.call(owner, "GET", "/admin/nurses?is_verified=true&page_size=50");
  const wanted = items.filter(({ id, is_accepting_bookings: open, credentials }) => id !== booking.nurse.id && open && credentials !== "expired")[0];
  const page = await agency.open("/admin/bookings?status=in_progress", DESKTOP, owner);
  await page.locator(`a[href='/admin/bookings/${booking.id}']`).click();
  await page.waitForURL(new RegExp(`/admin/bookings/${booking.id}$`));
  await settled(page);
  await page.getByText(b("booking.payout"), { exact: true }).first().waitFor();
  await page.getByRole("button", { name: b("booking_desk.substitute") }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: b("booking_desk.substitute_do") }).click();
  await dialog.getByText(b("booking_desk.substitute_need")).first().waitFor();
  await dialog.getByRole("combobox").fill(wanted.display_name);
  await dialog.getByRole("option", { name: wanted.display_name }).first().click();
  await checkScreen(page, DESKTOP);
  await dialog.getByRole("button", { name: b("booking_desk.substitute_do") }).click();
  await dialog.waitFor({ state: "hidden" });
  await page.getByText(b("booking.nurse_former")).first().waitFor();
  assert.equal((await read(booking.id)).nurse_id, wanted.id);
  await checkScreen(page, DESKTOP);
  await page.context().close();
});

test("only moves of the table are offered, one the visits contradict is refused with its reason, and an agent has none", async () => {
  const owner = agency.account("owner");
  const [booking] = await list(owner, "completed");
  const page = await agency.open(`/admin/bookings/${booking.id}`, DESKTOP, owner);
  await page.getByRole("button", { name: b("booking_desk.transition") }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio").first().waitFor();
  const offered = await dialog.getByRole("radio").evaluateAll((nodes) => nodes.map((node) => node.value).sort());
  assert.deepEqual(offered, ["closed", "disputed"]);
  await dialog.getByRole("radio", { name: b("status.closed") }).check();
  await dialog.getByRole("button", { name: b("booking_desk.transition_do") }).click();
  await dialog.getByText("مهلت اعتراض مانع است").waitFor();
  assert.equal((await read(booking.id)).status, "completed");
  await dialog.getByRole("radio", { name: b("status.disputed") }).check();
  await dialog.getByRole("button", { name: b("booking_desk.transition_do") }).click();
  await dialog.waitFor({ state: "hidden" });
  await page.getByText(b("status.disputed")).first().waitFor();
  assert.equal((await read(booking.id)).status, "disputed");

  await agency.visit(page, "/admin/bookings?status=closed");
  await page.getByText(t("state.filtered.title")).or(page.locator("main table")).first().waitFor();
  const desk = await agency.open(`/desk/bookings/${booking.id}`, DESKTOP, agency.account("agent"));
  await desk.getByText(b("booking.gross")).first().waitFor();
  assert.equal(await desk.getByRole("button", { name: b("booking_desk.transition") }).count(), 0);
  assert.deepEqual([...page.faults, ...desk.faults], []);
  await page.context().close();
  await desk.context().close();
});

test("a booking of another family is not there", async () => {
  const [booking] = await list(family, "completed");
  const page = await agency.open(`/me/bookings/${booking ? booking.id : 1}`, DESKTOP, agency.account("customer", 5));
  await page.getByText(t("state.not_found.title")).waitFor();
  await checkScreen(page, DESKTOP);
  await page.context().close();
});

test("a family writes what the nurse must know, never reads it back, and the nurse reads it for a while", async () => {
  const [listed] = await list(family, "confirmed");
  const own = await read(listed.id);
  const page = await agency.open(`/me/bookings/${own.id}`, PHONE, family);
  await page.locator(`a[href='/me/bookings/${own.id}/care']`).click();
  await page.waitForURL(/\/care$/);
  await page.getByRole("button", { name: b("care.save") }).click();
  await page.getByText(b("care.need.emergency_contact_name")).first().waitFor();
  await checkScreen(page, PHONE);
  await page.getByLabel(b("care.emergency_contact_name"), { exact: true }).fill("مریم");
  await page.getByLabel(b("care.emergency_contact_phone"), { exact: true }).fill("۰۲۱ ۸۸۷۷ ۶۶۵۵");
  await page.getByLabel(b("care.allergies")).fill("پنی‌سیلین");
  await page.getByRole("button", { name: b("care.save") }).click();
  await page.getByText(b("care.written")).waitFor();
  assert.equal(await page.getByLabel(b("care.allergies")).inputValue(), "", "what was written does not come back");
  assert.equal((await page.content()).includes("پنی‌سیلین"), false);
  assert.deepEqual(page.faults, []);
  await page.context().close();

  const carer = agency.accounts.find(({ role, name }) => role === "nurse" && name === own.nurse.display_name);
  const phone = await agency.open(`/n/bookings/${own.id}/care`, PHONE, carer);
  assert.equal((await phone.content()).includes("پنی‌سیلین"), false, "nothing is shown before it is asked for");
  await phone.getByRole("button", { name: b("care.show") }).click();
  await phone.getByText("پنی‌سیلین").waitFor();
  await phone.locator("a[href='tel:02188776655']").waitFor();
  await checkScreen(phone, PHONE);
  await phone.getByRole("button", { name: b("care.hide") }).click();
  await phone.getByText("پنی‌سیلین").waitFor({ state: "detached" });
  await phone.context().close();
});
