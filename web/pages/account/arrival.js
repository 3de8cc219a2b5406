// @ts-check
/** Where a person goes after signing in. */
import { api } from "../../app/api.js";
import { homeOf } from "../../app/session.js";

/** @typedef {import("../../app/boot.js").User} User */

/** An address of this site, or nothing: a link from elsewhere must not lead people away. @param {string | undefined} next */
export function ownAddress(next) {
  if (!next?.startsWith("/") || next.startsWith("//") || next.startsWith("/\\")) return null;
  const to = new URL(next, location.origin);
  return to.origin === location.origin && to.pathname !== "/login" ? to.pathname + to.search : null;
}

/** Whether the person's role demands a second factor that they do not have yet. */
async function owesFactor() {
  const me = await api.get("/me", {}, { quiet: true }).catch(() => null);
  return me !== null && me.totp_required && !me.totp_enabled;
}

/**
 * Leads a person on; the server draws the next page for them. Whoever still owes a second factor sets it up first.
 * @param {User} user @param {string} [next]
 */
export async function arriveAs(user, next) {
  const staff = user.roles.some((role) => !["customer", "nurse", "doctor"].includes(role));
  const to = ownAddress(next) ?? homeOf(user);
  location.assign(staff && (await owesFactor()) ? `/account?tab=security&next=${encodeURIComponent(to)}` : to);
}
