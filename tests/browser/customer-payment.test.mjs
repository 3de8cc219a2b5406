// From the nurse's yes to a booking that is paid: the sum, the provider's page, the way back.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ask, nurseOf } from "./care.mjs";
import { Agency, checkEveryLook, checkScreen, DESKTOP, PHONE, settled, words } from "./support.mjs";

/** @type {Agency} */
let agency;
/** @type {any} */
let family;
before(async () => {
  agency = await Agency.start("--empty");
  family = agency.account("customer");
});
after(() => agency?.stop());

/** A request the nurse has accepted. */
async function accepted() {
  const care = await nurseOf(agency, family, "female");
  const request = await ask(agency, family, care);
  return agency.call(care.account, "POST", `/booking_requests/${request.id}/accept`);
}

/** Opens the sum and goes to the provider's page. */
async function toProvider(page, t, look) {
  await page.getByRole("button", { name: t("paying.open") }).click();
  const pay = page.getByRole("link", { name: t("paying.at", { gateway: t("gateway.zarinpal") }) });
  await pay.waitFor();
  assert.equal(await pay.getAttribute("referrerpolicy"), "strict-origin-when-cross-origin", "the provider asks where from");
  await checkScreen(page, look);
  await pay.click();
  await page.waitForURL(/__sandbox/);
}

/** Waits until the browser is back and the page has its style. */
async function arrived(page, title) {
  await page.getByRole("heading", { level: 1, name: title }).waitFor();
  await page.waitForLoadState("load");
}

for (const [locale, look] of [["fa", PHONE], ["en", { ...DESKTOP, locale: "en" }]]) {
  const t = words(locale);

  test(`a family sees the sum, pays and is told so in ${locale}`, async () => {
    const request = await accepted();
    const page = await agency.open(`/me/requests/${request.id}`, look, family);
    await toProvider(page, t, look);
    await checkEveryLook(page, locale);
    await page.getByRole("button", { name: t("sandbox.press.pay"), exact: true }).click();
    await page.waitForURL(/\/pay\/return\//);
    await arrived(page, t("pay_return.success.title"));
    await checkEveryLook(page, locale);
    await page.getByRole("link", { name: t("pay_return.request") }).click();
    await settled(page);
    await page.getByText(t("status.converted")).first().waitFor();
    await agency.visit(page, "/me/payments");
    await page.locator(".pill", { hasText: t("status.succeeded") }).first().waitFor();
    await checkEveryLook(page, locale);
    await page.context().close();
  });

  test(`who is declined is told so, and that it can be tried again, in ${locale}`, async () => {
    const request = await accepted();
    const page = await agency.open(`/me/requests/${request.id}`, look, family);
    await toProvider(page, t, look);
    await page.getByRole("button", { name: t("sandbox.press.decline") }).click();
    await arrived(page, t("pay_return.failed.title"));
    await checkScreen(page, look);
    await page.getByRole("link", { name: t("pay_return.try_again") }).click();
    await settled(page);
    await page.getByRole("button", { name: t("paying.open") }).waitFor();
    await page.context().close();
  });

  test(`while nobody can say, the page looks again by itself and then says not to pay again, in ${locale}`, async () => {
    const request = await accepted();
    const payment = await agency.call(family, "POST", `/booking_requests/${request.id}/payments`);
    const owner = agency.account("owner");
    await agency.call(owner, "POST", "/demo/gateway", { behaviour: "html" });
    try {
      const context = await agency.browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 800 } });
      await context.addCookies([{ name: "locale", value: locale, url: agency.url }]);
      const page = await context.newPage();
      await page.goto(payment.redirect_url);
      await page.getByRole("button", { name: t("sandbox.press.pay"), exact: true }).click();
      await page.getByRole("heading", { level: 1, name: t("pay_return.verifying.title") }).waitFor();
      await page.getByRole("heading", { level: 1, name: t("pay_return.unknown.title") }).waitFor({ timeout: 30_000 });
      await context.close();
    } finally {
      await agency.call(owner, "POST", "/demo/gateway", { behaviour: "ok" });
    }
  });
}

test("a driver finishes payments in every way there is", async () => {
  const owner = agency.account("owner");
  const outcomes = { pay: "succeeded", decline: "failed", abandon: "abandoned", pay_twice: "succeeded", mismatch: "refund_pending" };
  for (const [outcome, status] of Object.entries(outcomes)) {
    const request = await accepted();
    const payment = await agency.call(family, "POST", `/booking_requests/${request.id}/payments`);
    const told = await agency.call(owner, "POST", "/demo/gateway", { payment_id: payment.id, outcome });
    assert.equal(told.status, status, outcome);
    const after = await agency.call(family, "GET", `/booking_requests/${request.id}`);
    assert.equal(after.status === "converted", status === "succeeded", outcome);
  }
  const mine = await agency.call(family, "GET", "/payments");
  assert.ok(mine.items.some(({ error_code }) => error_code === "paid_twice"), "the second payment goes back");
});
