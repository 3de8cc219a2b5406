// @ts-check
/** The support desk. */
import { html } from "../vendor/ui.mjs";
import { StaffFrame } from "../app/ui/frame-staff.js";

/** @type {import("../app/router.js").Routes} */
export const routes = {
  "/desk/": () => import("../pages/staff/desk.js"),
  "/desk/notifications": () => import("../pages/staff/notices.js"),
  "/desk/outbox": () => import("../pages/staff/outbox.js"),
  "/desk/requests": () => import("../pages/staff/requests.js"),
  "/desk/requests/:id": () => import("../pages/staff/request.js"),
  "/desk/bookings": () => import("../pages/staff/bookings.js"),
  "/desk/bookings/:id": () => import("../pages/staff/booking.js"),
  "/desk/customers": () => import("../pages/staff/customers.js"),
  "/desk/customers/:id": () => import("../pages/staff/customer.js"),
  "/desk/nurses": () => import("../pages/staff/people.js"),
  "/desk/nurses/:id": () => import("../pages/staff/person.js"),
};

/** @type {import("../app/ui/nav.js").Place[]} */
const places = [
  { href: "/desk/", label: "nav.desk", icon: "house" },
  { href: "/desk/requests", label: "nav.requests", icon: "clipboard-list" },
  { href: "/desk/bookings", label: "nav.bookings", icon: "calendar-check" },
  { href: "/desk/customers", label: "nav.customers", icon: "users" },
  { href: "/desk/nurses", label: "nav.nurses", icon: "stethoscope" },
  { href: "/desk/outbox", label: "nav.outbox", icon: "send" },
];

/** The shell around every desk screen. */
export default function Shell() {
  return html`<${StaffFrame} places=${places} home="/desk/" notices="/desk/notifications" />`;
}
