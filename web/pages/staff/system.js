// @ts-check
/** How the program itself is doing, as far as the role of the person looking may know. */
import { useResource } from "../../app/resource.js";
import { hasRole } from "../../app/session.js";

/**
 * @typedef {object} Stand
 * @property {string[]} failed jobs whose last run failed
 * @property {string[]} overdue jobs that are late
 * @property {string | null | undefined} backupAt the newest good backup; undefined when nobody said
 * @property {boolean} doubted whether sweeps wait for the clock
 */

/** @param {any} health @returns {Stand} */
const ofHealth = (health) => ({
  failed: health.failed_jobs, overdue: health.overdue_jobs, backupAt: health.last_backup_at,
  doubted: health.clock_doubt !== null,
});

/** @param {{items: any[]}} jobs @returns {Stand} */
function ofJobs({ items }) {
  const backup = items.find(({ name }) => name === "backup");
  const names = (/** @type {(job: any) => boolean} */ fits) => items.filter(fits).map(({ name }) => name);
  return {
    failed: names((job) => job.last_outcome === "failed"), overdue: names((job) => job.overdue),
    backupAt: backup && (backup.last_outcome === "ok" ? backup.last_ended_at : null),
    doubted: items.some((job) => job.held_by_clock),
  };
}

/** The owner sees its health, an admin its jobs; to others it stays unknown. @returns {{stand: Stand | null, reload: () => void}} */
export function useSystem() {
  const owner = hasRole("owner");
  const source = useResource(owner ? "/admin/health" : hasRole("admin") ? "/admin/jobs" : null);
  const data = /** @type {any} */ (source.data);
  return { stand: data && (owner ? ofHealth(data) : ofJobs(data)), reload: source.reload };
}
