// What a family is told, and that it was read.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ask, nurseOf } from "./care.mjs";
import { Agency, PHONE, settled, words } from "./support.mjs";

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

/** A request the nurse has accepted, of which the family was told. */
async function accepted() {
  const chosen = await nurseOf(agency, family, "female");
  const request = await ask(agency, family, chosen);
  await agency.call(chosen.account, "POST", `/booking_requests/${request.id}/accept`, {});
  return request;
}

test("a notice comes while the list is open, is marked as read alone, then all are", async () => {
  const first = await accepted();
  const page = await agency.open("/me/notifications?unread=1", PHONE, family);
  const rows = page.locator(".notices > li");
  assert.equal(await rows.count(), 1);
  await accepted();
  await rows.nth(1).waitFor();
  await rows.nth(1).getByRole("button", { name: t("notices.read") }).click();
  await rows.nth(1).waitFor({ state: "detached" });
  const { items } = await agency.call(family, "GET", "/notifications");
  assert.deepEqual(items.filter(({ read_at }) => read_at).map(({ data }) => data.booking_request_id), [first.id]);
  await page.getByRole("button", { name: t("notices.read_all") }).click();
  await page.getByText(t("state.filtered.title")).waitFor();
  assert.equal((await agency.call(family, "GET", "/notifications?unread=1&count=1")).total, 0);
  await page.getByRole("button", { name: t("action.clear_filters") }).click();
  await rows.nth(1).waitFor();
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("a notice leads to its request, and is read then", async () => {
  const request = await accepted();
  const page = await agency.open("/me/notifications", PHONE, family);
  await page.locator(".notices .card-link").first().click();
  await page.waitForURL(`${agency.url}/me/requests/${request.id}`);
  await settled(page);
  await page.waitForFunction(async () => {
    const answer = await fetch("/api/v1/notifications?unread=1&count=1");
    return (await answer.json()).total === 0;
  });
  await page.context().close();
});
