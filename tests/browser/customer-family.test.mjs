// A family keeps its people and places.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ask, nurseOf } from "./care.mjs";
import { Agency, DESKTOP, PHONE, settled, words } from "./support.mjs";

const t = words("fa");
/** @type {Agency} */
let agency;
before(async () => {
  agency = await Agency.start("--empty");
});
after(() => agency?.stop());

const field = (page, key) => page.getByLabel(t(key), { exact: false }).first();
const save = (page) => page.getByRole("button", { name: t("action.save") }).click();

test("a patient is added with a Jalali birth date, changed and removed", async () => {
  const family = agency.account("customer");
  const page = await agency.open("/me/patients/new", PHONE, family);
  await save(page);
  await page.getByRole("alert").getByText(t("form.summary")).waitFor();
  await page.getByRole("link", { name: t("patient.need.name") }).click();
  assert.equal(await field(page, "patient.name").evaluate((node) => node === document.activeElement), true);
  await field(page, "patient.name").fill("طلعت نیک‌نام");
  await page.getByRole("radio", { name: t("gender.female"), exact: true }).check();
  await field(page, "patient.birth_date").fill("۱۳۲۵/۰۲/۲۲");
  await page.getByText("یکشنبه ۲۲ اردیبهشت ۱۳۲۵").waitFor();
  await field(page, "patient.allergies").fill("پنی‌سیلین");
  await save(page);
  await page.waitForURL(`${agency.url}/me/patients`);
  await settled(page);

  await page.getByRole("link", { name: "طلعت نیک‌نام" }).first().click();
  await page.waitForURL(/patients\/\d+$/);
  await settled(page);
  const id = page.url().split("/").at(-1);
  const kept = await agency.call(family, "GET", `/patients/${id}`);
  assert.deepEqual([kept.birth_date, kept.gender, kept.allergies], ["1946-05-12", "female", "پنی‌سیلین"]);
  await field(page, "patient.name").fill("طلعت نیک‌سرشت");
  await save(page);
  await page.waitForURL(`${agency.url}/me/patients`);
  await page.getByRole("link", { name: "طلعت نیک‌سرشت" }).first().click();
  await page.waitForURL(/patients\/\d+$/);

  await page.getByRole("button", { name: t("action.delete") }).click();
  await page.getByRole("dialog").getByRole("button", { name: t("action.delete") }).click();
  await page.waitForURL(`${agency.url}/me/patients`);
  const left = await agency.call(family, "GET", "/patients");
  assert.ok(left.items.every((patient) => String(patient.id) !== id));
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("half-written work is not left without a question", async () => {
  const page = await agency.open("/me/patients/new", DESKTOP, agency.account("customer"));
  await field(page, "patient.name").fill("ناتمام");
  await page.getByRole("link", { name: t("nav.addresses") }).click();
  const question = page.getByRole("dialog");
  await question.getByText(t("form.leave.text")).waitFor();
  await question.getByRole("button", { name: t("form.leave.stay") }).click();
  assert.equal(await field(page, "patient.name").inputValue(), "ناتمام");
  await page.getByRole("link", { name: t("nav.addresses") }).click();
  await question.getByRole("button", { name: t("form.leave.action") }).click();
  await page.waitForURL(`${agency.url}/me/addresses`);
  await page.context().close();
});

test("an address takes the device's position, and can become the primary one", async () => {
  const family = agency.account("customer");
  const page = await agency.open("/me/addresses/new", PHONE, family);
  await page.context().grantPermissions(["geolocation"]);
  await page.context().setGeolocation({ latitude: 35.7851234, longitude: 51.3765432, accuracy: 12 });
  await field(page, "address.province").fill("تهران");
  await field(page, "address.city").fill("تهران");
  await field(page, "address.district").fill("پونک");
  await field(page, "address.address_line").fill("خیابان عدل، پلاک ۸");
  await field(page, "address.postal_code").fill("۱۹۹۸۷۶۵");
  await page.getByRole("button", { name: t("address.locate") }).click();
  await page.getByText("35.785123, 51.376543").waitFor();
  await page.getByRole("checkbox", { name: t("address.make_primary") }).check();
  await save(page);
  await page.getByRole("alert").getByText(t("address.need.postal_code")).waitFor();
  await field(page, "address.postal_code").fill("۱۹۹۸۷۶۵۴۳۲");
  await save(page);
  await page.waitForURL(`${agency.url}/me/addresses`);
  const { items } = await agency.call(family, "GET", "/addresses");
  const made = items.find((address) => address.district === "پونک" && address.address_line === "خیابان عدل، پلاک ۸");
  assert.deepEqual([made.lat, made.lng, made.is_primary, made.postal_code], [35.785123, 51.376543, true, "1998765432"]);
  assert.equal(items.filter((address) => address.is_primary).length, 1);
  await page.context().close();
});

test("a refused position is explained and does not stand in the way", async () => {
  const page = await agency.open("/me/addresses/new", PHONE, agency.account("customer"));
  await page.getByRole("button", { name: t("address.locate") }).click();
  await page.getByText(t("address.locate.denied")).waitFor();
  await page.context().close();
});

test("a patient whom an open request needs stays, with the reason", async () => {
  const family = agency.account("customer", 1);
  const request = await ask(agency, family, await nurseOf(agency, family, "female"));
  const page = await agency.open(`/me/patients/${request.patient_id}`, PHONE, family);
  await page.getByRole("button", { name: t("action.delete") }).click();
  await page.getByRole("dialog").getByRole("button", { name: t("action.delete") }).click();
  await page.getByRole("alert").waitFor();
  assert.match(page.url(), /\/me\/patients\/\d+$/);
  await agency.call(family, "GET", `/patients/${request.patient_id}`);
  await page.context().close();
});
