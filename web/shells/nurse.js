// @ts-check
/** The nurse's phone: what is asked, what is offered, who they are. */
import { html } from "../vendor/ui.mjs";
import { NurseFrame } from "../app/ui/frame-nurse.js";

/** @type {import("../app/router.js").Routes} */
export const routes = {
  "/n/": () => import("../pages/nurse/home.js"),
  "/n/bookings/:id/care": () => import("../pages/nurse/care.js"),
  "/n/requests": () => import("../pages/nurse/requests.js"),
  "/n/requests/:id": () => import("../pages/nurse/request.js"),
  "/n/variants": () => import("../pages/nurse/offers.js"),
  "/n/variants/new": () => import("../pages/nurse/offer.js"),
  "/n/variants/:id": () => import("../pages/nurse/offer.js"),
  "/n/profile": () => import("../pages/nurse/profile.js"),
  "/n/notifications": () => import("../pages/nurse/notices.js"),
  "/n/account": () => import("../pages/account/account.js"),
};

/** @type {import("../app/ui/nav.js").Place[]} */
const places = [
  { href: "/n/", label: "nav.today", icon: "house" },
  { href: "/n/requests", label: "nav.requests", icon: "inbox" },
  { href: "/n/variants", label: "nav.variants", icon: "tag" },
  { href: "/n/profile", label: "nav.profile", icon: "user" },
];

/** The shell around every nurse's screen. */
export default function Shell() {
  return html`<${NurseFrame} places=${places} />`;
}
