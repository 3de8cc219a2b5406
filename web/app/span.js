// @ts-check
/** How long something takes, or how far off it is. */
import { now } from "./clock.js";
import { t, tn } from "./i18n.js";

/** @type {[string, number][]} */
const UNITS = [["day", 86_400], ["hour", 3600], ["minute", 60], ["second", 1]];

/** How long, in at most two units: 3 hours and 5 minutes. @param {number} seconds */
export function span(seconds) {
  let rest = Math.max(0, Math.floor(seconds));
  const parts = [];
  for (const [unit, size] of UNITS) {
    const n = Math.floor(rest / size);
    rest -= n * size;
    if (n > 0) parts.push(tn(`span.${unit}`, n));
    if (parts.length === 2 || (parts.length === 1 && n === 0)) break;
  }
  return parts.length === 0 ? tn("span.second", 0) : parts.join(t("span.and"));
}

/** Distance from the server's now: in 3 hours, 5 minutes ago. @param {string | null | undefined} instant */
export function relative(instant) {
  if (!instant) return t("common.none");
  const seconds = (Date.parse(instant) - now()) / 1000;
  if (Math.abs(seconds) < 45) return t("span.now");
  const [unit, size] = UNITS.find(([, s]) => Math.abs(seconds) >= s) ?? ["minute", 60];
  const n = Math.round(Math.abs(seconds) / size);
  return t(seconds > 0 ? "span.ahead" : "span.ago", { span: tn(`span.${unit}`, n) });
}
