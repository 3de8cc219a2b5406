// @ts-check
/** What the first pages of the console and the desk share: how many wait, what runs out, what happened. */
import { html } from "../../vendor/ui.mjs";
import { number } from "../../app/digits.js";
import { relative } from "../../app/format.js";
import { t } from "../../app/i18n.js";
import { useResource } from "../../app/resource.js";
import { Empty, Loaded, Pill, Section, Stat, Table, When } from "../../app/ui/index.js";
import { base } from "./base.js";
import { runningDeadline } from "./deadline.js";
import { TimeLeft } from "./time-left.js";

const READ = 50;
const SHOWN = 8;
const REQUESTS = ["booking_request."];

/** @typedef {any} Row */

/** The requests that can still be acted on, nearest deadline first, then those over. */
export const useRequests = () => useResource("/booking_requests", { query: { page_size: READ }, live: REQUESTS });

/** What of the requests read still runs. @param {Row[]} items */
export const runningOf = (items) => items.filter(runningDeadline);

/** How many a list holds. @param {string} path @param {Record<string, string>} query @param {string[]} live */
export function useTotal(path, query, live) {
  const page = useResource(path, { query: { ...query, count: 1, page_size: 1 }, live });
  const total = /** @type {any} */ (page.data)?.total ?? null;
  return { total: /** @type {number | null} */ (total), reload: page.reload };
}

/** A count, while it is known. @param {number | null} n */
export const figure = (n) => (n === null ? t("common.none") : number(n));

const who = [
  { key: "patient", label: t("staff.requests.patient"), cell: (/** @type {Row} */ r) => html`<bdi class="nowrap">${r.patient.display_name}</bdi>` },
  { key: "nurse", label: t("staff.requests.nurse"), cell: (/** @type {Row} */ r) => html`<bdi class="nowrap">${r.nurse.display_name}</bdi>` },
];

const dueColumns = [
  ...who,
  { key: "day", label: t("today.visit_day"), cell: (/** @type {Row} */ r) => html`<${When} at=${r.requested_date} />` },
  { key: "status", label: t("staff.requests.status"), cell: (/** @type {Row} */ r) => html`<${Pill} code=${r.status} />` },
];

const latestColumns = [
  ...who,
  { key: "status", label: t("staff.requests.status"), cell: (/** @type {Row} */ r) => html`<${Pill} code=${r.status} />` },
  { key: "at", label: t("today.asked"), cell: (/** @type {Row} */ r) => html`<span class="nowrap">${relative(r.created_at)}</span>` },
];

/** @param {Row} request */
const hrefOf = (request) => `${base()}/requests/${request.id}`;

/** How many requests stand in a state; leads to them. @param {{status: string, label: string, icon: string}} props */
export function Standing({ status, label, icon }) {
  const { total } = useTotal("/booking_requests", { status }, REQUESTS);
  return html`<${Stat} label=${label} icon=${icon} value=${figure(total)} href=${`${base()}/requests?status=${status}`} />`;
}

/** How many bookings stand in a state; leads to them. @param {{status: string, label: string, icon: string}} props */
export function Booked({ status, label, icon }) {
  const { total } = useTotal("/bookings", { status }, ["booking."]);
  return html`<${Stat} label=${label} icon=${icon} value=${figure(total)} href=${`${base()}/bookings?status=${status}`} />`;
}

/** What runs out next, each with the time it has left. @param {{running: Row[], onOver: () => void}} props */
export function Due({ running, onOver }) {
  const left = { key: "left", label: t("today.left"), cell: (/** @type {Row} */ r) =>
    html`<${TimeLeft} until=${runningDeadline(r)?.until ?? ""} onOver=${onOver} />` };
  const more = html`<a href=${`${base()}/requests`}>${t("today.all_requests")}</a>`;
  return html`<${Section} title=${t("today.due")} actions=${more}>
    ${running.length === 0
      ? html`<${Empty} icon="circle-check" title=${t("today.due_none")} />`
      : html`<${Table} caption=${t("today.due")} rows=${running.slice(0, SHOWN)} dense href=${hrefOf} columns=${[...dueColumns, left]} />`}
  <//>`;
}

/** What families asked for last. */
export function Latest() {
  const latest = useResource("/booking_requests", { query: { order: "newest", page_size: SHOWN }, live: REQUESTS });
  return html`<${Section} title=${t("today.latest")}>
    <${Loaded} of=${latest} rows=${SHOWN}>${(/** @type {{items: Row[]}} */ { items }) => items.length === 0
      ? html`<${Empty} icon="clipboard-list" title=${t("staff.requests.empty")} />`
      : html`<${Table} caption=${t("today.latest")} rows=${items} dense href=${hrefOf} columns=${latestColumns} />`}<//>
  <//>`;
}
