// @ts-check
import { html } from "../../vendor/ui.mjs";
import { api } from "../../app/api.js";
import { t } from "../../app/i18n.js";
import { useAction } from "../../app/resource.js";
import { forgetUnsaved, navigate } from "../../app/router.js";
import { Button, confirm, Notice, ProblemState, Section, toast } from "../../app/ui/index.js";

const CONFLICT = 409;

/**
 * Taking a patient or an address off the list. One that a running request needs stays, and the reason is said here.
 * @param {{path: string, name: string, kind: "patient" | "address", list: string}} props
 */
export function Removal({ path, name, kind, list }) {
  const removal = useAction(() => api.del(path).then(() => true));
  const remove = async () => {
    const yes = await confirm({
      title: t(`${kind}.delete.title`, { name }), text: t(`${kind}.delete.text`), action: t("action.delete"), danger: true,
    });
    if (!yes || !(await removal.run())) return;
    toast(t(`${kind}.deleted`));
    forgetUnsaved();
    void navigate(list);
  };
  const { problem } = removal;
  return html`<${Section} title=${t(`${kind}.delete`)}>
    <div class="stack measure">
      <p class="muted">${t(`${kind}.delete.text`)}</p>
      ${problem && (problem.status === CONFLICT
        ? html`<div role="alert"><${Notice} tone="warn" title=${problem.title}>
            <p>${problem.detail}</p><p><a href="/me/requests">${t("nav.requests")}</a></p><//></div>`
        : html`<${ProblemState} problem=${problem} onRetry=${remove} />`)}
      <div><${Button} kind="danger" icon="trash-2" busy=${removal.busy} onClick=${remove}>${t("action.delete")}<//></div>
    </div>
  <//>`;
}
