// @ts-check
/** Families: looking for care, asking for it, following it; and everybody's account. */
import { html } from "../vendor/ui.mjs";
import { PublicFrame } from "../app/ui/frame-public.js";

/** @type {import("../app/router.js").Routes} */
export const routes = {
  "/login": () => import("../pages/account/login.js"),
};

/** @type {import("../app/ui/nav.js").Place[]} */
const places = [
  { href: "/nurses", label: "nav.nurses", icon: "search" },
  { href: "/me", label: "nav.home", icon: "house", signedIn: true },
  { href: "/me/requests", label: "nav.requests", icon: "clipboard-list", signedIn: true },
  { href: "/me/patients", label: "nav.patients", icon: "heart-pulse", signedIn: true },
  { href: "/me/addresses", label: "nav.addresses", icon: "map-pin", signedIn: true },
];

/** The shell around every public screen. */
export default function Shell() {
  return html`<${PublicFrame} places=${places} />`;
}
