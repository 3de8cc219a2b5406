// @ts-check
import { html } from "../../vendor/ui.mjs";
import { date, relative, today } from "../../app/format.js";
import { t } from "../../app/i18n.js";
import { hasRole } from "../../app/session.js";
import { LinkButton, Loaded, PageHeader, Stat, Stats } from "../../app/ui/index.js";
import { Alerts } from "./alerts.js";
import { Booked, Due, figure, Latest, runningOf, Standing, useRequests, useTotal } from "./board.js";
import { ForStaff } from "./gate.js";
import { useSystem } from "./system.js";

export const title = "nav.today";

/** @param {{stand: import("./system.js").Stand}} props */
const Backup = ({ stand }) => html`<${Stat} label=${t("today.backup")} icon="download" href=${hasRole("owner") ? "/admin/backups" : undefined}
  tone=${stand.backupAt ? "plain" : "danger"} value=${stand.backupAt ? relative(stand.backupAt) : t("today.backup_none")} />`;

function Board() {
  const requests = useRequests();
  const { total: unverified } = useTotal("/admin/nurses", { is_verified: "false" }, ["provider."]);
  const { stand } = useSystem();
  return html`<${Loaded} of=${requests} rows=${8}>${(/** @type {{items: any[]}} */ { items }) => html`
    <${Alerts} running=${runningOf(items)} unverified=${unverified} stand=${stand} />
    <${Stats}>
      <${Standing} status="pending_nurse_response" label=${t("today.pending")} icon="hourglass" />
      <${Standing} status="accepted_awaiting_payment" label=${t("today.unpaid")} icon="banknote" />
      <${Booked} status="confirmed" label=${t("today.confirmed")} icon="calendar-check" />
      <${Booked} status="in_progress" label=${t("today.in_progress")} icon="activity" />
      <${Stat} label=${t("today.unverified")} icon="shield-check" value=${figure(unverified)} href="/admin/people?is_verified=false"
        tone=${unverified ? "warn" : "plain"} />
      ${stand && stand.backupAt !== undefined && html`<${Backup} stand=${stand} />`}
    <//>
    <${Due} running=${runningOf(items)} onOver=${requests.reload} />
    <${Latest} />`}<//>`;
}

/** The agency's day at a glance: what runs out, what happened, what is wrong. */
export default function Page() {
  const all = html`<${LinkButton} href="/admin/requests" icon="clipboard-list">${t("nav.requests")}<//>`;
  return html`<${ForStaff} title=${t("nav.today")} roles=${["admin", "finance"]}>${() => html`
    <${PageHeader} title=${t("nav.today")} lead=${date(today(), "long")} actions=${all} /><${Board} />`}<//>`;
}
