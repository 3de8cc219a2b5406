// @ts-check
import { html } from "../../vendor/ui.mjs";
import { api } from "../../app/api.js";
import { dateTime, relative } from "../../app/format.js";
import { t } from "../../app/i18n.js";
import { useAction } from "../../app/resource.js";
import { Button, Icon } from "../../app/ui/index.js";

/** What a notice is about, by the beginning of its event. @type {[string, string][]} */
const ICONS = [
  ["booking_request_accepted", "circle-check"], ["booking_request_rejected", "circle-x"], ["booking_request_expired", "calendar-x"],
  ["booking_request_payment", "calendar-x"], ["booking_request", "clipboard-list"],
  ["booking_cancelled", "ban"], ["booking_", "calendar-check"], ["visit_missed", "calendar-x"], ["visit_", "calendar-days"],
  ["credential", "file-text"], ["alert", "triangle-alert"],
];

/** @param {string} event */
const iconOf = (event) => ICONS.find(([start]) => event.startsWith(start))?.[1] ?? "bell";

/** Where a notice leads a family. @param {any} data */
export function familyTarget(data) {
  if (data?.booking_id) return `/me/bookings/${data.booking_id}`;
  return data?.booking_request_id ? `/me/requests/${data.booking_request_id}` : null;
}

/**
 * One notice; what is unread says so in words, not by colour alone.
 * @param {{item: any, onRead: () => void, target?: (data: any) => string | null, level?: 2 | 3}} props target: where it leads
 */
export function NoticeItem({ item, onRead, target: leads = familyTarget, level = 2 }) {
  const read = useAction((key) => api.post("/notifications/read", { ids: [item.id] }, { key }));
  const mark = async () => {
    if (!item.read_at && (await read.run())) onRead();
  };
  const target = leads(item.data);
  const words = target ? html`<a class="card-link" href=${target} onClick=${() => void mark()}>${item.title}</a>` : item.title;
  return html`<li class=${item.read_at ? "notice-item" : "notice-item notice-unread"}>
    <span class="card-icon"><${Icon} name=${iconOf(item.event)} /></span>
    <div class="notice-words">
      ${level === 2 ? html`<h2 class="card-title">${words}</h2>` : html`<h3 class="card-title">${words}</h3>`}
      <p>${item.body}</p>
      <p class="muted small"><time datetime=${item.created_at} title=${dateTime(item.created_at)}>${relative(item.created_at)}</time>
        ${!item.read_at && html` <strong class="unread-word">${t("notices.new")}</strong>`}</p>
    </div>
    ${!item.read_at && html`<${Button} kind="quiet" size="sm" icon="check" busy=${read.busy} onClick=${mark}>${t("notices.read")}
      <span class="visually-hidden">: ${item.title}</span><//>`}
  </li>`;
}
