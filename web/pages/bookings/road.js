// @ts-check
/** The road of a booking, as steps of a rail. */
import "./words.js";
import { t, word } from "../../app/i18n.js";
import { isLive, nextVisit } from "./facts.js";

/** @typedef {{title: string, at?: string | null, text?: any, state: "done" | "now" | "next" | "failed"}} Step */

/** What lies ahead. @param {any} booking @returns {Step[]} */
function ahead(booking) {
  const visit = nextVisit(booking);
  /** @type {Step[]} */
  const steps = [];
  if (visit && visit.status === "scheduled") steps.push({ title: t("booking.step.visit"), at: visit.starts_at, state: "next" });
  if (isLive(booking)) steps.push({ title: t("booking.step.end"), state: "next" });
  if (booking.status === "completed") steps.push({ title: t("booking.step.window"), at: booking.dispute_window_ends_at, state: "next" });
  return steps;
}

/**
 * @param {any} booking @param {{roles?: boolean}} [shown] roles: also who moved it
 * @returns {Step[]}
 */
export function stepsOf(booking, { roles = false } = {}) {
  const moves = booking.timeline.filter((/** @type {any} */ { from }) => from !== null);
  const done = moves.map((/** @type {any} */ { to, at, actor_role: role }) => ({
    title: t(`booking.moment.${to}`), at, state: to === "cancelled" ? "failed" : "done",
    ...(roles && { text: word("role", role) }),
  }));
  return [...done, ...ahead(booking)];
}
