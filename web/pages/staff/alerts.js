// @ts-check
import { html } from "../../vendor/ui.mjs";
import { now } from "../../app/clock.js";
import { relative } from "../../app/format.js";
import { has, t, tn } from "../../app/i18n.js";
import { hasRole } from "../../app/session.js";
import { Icon } from "../../app/ui/index.js";
import { runningDeadline } from "./deadline.js";

const HOUR_MS = 3_600_000;
/** A backup is made every day; two hours of grace. */
const BACKUP_OLD_MS = 26 * HOUR_MS;

/** @typedef {{key: string, tone: "warn" | "danger", icon: string, text: string, href?: string}} Alert */

/** @param {string} name */
const jobName = (name) => (has(`job.${name}`) ? t(`job.${name}`) : name);

/** @param {import("./system.js").Stand} stand @returns {Alert[]} */
function ofSystem({ failed, overdue, backupAt, doubted }) {
  const jobs = [...new Set([...failed, ...overdue])];
  const owner = hasRole("owner");
  const backups = owner ? { href: "/admin/backups" } : {};
  const old = backupAt && now() - Date.parse(backupAt) > BACKUP_OLD_MS;
  /** @type {(Alert | false)[]} */
  const found = [
    jobs.length > 0 && {
      key: "jobs", tone: "danger", icon: "clock", href: "/admin/jobs",
      text: t("today.alert.jobs", { names: jobs.map(jobName).join(t("common.comma")) }),
    },
    backupAt === null && { key: "backup", tone: "danger", icon: "download", ...backups, text: t("today.alert.no_backup") },
    Boolean(old) && {
      key: "backup", tone: "warn", icon: "download", ...backups,
      text: t("today.alert.old_backup", { ago: relative(backupAt) }),
    },
    doubted && { key: "clock", tone: "warn", icon: "triangle-alert", ...(owner && { href: "/admin/health" }), text: t("today.alert.clock") },
  ];
  return found.filter((alert) => alert !== false);
}

/** @param {any[]} running @param {number | null} unverified @returns {Alert[]} */
function ofWork(running, unverified) {
  const soon = running.filter((request) => Date.parse(runningDeadline(request)?.until ?? "") - now() < HOUR_MS).length;
  /** @type {(Alert | false)[]} */
  const found = [
    soon > 0 && { key: "soon", tone: "warn", icon: "timer", href: "/admin/requests", text: tn("today.alert.soon", soon) },
    Boolean(unverified) && {
      key: "people", tone: "warn", icon: "shield-check", href: "/admin/people?is_verified=false",
      text: tn("today.alert.unverified", unverified ?? 0),
    },
  ];
  return found.filter((alert) => alert !== false);
}

/**
 * What somebody should look at now, worst first; a quiet day says so.
 * @param {{running: any[], unverified: number | null, stand: import("./system.js").Stand | null}} props
 */
export function Alerts({ running, unverified, stand }) {
  const all = [...(stand ? ofSystem(stand) : []), ...ofWork(running, unverified)];
  const shown = all.sort((a, b) => Number(b.tone === "danger") - Number(a.tone === "danger"));
  if (shown.length === 0) return html`<p class="alert alert-ok"><${Icon} name="circle-check" /> <span>${t("today.alert.none")}</span></p>`;
  return html`<ul class="alerts" aria-label=${t("today.alerts")}>
    ${shown.map(({ key, tone, icon, text, href }) => html`<li key=${key} class=${`alert alert-${tone}`}>
      <${Icon} name=${icon} /> ${href ? html`<a href=${href}>${text}</a>` : html`<span>${text}</span>`}</li>`)}
  </ul>`;
}
