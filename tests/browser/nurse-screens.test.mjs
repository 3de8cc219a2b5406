// Every screen of a nurse, in both languages, both themes, on a phone and on a desktop.
import { after, before, test } from "node:test";
import { Agency, checkEveryLook, DESKTOP } from "./support.mjs";

/** @type {Agency} */
let agency;
before(async () => {
  agency = await Agency.start();
});
after(() => agency?.stop());

/** Addresses of screens: one request of every state this nurse has. */
async function places(nurse) {
  const [requests, offers, bookings] = await Promise.all(["/booking_requests?role=nurse&page_size=100", "/nurse/variants",
    "/bookings?role=nurse&status=confirmed"].map((path) => agency.call(nurse, "GET", path)));
  const seen = new Map(requests.items.map((request) => [request.status, request.id]));
  return [
    "/n/", "/n/requests", "/n/requests?tab=accepted", "/n/requests?tab=past", "/n/requests/999999999",
    ...[...seen.values()].map((id) => `/n/requests/${id}`),
    "/n/variants", "/n/variants/new", `/n/variants/${offers.items[0].id}`, "/n/profile", "/n/profile?tab=papers", "/n/profile?tab=numbers",
    `/n/bookings/${bookings.items[0].id}/care`, "/n/notifications", "/n/account", "/n/account?tab=security",
  ];
}

for (const locale of ["fa", "en"]) {
  test(`a nurse's screens hold in every look in ${locale}`, async (t) => {
    const nurse = agency.account("nurse");
    const page = await agency.open("/help", { ...DESKTOP, locale }, nurse);
    for (const path of await places(nurse)) {
      await t.test(path, async () => {
        await agency.visit(page, path);
        await checkEveryLook(page, locale);
      });
    }
    await page.context().close();
  });
}
