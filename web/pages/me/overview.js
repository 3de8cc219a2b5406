// @ts-check
import { html } from "../../vendor/ui.mjs";
import { t } from "../../app/i18n.js";
import { useList, useResource } from "../../app/resource.js";
import { user } from "../../app/session.js";
import { Card, Icon, LinkButton, Loaded, PageHeader, Section } from "../../app/ui/index.js";
import { NextVisit } from "../bookings/next.js";
import { NoticeItem } from "../notices/item.js";
import { RequestCard } from "../requests/card.js";
import { SignedIn } from "./gate.js";

export const title = "nav.home";

const SHOWN = 4;
const LIVE = ["pending_nurse_response", "accepted_awaiting_payment"];

/** @param {any} resource */
const itemsOf = (resource) => resource.data?.items ?? [];

/** What a family does once before its first request. @param {{hasPatient: boolean, hasAddress: boolean}} props */
function FirstSteps({ hasPatient, hasAddress }) {
  const steps = [
    { key: "patient", done: hasPatient, href: "/me/patients/new", icon: "user-plus" },
    { key: "address", done: hasAddress, href: "/me/addresses/new", icon: "map-pin" },
    { key: "nurse", done: false, href: "/nurses", icon: "search" },
  ];
  const next = steps.findIndex(({ done }) => !done);
  return html`<${Section} title=${t("me.first")}>
    <ol class="first-steps">${steps.map(({ key, done, href, icon }, i) => html`<li key=${key} class=${done ? "first-step first-done" : "first-step"}>
      <span class="card-icon"><${Icon} name=${done ? "check" : icon} label=${done ? t("timeline.done") : undefined} /></span>
      <div><h3 class="card-title">${t(`me.first.${key}`)}</h3><p class="muted">${t(`me.first.${key}_text`)}</p></div>
      ${!done && html`<${LinkButton} href=${href} kind=${i === next ? "primary" : "secondary"}>${t(`me.first.${key}_do`)}<//>`}
    </li>`)}</ol>
  <//>`;
}

/** @param {{requests: any[], onOver: () => void}} props */
function Due({ requests, onOver }) {
  const live = requests.filter(({ status }) => LIVE.includes(status));
  const more = html`<a href="/me/requests">${t("me.all_requests")}</a>`;
  return html`<${Section} title=${t("me.due")} actions=${more}>
    ${live.length === 0
      ? html`<${Card}><p class="row"><${Icon} name="circle-check" /> <span>${t("me.nothing_due")}</span></p>
          <p class="section-tight"><${LinkButton} href="/nurses" icon="search">${t("requests.find")}<//></p><//>`
      : html`<div class="stack-cards">${live.map((request) => html`<${RequestCard} key=${request.id} level=${3} request=${request} onOver=${onOver} />`)}</div>`}
  <//>`;
}

function Latest() {
  const notices = useList("/notifications", { live: ["notification."], pageSize: SHOWN });
  const more = html`<a href="/me/notifications">${t("me.all_notices")}</a>`;
  if (!notices.loading && notices.items.length === 0) return null;
  return html`<${Section} title=${t("me.latest")} actions=${more}>
    <ul class="notices">${notices.items.map((/** @type {any} */ item) =>
      html`<${NoticeItem} key=${item.id} level=${3} item=${item} onRead=${notices.reload} />`)}</ul>
  <//>`;
}

function Overview() {
  const requests = useResource("/booking_requests", { query: { page_size: SHOWN }, live: ["booking_request."] });
  const patients = useResource("/patients", { query: { page_size: 1 } });
  const addresses = useResource("/addresses", { query: { page_size: 1 } });
  const parts = [requests, patients, addresses];
  const together = {
    data: parts.every(({ data }) => data) ? true : null, loading: parts.some(({ loading }) => loading),
    problem: parts.find(({ problem }) => problem)?.problem ?? null, reload: () => parts.forEach((part) => part.reload()), replace: () => {},
  };
  return html`<${Loaded} of=${together} kind="card" rows=${2}>
    ${() => html`
      <${NextVisit} />
      ${itemsOf(requests).length === 0
        ? html`<${FirstSteps} hasPatient=${itemsOf(patients).length > 0} hasAddress=${itemsOf(addresses).length > 0} />`
        : html`<${Due} requests=${itemsOf(requests)} onOver=${requests.reload} />`}
      <${Latest} />`}
  <//>`;
}

/** A family's own page: what waits on them, what is new. */
export default function Page() {
  const name = user.value?.name;
  return html`<${PageHeader} title=${name ? t("me.hello", { name }) : t("nav.home")} lead=${t("me.lead")} />
    <${SignedIn}>${() => html`<${Overview} />`}<//>`;
}
