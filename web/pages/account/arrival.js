// @ts-check
/** Where a person goes after signing in. */
import { homeOf } from "../../app/session.js";

/** @typedef {import("../../app/boot.js").User} User */

/** An address of this site, or nothing: a link from elsewhere must not lead people away. @param {string | undefined} next */
export function ownAddress(next) {
  if (!next?.startsWith("/") || next.startsWith("//") || next.startsWith("/\\")) return null;
  const to = new URL(next, location.origin);
  return to.origin === location.origin && to.pathname !== "/login" ? to.pathname + to.search : null;
}

/** Leads a person on; the server draws the next page for them. @param {User} user @param {string} [next] */
export const arriveAs = (user, next) => location.assign(ownAddress(next) ?? homeOf(user));
