// @ts-check
/** The admin console. */
import { html } from "../vendor/ui.mjs";
import { boot } from "../app/boot.js";
import { StaffFrame } from "../app/ui/frame-staff.js";

/** @type {import("../app/router.js").Routes} */
export const routes = {
  "/admin/": () => import("../pages/staff/today.js"),
  "/admin/customers": () => import("../pages/staff/customers.js"),
  "/admin/customers/:id": () => import("../pages/staff/customer.js"),
  "/admin/users": () => import("../pages/staff/users.js"),
  "/admin/users/invite": () => import("../pages/staff/invite.js"),
  "/admin/people": () => import("../pages/staff/people.js"),
  "/admin/people/:id": () => import("../pages/staff/person.js"),
  "/admin/services": () => import("../pages/staff/services.js"),
  "/admin/notifications": () => import("../pages/staff/notices.js"),
  "/admin/outbox": () => import("../pages/staff/outbox.js"),
  "/admin/demo": () => import("../pages/staff/demo.js"),
  "/admin/requests": () => import("../pages/staff/requests.js"),
  "/admin/bookings": () => import("../pages/staff/bookings.js"),
  "/admin/bookings/:id": () => import("../pages/staff/booking.js"),
  "/admin/settings": () => import("../pages/operations/settings.js"),
  "/admin/flags": () => import("../pages/operations/flags.js"),
  "/admin/backups": () => import("../pages/operations/backups.js"),
  "/admin/keys": () => import("../pages/operations/keys.js"),
  "/admin/health": () => import("../pages/operations/health.js"),
  "/admin/api": () => import("../pages/operations/api.js"),
  "/admin/jobs": () => import("../pages/operations/jobs.js"),
  "/admin/audit": () => import("../pages/operations/audit.js"),
  "/admin/access": () => import("../pages/operations/access.js"),
  "/admin/requests/:id": () => import("../pages/staff/request.js"),
};

const WORK = "nav.group.work";
const HOUSE = "nav.group.house";

/** @type {import("../app/ui/nav.js").Place[]} */
const places = [
  { href: "/admin/", label: "nav.today", icon: "house" },
  { href: "/admin/requests", label: "nav.requests", icon: "clipboard-list", group: WORK },
  { href: "/admin/bookings", label: "nav.bookings", icon: "calendar-check", group: WORK },
  { href: "/admin/people", label: "nav.people", icon: "stethoscope", group: WORK },
  { href: "/admin/customers", label: "nav.customers", icon: "users", group: WORK },
  { href: "/admin/services", label: "nav.services", icon: "heart-pulse", group: WORK },
  { href: "/admin/outbox", label: "nav.outbox", icon: "send", group: WORK },
  { href: "/admin/users", label: "nav.users", icon: "key-round", group: HOUSE, roles: ["owner"] },
  { href: "/admin/settings", label: "nav.settings", icon: "settings", group: HOUSE, roles: ["admin"] },
  { href: "/admin/flags", label: "nav.flags", icon: "sliders-horizontal", group: HOUSE, roles: ["owner"] },
  { href: "/admin/jobs", label: "nav.jobs", icon: "clock", group: HOUSE, roles: ["admin"] },
  { href: "/admin/audit", label: "nav.audit", icon: "history", group: HOUSE, roles: ["admin"] },
  { href: "/admin/access", label: "nav.access", icon: "eye", group: HOUSE, roles: ["admin"] },
  { href: "/admin/backups", label: "nav.backups", icon: "download", group: HOUSE, roles: ["owner"] },
  { href: "/admin/keys", label: "nav.keys", icon: "lock", group: HOUSE, roles: ["owner"] },
  { href: "/admin/api", label: "nav.api", icon: "file-text", group: HOUSE, roles: ["admin"] },
  { href: "/admin/health", label: "nav.health", icon: "activity", group: HOUSE, roles: ["owner"] },
  ...(boot.demo ? [{ href: "/admin/demo", label: "nav.demo", icon: "timer", group: HOUSE, roles: ["owner"] }] : []),
];

/** The shell around every console screen. */
export default function Shell() {
  return html`<${StaffFrame} places=${places} home="/admin/" notices="/admin/notifications" />`;
}
