// @ts-check
import { html } from "../../vendor/ui.mjs";
import { api } from "../../app/api.js";
import { number } from "../../app/digits.js";
import { relative } from "../../app/format.js";
import { t, word } from "../../app/i18n.js";
import { useAction, useList } from "../../app/resource.js";
import { setQuery } from "../../app/router.js";
import { hasRole } from "../../app/session.js";
import { Select } from "../../app/ui/forms.js";
import { Button, Empty, Filters, ListView, PageHeader, Pill, ProblemState, Table, When, toast } from "../../app/ui/index.js";
import { ForStaff } from "./gate.js";

export const title = "nav.outbox";

/**
 * @typedef {{id: number, channel: "in_app" | "sms" | "email", status: "queued" | "sent" | "failed", event: string, recipient: string,
 *   attempts: number, error: string | null, created_at: string, sent_at: string | null, next_attempt_at: string | null, read_at: string | null}} Dispatch
 */

const FILTERS = ["channel", "status", "event"];
const CHANNELS = /** @type {Record<string, string>} */ ({ in_app: "bell", sms: "smartphone", email: "mail" });
/** Codes run out within minutes; nobody sends one again. */
const CODE = "auth_code";
const EVENTS = [
  "auth_code", "invitation", "setup_test", "booking_request_received", "booking_request_accepted", "booking_request_rejected",
  "booking_request_expired_no_response", "booking_request_payment_window_expired",
  "booking_confirmed", "booking_completed", "booking_cancelled", "booking_substituted", "visit_rescheduled", "visit_missed", "alert_raised",
  "credential_expiring", "credential_expired", "care_instructions_written", "payment_failed", "refund_started", "refund_done",
];

/** @param {{dispatch: Dispatch}} props */
function Standing({ dispatch: { status, error, attempts, next_attempt_at, read_at } }) {
  const face = status === "queued" ? html`<${Pill} tone="info" icon="hourglass">${t("outbox.queued")}<//>`
    : read_at ? html`<${Pill} tone="ok" icon="circle-check">${t("outbox.read")}<//>` : html`<${Pill} code=${status} />`;
  return html`<span class="nowrap">${face}</span>
    ${error && html`<p class="small">${word("outbox.why", error)} · ${t("outbox.tries", { n: number(attempts) })}</p>`}
    ${next_attempt_at && attempts > 0 && html`<p class="muted small">${t("outbox.again", { at: relative(next_attempt_at) })}</p>`}`;
}

/** @param {{dispatch: Dispatch, onDone: () => void}} props */
function Resend({ dispatch, onDone }) {
  const resend = useAction((key) => api.post(`/admin/notifications/${dispatch.id}/resend`, {}, { key }));
  const { recipient } = dispatch;
  const run = async () => {
    if (!(await resend.run())) return;
    toast(t("outbox.resent", { recipient }));
    onDone();
  };
  return html`<${Button} size="sm" kind="quiet" icon="send" busy=${resend.busy} onClick=${run} label=${t("outbox.resend_one", { recipient })}>
      ${t("outbox.resend")}<//>
    ${resend.problem && html`<${ProblemState} problem=${resend.problem} />`}`;
}

/** @param {Dispatch} d */
const mayResend = (d) => d.channel !== "in_app" && d.status === "failed" && d.event !== CODE;

/** @param {() => void} reload @param {Dispatch[]} rows */
const columnsOf = (reload, rows) => [
  { key: "event", label: t("outbox.event"), cell: (/** @type {Dispatch} */ d) => word("outbox.event", d.event) },
  { key: "at", label: t("outbox.at"), cell: (/** @type {Dispatch} */ d) => html`<${When} at=${d.created_at} clock />` },
  { key: "channel", label: t("outbox.channel"), cell: (/** @type {Dispatch} */ d) => html`<span class="nowrap"><${Pill} tone="muted" icon=${CHANNELS[d.channel] ?? "send"}>
    ${t(`outbox.channel.${d.channel}`)}<//></span>` },
  { key: "to", label: t("outbox.to"), cell: (/** @type {Dispatch} */ d) => d.channel === "in_app" ? html`<bdi class="nowrap">${d.recipient}</bdi>`
    : html`<span dir="ltr" class="nowrap">${d.recipient}</span>` },
  { key: "status", label: t("outbox.status"), cell: (/** @type {Dispatch} */ d) => html`<${Standing} dispatch=${d} />` },
  ...(hasRole("admin") && rows.some(mayResend) ? [{ key: "acts", label: t("outbox.acts"), cell: (/** @type {Dispatch} */ d) =>
    mayResend(d) && html`<${Resend} dispatch=${d} onDone=${reload} />` }] : []),
];

/** @param {string} name @param {string[]} values @param {Record<string, string>} query @param {(value: string) => string} say */
const choice = (name, values, query, say) => html`<${Select} name=${name} label=${t(`outbox.${name}`)} optional empty=${t("common.all")}
  options=${values.map((value) => ({ value, label: say(value) }))} value=${query[name] ?? ""}
  onChange=${(/** @type {string} */ value) => setQuery({ [name]: value })} />`;

/** @param {{query: Record<string, string>}} props */
function List({ query }) {
  const list = useList("/admin/notifications", { query: Object.fromEntries(FILTERS.map((name) => [name, query[name]])), live: ["notification."] });
  const clear = () => setQuery(Object.fromEntries(FILTERS.map((name) => [name, ""])));
  return html`
    <${PageHeader} title=${t("nav.outbox")} lead=${t("outbox.lead")} />
    <${Filters} active=${FILTERS.filter((name) => query[name]).length} onClear=${clear}>
      ${choice("channel", Object.keys(CHANNELS), query, (value) => t(`outbox.channel.${value}`))}
      ${choice("status", ["queued", "sent", "failed"], query, (value) => (value === "queued" ? t("outbox.queued") : word("status", value)))}
      ${choice("event", EVENTS, query, (value) => word("outbox.event", value))}
    <//>
    <${ListView} list=${list} onClear=${clear} empty=${html`<${Empty} icon="send" title=${t("outbox.empty")} text=${t("outbox.empty_text")} />`}>
      ${(/** @type {Dispatch[]} */ rows) => html`<${Table} caption=${t("nav.outbox")} rows=${rows} dense columns=${columnsOf(list.reload, rows)}
        rowKey=${(/** @type {Dispatch} */ d) => `${d.channel}${d.id}`} />`}
    <//>`;
}

/** What was told to whom, over every channel, and what never arrived. @param {import("../../app/router.js").PageProps} props */
export default function Page({ query }) {
  return html`<${ForStaff} title=${t("nav.outbox")}>${() => html`<${List} query=${query} />`}<//>`;
}
