// Every screen of a family, in both languages, both themes, on a phone and on a desktop.
import { after, before, test } from "node:test";
import { Agency, checkEveryLook, DESKTOP } from "./support.mjs";

/** @type {Agency} */
let agency;
before(async () => {
  agency = await Agency.start();
});
after(() => agency?.stop());

/** Addresses of screens, with what each needs from the agency. */
async function places() {
  const family = agency.account("customer");
  const [nurses, patients, addresses, requests, bookings] = await Promise.all(
    ["/nurses", "/patients", "/addresses", "/booking_requests", "/bookings"].map((path) => agency.call(family, "GET", path)));
  const nurse = nurses.items[0];
  const seen = new Map(requests.items.map((request) => [request.status, request.id]));
  return {
    anyone: ["/", "/nurses", "/nurses?q=zzzz", `/nurses/${nurse.id}`],
    family: [
      "/me", "/me/payments", "/me/payments?status=failed", "/pay/return", "/me/requests", "/me/requests?status=converted", "/me/bookings", "/me/bookings?status=cancelled", "/me/bookings/999999999", "/me/patients", "/me/patients/new", "/me/addresses", "/me/addresses/new",
      "/me/notifications", "/me/notifications?unread=1", "/request/new", `/request/new?nurse=${nurse.id}&variant=${nurse.variants[0].id}`,
      `/me/patients/${patients.items[0].id}`, `/me/addresses/${addresses.items[0].id}`, "/me/requests/999999999",
      ...[...seen.values()].map((id) => `/me/requests/${id}`),
      ...[...new Map(bookings.items.map(({ status, id }) => [status, id])).values()].map((id) => `/me/bookings/${id}`),
      `/me/bookings/${bookings.items.find(({ status }) => status === "confirmed").id}/care`,
    ],
  };
}

for (const locale of ["fa", "en"]) {
  test(`every screen of a family holds in ${locale}, both themes, phone and desktop`, async (t) => {
    const { anyone, family } = await places();
    for (const [paths, account] of [[anyone, undefined], [family, agency.account("customer")]]) {
      const page = await agency.open("/help", { ...DESKTOP, locale }, account);
      for (const path of paths) {
        await t.test(path, async () => {
          await agency.visit(page, path);
          await checkEveryLook(page, locale);
        });
      }
      await page.context().close();
    }
  });
}
