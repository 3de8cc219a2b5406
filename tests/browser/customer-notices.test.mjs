// What a family is told, and that it was read.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Agency, PHONE, settled, words } from "./support.mjs";

const t = words("fa");
/** @type {Agency} */
let agency;
before(async () => {
  agency = await Agency.start("--days", "10");
});
after(() => agency?.stop());

/** A family that has unread notices. */
async function told() {
  for (const account of agency.accounts.filter(({ role }) => role === "customer")) {
    const { items } = await agency.call(account, "GET", "/notifications?unread=1");
    if (items.length >= 2 && items.length < 25) return { account, items };
  }
  return assert.fail("no family of the demo has two unread notices");
}

test("one notice is marked as read, then all, and the list of unread ones says it is empty", async () => {
  const { account, items } = await told();
  const page = await agency.open("/me/notifications?unread=1", PHONE, account);
  const rows = page.locator(".notices > li");
  const first = rows.filter({ hasText: items[0].title }).first();
  const shown = await rows.count();
  await first.getByRole("button", { name: t("notices.read") }).click();
  await page.waitForFunction((n) => document.querySelectorAll(".notices > li").length < n, shown);
  const named = await agency.call(account, "GET", "/notifications?page_size=100");
  assert.ok(named.items.find(({ id }) => id === items[0].id).read_at, "the one that was pressed");
  await page.getByRole("button", { name: t("notices.read_all") }).click();
  await page.getByText(t("state.filtered.title")).waitFor();
  assert.equal((await agency.call(account, "GET", "/notifications?unread=1&count=1")).total, 0);
  await page.getByRole("button", { name: t("action.clear_filters") }).click();
  await page.getByText(items[0].title).first().waitFor();
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("a notice leads to its request", async () => {
  const family = agency.accounts.filter(({ role }) => role === "customer");
  for (const account of family) {
    const { items } = await agency.call(account, "GET", "/notifications");
    const notice = items.find(({ data }) => data.booking_request_id);
    if (!notice) continue;
    const page = await agency.open("/me/notifications", PHONE, account);
    await page.getByRole("link", { name: notice.title }).first().click();
    await page.waitForURL(/\/me\/requests\/\d+$/);
    await settled(page);
    await page.context().close();
    return;
  }
  assert.fail("no notice of the demo names a request");
});
