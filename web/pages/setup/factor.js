// @ts-check
import { html, useState } from "../../vendor/ui.mjs";
import { t } from "../../app/i18n.js";
import { useAction } from "../../app/resource.js";
import { Button, Notice, confirm } from "../../app/ui/index.js";
import { RecoveryCodes } from "../account/recovery-codes.js";
import { Enrol } from "../account/second-factor.js";
import { Back } from "./back.js";

/** The owner's second factor; it may be left for later. @param {import("./setup.js").Step} props */
export function Factor({ state, send, onDone, onBack }) {
  const [enrolment, setEnrolment] = useState(/** @type {any} */ (null));
  const [codes, setCodes] = useState(/** @type {string[] | null} */ (null));
  const start = useAction((key) => send("/setup/totp", {}, key));
  const onStart = async () => setEnrolment((await start.run()) ?? null);
  const skip = async () => {
    const sure = await confirm({
      title: t("setup.skip_title"), text: t("setup.skip_text"), action: t("setup.skip"), cancel: t("factor.start"), danger: true,
    });
    if (sure) onDone();
    else void onStart();
  };
  if (codes) return html`<${RecoveryCodes} codes=${codes} onKept=${onDone} />`;
  if (state.totp_enabled) {
    return html`<${Notice} tone="ok" title=${t("account.factor_done")} />
      <div class="form-actions"><${Button} kind="primary" onClick=${onDone}>${t("action.next")}<//><${Back} onBack=${onBack} /></div>`;
  }
  if (enrolment) {
    return html`<${Enrol} enrolment=${enrolment} onDone=${setCodes} onCancel=${() => setEnrolment(null)}
      confirm=${(/** @type {object} */ values, /** @type {string} */ key) => send("/setup/totp/confirm", values, key)} />`;
  }
  return html`
    ${start.problem && html`<${Notice} tone="danger" title=${start.problem.title}><p>${start.problem.detail}</p><//>`}
    <div class="form-actions">
      <${Button} kind="primary" icon="shield-check" busy=${start.busy} onClick=${onStart}>${t("factor.start")}<//>
      <${Button} onClick=${skip}>${t("setup.later")}<//>
      <${Back} onBack=${onBack} />
    </div>`;
}
