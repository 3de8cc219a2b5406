// @ts-check
import { html } from "../../vendor/ui.mjs";
import { api } from "../../app/api.js";
import { boot } from "../../app/boot.js";
import { t } from "../../app/i18n.js";
import { useAction, useList } from "../../app/resource.js";
import { setQuery } from "../../app/router.js";
import { Button, Empty, LinkButton, ListView, ProblemState } from "../../app/ui/index.js";
import { RadioGroup } from "../../app/ui/forms.js";
import { NoticeItem } from "./item.js";

/** Where one chooses how one is told. */
const CHOICES = "/account?tab=messages";

/**
 * What the agency told this person, whoever they are.
 * @param {{query: Record<string, string>, none: string, target: (data: any) => string | null}} props
 *   none: what will come here, while nothing has; target: where a notice leads
 */
export function Feed({ query, none, target }) {
  const unread = query.unread === "1";
  const list = useList("/notifications", { query: { unread: unread ? "1" : undefined }, live: ["notification."] });
  const all = useAction((key) => api.post("/notifications/read", {}, { key }));
  const readAll = async () => {
    if (await all.run()) list.reload();
  };
  const options = [{ value: "", label: t("notices.all") }, { value: "1", label: t("notices.unread") }];
  return html`
    <div class="list-tools">
      <${RadioGroup} name="unread" label=${t("notices.which")} hideLabel layout="row" options=${options} value=${unread ? "1" : ""}
        onChange=${(/** @type {string} */ value) => setQuery({ unread: value })} />
      ${list.items.some((item) => !item.read_at) && html`<${Button} kind="quiet" icon="check" busy=${all.busy} onClick=${readAll}>
        ${t("notices.read_all")}<//>`}
    </div>
    <p><${LinkButton} kind="quiet" size="sm" icon="settings" href=${boot.shell === "nurse" ? `/n${CHOICES}` : CHOICES}>
      ${t("notices.preferences")}<//></p>
    ${all.problem && html`<${ProblemState} problem=${all.problem} onRetry=${readAll} />`}
    <${ListView} list=${list} onClear=${() => setQuery({ unread: "" })} empty=${html`<${Empty} icon="bell" title=${t("notices.empty")} text=${none} />`}>
      ${(/** @type {any[]} */ items) => html`<ul class="notices measure">
        ${items.map((item) => html`<${NoticeItem} key=${item.id} item=${item} target=${target} onRead=${list.reload} />`)}</ul>`}
    <//>`;
}
