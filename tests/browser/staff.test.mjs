// What the people who run the agency do: watch deadlines, verify nurses, find families, decide who may do what.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { Agency, DESKTOP, settled, tabTo, words } from "./support.mjs";

const t = words("fa");
const DAY_S = 86_400;
/** @type {Agency} */
let agency;
before(async () => {
  agency = await Agency.start("--days", "10");
});
after(() => agency?.stop());

const owner = () => agency.account("owner");
const button = (page, key, values) => page.getByRole("button", { name: t(key, values), exact: true });

/** A request that waits to be paid for: half an hour. */
async function waiting() {
  const { items } = await agency.call(owner(), "GET", "/booking_requests?status=accepted_awaiting_payment");
  assert.ok(items.length > 0, "the demo leaves an accepted request");
  return items[0];
}

test("the owner signs in, sees a deadline run, lets time pass, and the expiry job finds nothing left to do", async () => {
  const request = await waiting();
  const page = await agency.open(`/login?next=${encodeURIComponent(`/admin/requests/${request.id}`)}`, DESKTOP);
  await page.getByRole("tab", { name: t("sign_in.by_password") }).or(page.getByText(t("sign_in.by_password"), { exact: true })).first().click();
  await page.getByLabel(t("sign_in.login"), { exact: true }).fill(owner().login);
  await page.getByLabel(t("sign_in.password"), { exact: true }).fill(owner().password);
  await button(page, "sign_in.submit").click();
  await page.waitForURL(new RegExp(`/admin/requests/${request.id}$`));
  await settled(page);
  await page.getByRole("timer").getByText(t("staff.requests.pay_by")).waitFor();

  await agency.visit(page, "/admin/demo");
  const clock = page.locator("article time");
  for (let step = 0; step < 2; step += 1) {
    const before = await clock.textContent();
    await page.getByRole("button", { name: /^۲۰ دقیقه/ }).click();
    await page.waitForFunction((text) => document.querySelector("article time")?.textContent !== text, before);
  }

  await agency.visit(page, "/admin/jobs");
  await button(page, "jobs.run_one", { name: t("job.request_expiry") }).click();
  await page.getByText(t("jobs.ran", { name: t("job.request_expiry") })).first().waitFor();
  const after = await agency.call(owner(), "GET", `/booking_requests/${request.id}`);
  assert.equal(after.status, "payment_deadline_expired");
  await agency.visit(page, `/admin/requests/${request.id}`);
  await page.getByText(t("status.payment_deadline_expired")).first().waitFor();
  assert.equal(await page.getByRole("timer").count(), 0, "nothing counts down any more");
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("a changed setting is in force, and the audit trail holds it and proves itself whole", async () => {
  const label = t("setting.nurse_response_deadline_hours");
  const page = await agency.open("/admin/settings?q=nurse_response", DESKTOP, owner());
  await button(page, "settings.change", { name: label }).click();
  await page.getByLabel(label, { exact: true }).fill("12");
  await button(page, "action.save").click();
  await page.getByText(t("form.saved")).first().waitFor();
  const setting = await agency.call(owner(), "GET", "/admin/settings/nurse_response_deadline_hours");
  assert.deepEqual([setting.value, setting.source], ["12", "saved"]);

  await agency.visit(page, "/admin/audit");
  await page.getByText("setting.changed").or(page.getByText("settings")).first().waitFor();
  await button(page, "audit.verify").click();
  await page.getByText(t("audit.holds")).waitFor();
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("a nurse is seen by families once the papers are on file and verified, and no more when that is withdrawn", async () => {
  const { items } = await agency.call(owner(), "GET", "/admin/nurses?is_verified=false");
  const nurse = items[0];
  const seen = async () => (await agency.call(owner(), "GET", "/nurses?page_size=100")).items.some(({ id }) => id === nurse.id);
  assert.equal(await seen(), false);
  const page = await agency.open("/admin/people?is_verified=false", DESKTOP, agency.account("admin"));
  await page.getByRole("link", { name: nurse.display_name }).click();
  await page.waitForURL(new RegExp(`/admin/people/${nurse.id}$`));
  await settled(page);
  await button(page, "nurse_papers.add").click();
  await button(page, "nurse_papers.add_do").click();
  await page.getByText(t("nurse_papers.need_number")).first().waitFor();
  await page.getByLabel(t("nurse_papers.number"), { exact: true }).fill("N-۷۷۱۲");
  await button(page, "nurse_papers.add_do").click();
  await page.getByText("N-7712").waitFor();

  await button(page, "people.verify").click();
  await page.getByRole("dialog").getByRole("button", { name: t("people.verify") }).click();
  await button(page, "people.unverify").waitFor();
  assert.equal((await agency.call(owner(), "GET", `/admin/nurses/${nurse.id}`)).is_verified, true);
  await button(page, "people.unverify").click();
  await page.getByRole("dialog").getByRole("button", { name: t("people.unverify") }).click();
  await button(page, "people.verify").waitFor();
  assert.equal(await seen(), false);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("an archived offer leaves the search and comes back when it is offered again", async () => {
  const { items } = await agency.call(owner(), "GET", "/nurses?page_size=100");
  const nurse = items.find(({ variants }) => variants.length === 1);
  const [offer] = nurse.variants;
  const seen = async () => (await agency.call(owner(), "GET", `/nurses/${nurse.id}`)).variants.length;
  const page = await agency.open(`/admin/services?q=${encodeURIComponent(nurse.display_name)}`, DESKTOP, owner());
  await button(page, "services.archive_one", { title: offer.title }).click();
  await page.getByRole("dialog").getByRole("button", { name: t("services.archive"), exact: true }).click();
  await button(page, "services.offer_one", { title: offer.title }).waitFor();
  assert.equal(await seen(), 0);
  await agency.visit(page, "/admin/services?is_active=false");
  await button(page, "services.offer_one", { title: offer.title }).click();
  await page.getByText(t("state.filtered.title")).waitFor();
  assert.equal(await seen(), 1);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("an admin corrects where a nurse goes and whether families may ask", async () => {
  const { items } = await agency.call(owner(), "GET", "/nurses?page_size=100");
  const { id } = items[0];
  const page = await agency.open(`/admin/people/${id}`, DESKTOP, agency.account("admin"));
  await button(page, "action.edit").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(t("people.amend_accepting")).uncheck();
  await dialog.getByLabel(t("districts.city"), { exact: true }).fill("کرج");
  await dialog.getByRole("button", { name: t("districts.add"), exact: true }).click();
  await dialog.getByRole("button", { name: t("action.save") }).click();
  await dialog.waitFor({ state: "detached" });
  await page.getByText(t("people.accepting_off")).first().waitFor();
  const nurse = await agency.call(owner(), "GET", `/admin/nurses/${id}`);
  assert.equal(nurse.is_accepting_bookings, false);
  assert.ok(nurse.districts.some(({ city }) => city === "کرج"));
  const trail = await agency.call(owner(), "GET", `/admin/audit?action=nurse.amended&entity_id=${id}`);
  assert.equal(trail.items.length, 1);
  await agency.call(owner(), "PUT", `/admin/nurses/${id}`, { is_accepting_bookings: true });
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("the trail is taken away as a file", async () => {
  const page = await agency.open("/admin/audit?action=nurse.amended", DESKTOP, owner());
  const saved = page.waitForEvent("download");
  await page.getByRole("link", { name: t("audit.export") }).click();
  const text = readFileSync(await (await saved).path(), "utf8");
  assert.match(text, /^\ufeffid,at,user_id,role/);
  assert.match(text, /nurse\.amended/);
  await page.context().close();
});

test("the last owner keeps the agency, and is told why", async () => {
  const page = await agency.open("/admin/users?role=owner", DESKTOP, owner());
  await button(page, "users.edit_one", { name: owner().name }).click();
  const dialog = page.getByRole("dialog").first();
  await dialog.getByRole("button", { name: t("users.disable") }).click();
  await page.locator("dialog[open]").nth(1).waitFor();
  await page.getByRole("dialog").last().getByRole("button", { name: t("users.disable") }).click();
  await page.locator(".notice-danger").waitFor();
  const { items } = await agency.call(owner(), "GET", "/admin/users?role=owner");
  assert.deepEqual(items.map(({ status }) => status), ["active"]);
  await page.context().close();
});

test("an invitation needs a name, a way to reach them and a role, and its link is shown once", async () => {
  const page = await agency.open("/admin/users/invite?role=nurse", DESKTOP, owner());
  await button(page, "users.invite_do").click();
  for (const key of ["users.need_name", "users.need_contact", "users.need_gender"]) await page.getByText(t(key)).first().waitFor();
  await page.getByLabel(t("users.name"), { exact: true }).fill("ترانه بهاری");
  await page.getByLabel(t("customers.mobile"), { exact: true }).fill("۰۹۱۲۵۵۵۰۱۰۱");
  await page.getByRole("radio", { name: t("gender.female") }).check();
  await button(page, "users.invite_do").click();
  const link = await page.locator(".token code").textContent();
  assert.match(link ?? "", new RegExp(`^${agency.url}/invite/\\S{20,}$`));
  await agency.visit(page, "/admin/outbox?event=invitation");
  await page.getByText("0912•••0101").first().waitFor();
  const { items } = await agency.call(owner(), "GET", "/admin/users?status=invited");
  assert.deepEqual(items.map(({ name, roles, mobile }) => [name, roles, mobile]), [["ترانه بهاری", ["nurse"], "+989125550101"]]);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("support finds a family by their number with the keyboard, and opening an address is noted", async () => {
  const agent = agency.account("agent");
  const family = agency.account("customer");
  const opened = async () => (await agency.call(owner(), "GET", "/admin/access_log?page_size=100")).items
    .filter(({ entity, role }) => entity === "customer_addresses" && role === "agent").length;
  const before = await opened();
  const page = await agency.open("/desk/", DESKTOP, agent);
  await tabTo(page, page.getByLabel(t("customers.find"), { exact: true }));
  await page.keyboard.type(family.login.replace("+98", "0"));
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/desk\/customers\?find=/);
  await settled(page);
  const row = page.getByRole("link", { name: family.name });
  await tabTo(page, row);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/desk\/customers\/\d+$/);
  await settled(page);
  assert.equal(await opened(), before, "looking at a family opens no address");
  const open = page.getByRole("button", { name: new RegExp(`^${t("family.open_address")}`) });
  const closed = await open.count();
  await open.first().click();
  await page.waitForFunction((n) => [...document.querySelectorAll("main button")].filter((one) => one.querySelector(".visually-hidden")).length < n, closed);
  assert.equal(await opened(), before + 1);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("the first page shows a new request within two seconds, without being asked again", async () => {
  const page = await agency.open("/admin/", DESKTOP, owner());
  const family = agency.account("customer");
  const [patients, addresses, nurses] = await Promise.all(
    ["/patients", "/addresses", "/nurses"].map((path) => agency.call(family, "GET", path)));
  const nurse = nurses.items.find(({ variants }) => variants.some(({ is_overnight }) => !is_overnight));
  const rows = page.locator("section", { hasText: t("today.due") }).first().locator("tbody tr");
  const before = await rows.count();
  const { total } = await agency.call(owner(), "GET", "/booking_requests?status=pending_nurse_response&count=1&page_size=1");
  const now = (await agency.call(owner(), "POST", "/demo/clock", { advance_seconds: 0 })).now;
  await agency.call(family, "POST", "/booking_requests", {
    nurse_id: nurse.id, variant_id: nurse.variants.find(({ is_overnight }) => !is_overnight).id,
    patient_id: patients.items[0].id, customer_address_id: addresses.items[0].id,
    requested_date: new Date(Date.parse(now) + 3 * DAY_S * 1000).toISOString().slice(0, 10),
    requested_time_start: "09:00", requested_time_end: "12:00",
  });
  await rows.nth(before).waitFor({ timeout: 2000 });
  const figure = page.locator(".stat", { hasText: t("today.pending") }).locator(".stat-value");
  const wanted = String(total + 1).replace(/\d/g, (digit) => "۰۱۲۳۴۵۶۷۸۹"[Number(digit)]);
  await figure.filter({ hasText: wanted }).waitFor({ timeout: 2000 });
  await page.context().close();
});

test("who lacks the role is told which one is needed, and nothing is fetched for them", async () => {
  for (const [path, role] of [["/admin/users", "role.owner"], ["/admin/settings", "role.admin"]]) {
    const page = await agency.open("/desk/", DESKTOP, agency.account("agent"));
    const asked = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await agency.visit(page, path);
    await page.getByText(t("staff.gate.text", { roles: t(role) })).waitFor();
    assert.deepEqual(asked.filter((called) => called.startsWith(`/api/v1${path}`)), []);
    await page.context().close();
  }
});
