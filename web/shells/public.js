// @ts-check
/** Families: looking for care, asking for it, following it; and everybody's account. */
import { html } from "../vendor/ui.mjs";
import { PublicFrame } from "../app/ui/frame-public.js";
import { written } from "../app/written.js";

/** @type {import("../app/router.js").Routes} */
export const routes = {
  "/": () => import("../pages/home/home.js"),
  "/nurses": () => import("../pages/nurses/search.js"),
  "/nurses/:id": () => import("../pages/nurses/profile.js"),
  "/request/new": () => import("../pages/requests/new.js"),
  "/me": () => import("../pages/me/overview.js"),
  "/me/requests": () => import("../pages/requests/list.js"),
  "/me/requests/:id": () => import("../pages/requests/detail.js"),
  "/me/bookings": () => import("../pages/bookings/list.js"),
  "/me/bookings/:id": () => import("../pages/bookings/detail.js"),
  "/me/bookings/:id/care": () => import("../pages/bookings/care.js"),
  "/me/payments": () => import("../pages/payments/list.js"),
  "/me/patients": () => import("../pages/people/patients.js"),
  "/me/patients/new": () => import("../pages/people/patient.js"),
  "/me/patients/:id": () => import("../pages/people/patient.js"),
  "/me/addresses": () => import("../pages/people/addresses.js"),
  "/me/addresses/new": () => import("../pages/people/address.js"),
  "/me/addresses/:id": () => import("../pages/people/address.js"),
  "/me/notifications": () => import("../pages/notices/list.js"),
  "/login": () => import("../pages/account/login.js"),
  "/register": () => import("../pages/account/register.js"),
  "/account": () => import("../pages/account/account.js"),
  "/forgot": () => import("../pages/account/forgot.js"),
  "/invite/:token": () => import("../pages/account/invitation.js"),
  "/help": written,
  "/help/:topic": written,
  "/privacy": written,
  "/licences": () => import("../pages/help/licences.js"),
  "/maintenance": written,
  "/setup": () => import("../pages/setup/setup.js"),
};

/** @type {import("../app/ui/nav.js").Place[]} */
const places = [
  { href: "/nurses", label: "nav.nurses", icon: "search" },
  { href: "/me", label: "nav.home", icon: "house", roles: ["customer"] },
  { href: "/me/requests", label: "nav.requests", icon: "clipboard-list", roles: ["customer"] },
  { href: "/me/bookings", label: "nav.bookings", icon: "calendar-check", roles: ["customer"] },
  { href: "/me/patients", label: "nav.patients", icon: "heart-pulse", roles: ["customer"] },
  { href: "/me/addresses", label: "nav.addresses", icon: "map-pin", roles: ["customer"] },
  { href: "/me/payments", label: "nav.payments", icon: "banknote", roles: ["customer"] },
];

/** The shell around every public screen. */
export default function Shell() {
  return html`<${PublicFrame} places=${places} />`;
}
