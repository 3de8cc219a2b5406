// @ts-check
import { html } from "../../vendor/ui.mjs";
import { api } from "../../app/api.js";
import { dateTime, relative } from "../../app/format.js";
import { t } from "../../app/i18n.js";
import { useAction, useList } from "../../app/resource.js";
import { Button, Empty, Icon, ListView, PageHeader, ProblemState } from "../../app/ui/index.js";
import { base } from "./base.js";
import { ForStaff } from "./gate.js";

export const title = "shell.notifications";

/** @param {{item: any, onRead: () => void}} props */
function Notice({ item, onRead }) {
  const read = useAction((key) => api.post("/notifications/read", { ids: [item.id] }, { key }));
  const mark = async () => {
    if (!item.read_at && (await read.run())) onRead();
  };
  const request = item.data?.booking_request_id;
  return html`<li class=${item.read_at ? "notice-item" : "notice-item notice-unread"}>
    <span class="card-icon"><${Icon} name=${request ? "clipboard-list" : "bell"} /></span>
    <div class="notice-words">
      <h2 class="card-title">${request
        ? html`<a class="card-link" href=${`${base()}/requests/${request}`} onClick=${() => void mark()}>${item.title}</a>` : item.title}</h2>
      <p>${item.body}</p>
      <p class="muted small"><time datetime=${item.created_at} title=${dateTime(item.created_at)}>${relative(item.created_at)}</time>
        ${!item.read_at && html` <strong class="unread-word">${t("staff_notices.new")}</strong>`}</p>
    </div>
    ${!item.read_at && html`<${Button} kind="quiet" size="sm" icon="check" busy=${read.busy} onClick=${mark}>${t("staff_notices.read")}
      <span class="visually-hidden">: ${item.title}</span><//>`}
  </li>`;
}

function List() {
  const list = useList("/notifications", { live: ["notification."] });
  const all = useAction((key) => api.post("/notifications/read", {}, { key }));
  const readAll = async () => {
    if (await all.run()) list.reload();
  };
  const some = list.items.some((item) => !item.read_at);
  return html`
    <${PageHeader} title=${t("shell.notifications")} lead=${t("staff_notices.lead")}
      actions=${some && html`<${Button} kind="quiet" icon="check" busy=${all.busy} onClick=${readAll}>${t("staff_notices.read_all")}<//>`} />
    ${all.problem && html`<${ProblemState} problem=${all.problem} onRetry=${readAll} />`}
    <${ListView} list=${list} empty=${html`<${Empty} icon="bell" title=${t("staff_notices.none")} text=${t("staff_notices.none_text")} />`}>
      ${(/** @type {any[]} */ items) => html`<ul class="notices measure">
        ${items.map((item) => html`<${Notice} key=${item.id} item=${item} onRead=${list.reload} />`)}</ul>`}
    <//>`;
}

/** What the agency told this member of staff. */
export default function Page() {
  return html`<${ForStaff} title=${t("shell.notifications")}>${() => html`<${List} />`}<//>`;
}
