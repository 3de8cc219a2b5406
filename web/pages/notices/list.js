// @ts-check
import { html } from "../../vendor/ui.mjs";
import { api } from "../../app/api.js";
import { t } from "../../app/i18n.js";
import { useAction, useList } from "../../app/resource.js";
import { setQuery } from "../../app/router.js";
import { Button, Empty, ListView, PageHeader, ProblemState } from "../../app/ui/index.js";
import { RadioGroup } from "../../app/ui/forms.js";
import { SignedIn } from "../me/gate.js";
import { NoticeItem } from "./item.js";

export const title = "shell.notifications";

/** @param {{query: Record<string, string>}} props */
function List({ query }) {
  const unread = query.unread === "1";
  const list = useList("/notifications", { query: { unread: unread ? "1" : undefined }, live: ["notification."] });
  const all = useAction((key) => api.post("/notifications/read", {}, { key }));
  const readAll = async () => {
    if (await all.run()) list.reload();
  };
  const options = [{ value: "", label: t("notices.all") }, { value: "1", label: t("notices.unread") }];
  const none = html`<${Empty} icon="bell" title=${t("notices.empty")} text=${t("notices.empty_text")} />`;
  return html`
    <div class="list-tools">
      <${RadioGroup} name="unread" label=${t("notices.which")} hideLabel layout="row" options=${options} value=${unread ? "1" : ""}
        onChange=${(/** @type {string} */ value) => setQuery({ unread: value })} />
      ${list.items.some((item) => !item.read_at) && html`<${Button} kind="quiet" icon="check" busy=${all.busy} onClick=${readAll}>
        ${t("notices.read_all")}<//>`}
    </div>
    ${all.problem && html`<${ProblemState} problem=${all.problem} onRetry=${readAll} />`}
    <${ListView} list=${list} onClear=${() => setQuery({ unread: "" })} empty=${none}>
      ${(/** @type {any[]} */ items) => html`<ul class="notices">
        ${items.map((item) => html`<${NoticeItem} key=${item.id} item=${item} onRead=${list.reload} />`)}</ul>`}
    <//>`;
}

/** What the agency told this person. @param {import("../../app/router.js").PageProps} props */
export default function Page({ query }) {
  return html`<${PageHeader} title=${t("shell.notifications")} lead=${t("notices.lead")} />
    <${SignedIn}>${() => html`<${List} query=${query} />`}<//>`;
}
