// @ts-check
import { html } from "../../vendor/ui.mjs";
import { t, word } from "../../app/i18n.js";
import { useList } from "../../app/resource.js";
import { setQuery } from "../../app/router.js";
import { Select } from "../../app/ui/forms.js";
import { Empty, ListView, PageHeader, Tabs } from "../../app/ui/index.js";
import { ForNurses } from "./gate.js";
import { RequestCard } from "./request-card.js";
import { hasEnded } from "./visits.js";

export const title = "inbox.title";

const LIVE = ["booking_request."];
/** @type {Record<string, string>} */
const STATUS = { waiting: "pending_nurse_response", accepted: "accepted_awaiting_payment" };
const ENDED = ["converted", "rejected_by_nurse", "expired_no_response", "payment_deadline_expired", "cancelled_by_customer"];

/** @param {{items: any[], list: import("../../app/resource.js").Listing<any>}} props */
const RequestCards = ({ items, list }) => html`<div class="requests">
  ${items.map((request) => html`<${RequestCard} key=${request.id} request=${request} onOver=${list.reload} />`)}</div>`;

/** Requests in one live state. @param {{tab: string}} props */
function Live({ tab }) {
  const list = useList("/booking_requests", { query: { role: "nurse", status: STATUS[tab] }, live: LIVE });
  const none = html`<${Empty} icon=${tab === "waiting" ? "inbox" : "banknote"} title=${t(`inbox.none.${tab}`)} text=${t(`inbox.none.${tab}_text`)} />`;
  return html`<${ListView} list=${list} rows=${3} empty=${none} onClear=${undefined}>
    ${(/** @type {any[]} */ items) => html`<${RequestCards} items=${items} list=${list} />`}<//>`;
}

/** Requests that have come to an end, newest deadline first. @param {{status: string}} props */
function Past({ status }) {
  const list = useList("/booking_requests", { query: { role: "nurse", status }, live: LIVE });
  const none = html`<${Empty} icon="history" title=${t("inbox.none.past")} text=${t("inbox.none.past_text")} />`;
  const options = ENDED.map((value) => ({ value, label: word("status", value) }));
  return html`
    <div class="list-tools"><${Select} name="status" label=${t("inbox.status")} hideLabel empty=${t("inbox.all_past")} options=${options}
      value=${status} onChange=${(/** @type {string} */ value) => setQuery({ status: value })} /></div>
    <${ListView} list=${list} rows=${3} empty=${none} onClear=${status ? () => setQuery({ status: "" }) : undefined}>
      ${(/** @type {any[]} */ items) => {
        const ended = items.filter(hasEnded);
        return ended.length > 0 || list.hasOlder ? html`<${RequestCards} items=${ended} list=${list} />` : none;
      }}<//>`;
}

/** What families ask of this nurse. @param {import("../../app/router.js").PageProps} props */
export default function Page({ query }) {
  const ids = ["waiting", "accepted", "past"];
  const tab = ids.includes(query.tab ?? "") ? query.tab : "waiting";
  const tabs = ids.map((id) => ({ id, label: t(`inbox.tab.${id}`) }));
  return html`<${ForNurses} title=${t("inbox.title")}>${() => html`
    <${PageHeader} title=${t("inbox.title")} lead=${t("inbox.lead")} />
    <${Tabs} label=${t("inbox.title")} tabs=${tabs} value=${tab} onChange=${(/** @type {string} */ id) => setQuery({ tab: id, status: "" })}>
      ${(/** @type {string} */ id) => (id === "past"
        ? html`<${Past} status=${query.status ?? ""} />` : html`<${Live} key=${id} tab=${id} />`)}
    <//>`}<//>`;
}
