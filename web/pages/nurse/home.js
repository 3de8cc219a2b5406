// @ts-check
import { html, useState } from "../../vendor/ui.mjs";
import { number } from "../../app/digits.js";
import { date, today } from "../../app/format.js";
import { t, tn } from "../../app/i18n.js";
import { useResource } from "../../app/resource.js";
import { user } from "../../app/session.js";
import { Card, Cards, Empty, LinkButton, Notice, PageHeader, ProblemState, Section, Skeleton, Stat, Stats } from "../../app/ui/index.js";
import { Day } from "./day.js";
import { ForNurses } from "./gate.js";
import { duties } from "./duties.js";
import { RequestCard } from "./request-card.js";

export const title = "today.title";

const SHOWN = 3;
const LIVE = ["booking_request."];

/** @param {string} status */
const inState = (status) => useResource("/booking_requests", { query: { role: "nurse", status, page_size: SHOWN, count: 1 }, live: LIVE });

/** What keeps families from finding this nurse. @param {{profile: any, offers: any[]}} props */
function Duties({ profile, offers }) {
  const due = duties(profile, offers);
  if (due.length === 0) return null;
  return html`<div class="stack-sm">${due.map(({ code, tone, href, day }) => html`<${Notice} key=${code} tone=${tone} title=${t(`duty.${code}`)}>
    <p>${t(`duty.${code}_text`, { day: day ? date(day) : "" })}</p>
    ${href && html`<p><a href=${href}>${t(`duty.${code}_do`)}</a></p>`}<//>`)}</div>`;
}

/** @param {{title: string, of: any, href: string}} props */
function Requests({ title: heading, of, href }) {
  const items = of.data?.items ?? [];
  if (items.length === 0) return null;
  const total = of.data.total ?? items.length;
  const all = html`<a href=${href}>${total > items.length ? tn("today.all", total) : t("today.list")}</a>`;
  return html`<${Section} title=${heading} actions=${all}>
    <div class="requests">${items.map((/** @type {any} */ request) =>
      html`<${RequestCard} key=${request.id} level=${3} request=${request} onOver=${of.reload} />`)}</div>
  <//>`;
}

/** Everything at a glance. It asks at once and waits to be shown. @param {{shown: boolean}} props */
function Overview({ shown }) {
  const waiting = /** @type {any} */ (inState("pending_nurse_response"));
  const accepted = /** @type {any} */ (inState("accepted_awaiting_payment"));
  const profile = /** @type {any} */ (useResource("/nurse/profile"));
  const offers = /** @type {any} */ (useResource("/nurse/variants", { query: { page_size: 100 } }));
  const problem = waiting.problem ?? accepted.problem ?? profile.problem ?? offers.problem;
  const retry = () => [waiting, accepted, profile, offers].forEach((source) => source.problem && source.reload());
  if (!shown) return null;
  if ([waiting, accepted, profile, offers].some((source) => source.loading)) return html`<${Skeleton} kind="card" rows=${3} />`;
  if (problem) return html`<${ProblemState} problem=${problem} onRetry=${retry} />`;
  const [asks, held] = [waiting.data?.total ?? 0, accepted.data?.total ?? 0];
  return html`<div class="stack">
    <${Duties} profile=${profile.data} offers=${offers.data?.items ?? []} />
    <${Stats}>
      <${Stat} icon="inbox" label=${t("today.waiting")} value=${number(asks)} href="/n/requests" tone=${asks > 0 ? "warn" : "plain"} />
      <${Stat} icon="banknote" label=${t("today.accepted")} value=${number(held)} href="/n/requests?tab=accepted" />
    <//>
    ${asks + held === 0 && html`<${Empty} icon="hand-heart" title=${t("today.none")} text=${t("today.none_text")}>
      <${LinkButton} href="/n/variants" icon="tag">${t("nav.variants")}<//><//>`}
    <${Requests} title=${t("today.waiting")} of=${waiting} href="/n/requests" />
    <${Requests} title=${t("today.accepted")} of=${accepted} href="/n/requests?tab=accepted" />
    <${Cards} size="sm">
      <${Card} icon="heart-pulse" title=${t("today.emergency")} href="/help/emergencies" meta=${t("today.emergency_text")} />
    <//>
  </div>`;
}

/** The day first, then everything else. */
function Whole() {
  const [shown, setShown] = useState(false);
  return html`
    <${PageHeader} title=${t("today.hello", { name: user.value?.name ?? "" })} lead=${date(today(), "long")} />
    <${Day} onReady=${() => setShown(true)} />
    <div class="section"><${Overview} shown=${shown} /></div>`;
}

/** The nurse's first screen. */
export default function Page() {
  return html`<${ForNurses} title=${t("today.title")}>${() => html`<${Whole} />`}<//>`;
}
