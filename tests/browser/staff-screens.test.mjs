// Every screen of the console and the desk, in both languages, both themes, on a phone and on a desktop.
import { after, before, test } from "node:test";
import { Agency, checkEveryLook, DESKTOP } from "./support.mjs";

/** @type {Agency} */
let agency;
before(async () => {
  agency = await Agency.start("--days", "10");
});
after(() => agency?.stop());

/** Addresses of screens by who looks at them. */
async function places() {
  const owner = agency.account("owner");
  const { items } = await agency.call(owner, "GET", "/booking_requests?page_size=100");
  const requests = [...new Map(items.map((request) => [request.status, request.id])).values()];
  const booked = (await agency.call(owner, "GET", "/bookings?page_size=100")).items;
  const bookings = [...new Map(booked.map((booking) => [booking.status, booking.id])).values()];
  const shared = (shell) => [
    `/${shell}/bookings`, `/${shell}/bookings?status=cancelled`, `/${shell}/bookings/${bookings[0]}`, `/${shell}/bookings/999999`,
    `/${shell}/`, `/${shell}/requests`, `/${shell}/requests?status=converted`, `/${shell}/customers`, `/${shell}/customers?find=zzzz`,
    `/${shell}/customers/1`, `/${shell}/customers/999999`, `/${shell}/notifications`, ...requests.slice(0, 3).map((id) => `/${shell}/requests/${id}`),
  ];
  return [
    ["owner", [
      ...shared("admin"), ...requests.slice(3).map((id) => `/admin/requests/${id}`), ...bookings.slice(1).map((id) => `/admin/bookings/${id}`), "/admin/people", "/admin/people?is_verified=false",
      "/admin/people/1", "/admin/people/9", "/admin/services", "/admin/services?q=zzzz", "/admin/outbox", "/admin/outbox?status=failed", "/admin/flags", "/admin/users", "/admin/users?q=zzzz", "/admin/users/invite",
      "/admin/users/invite?role=nurse", "/admin/demo", "/admin/settings", "/admin/jobs", "/admin/audit", "/admin/access", "/admin/backups",
      "/admin/keys", "/admin/health", "/admin/api", "/admin/nowhere",
    ]],
    ["agent", [...shared("desk"), "/desk/nurses", "/desk/nurses?q=zzzz", "/desk/outbox", "/desk/nurses/1", "/admin/users", "/admin/settings"]],
    ["finance", ["/admin/", "/admin/requests", "/admin/jobs"]],
  ];
}

for (const locale of ["fa", "en"]) {
  test(`every screen of staff holds in ${locale}, both themes, phone and desktop`, async (t) => {
    for (const [role, paths] of await places()) {
      const page = await agency.open("/help", { ...DESKTOP, locale }, agency.account(role));
      for (const path of paths) {
        await t.test(`${role}: ${path}`, async () => {
          await agency.visit(page, path);
          await checkEveryLook(page, locale);
        });
      }
      await page.context().close();
    }
  });
}
