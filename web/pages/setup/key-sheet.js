// @ts-check
import { html, useEffect, useState } from "../../vendor/ui.mjs";
import { asProblem } from "../../app/api.js";
import { boot } from "../../app/boot.js";
import { t } from "../../app/i18n.js";
import { Button, Notice, ProblemState, Skeleton } from "../../app/ui/index.js";
import { Back } from "./back.js";
import { Paper, Save, TypeBack } from "./sheet.js";

/** @typedef {import("./setup.js").Step} Step */

/** The key to everything, on paper. @param {Step} props */
export function KeySheet(props) {
  const { state, read, send, onDone, onBack } = props;
  const [sheet, setSheet] = useState(/** @type {import("./sheet.js").Sheet | null} */ (null));
  const [problem, setProblem] = useState(/** @type {import("../../app/api.js").ApiProblem | null} */ (null));
  const [saved, setSaved] = useState(false);
  const load = () => {
    setProblem(null);
    read("/setup/recovery_sheet").then(setSheet, (error) => setProblem(asProblem(error)));
  };
  useEffect(load, []);
  const name = state.agency.agency_name || boot.agency.name;
  if (problem?.code === "setup.sheet_absent") {
    return html`<${Notice} tone="warn" title=${problem.title}><p>${problem.detail}</p><//>
      <div class="form-actions"><${Button} kind="primary" onClick=${onDone}>${t("action.next")}<//><${Back} onBack=${onBack} /></div>`;
  }
  if (problem) return html`<${ProblemState} problem=${problem} onRetry=${load} />`;
  if (!sheet) return html`<${Skeleton} />`;
  const back = html`<${Back} onBack=${onBack} />`;
  return html`
    <div class="no-print"><${Notice} tone="danger" title=${t("setup.key_warning")}><p>${t("setup.key_warning_text")}</p><//></div>
    <${Paper} sheet=${sheet} name=${name} />
    <${Save} sheet=${sheet} name=${name} onSaved=${() => setSaved(true)} />
    <div class="no-print">${state.sheet_confirmed_at
      ? html`<div class="stack-sm"><${Notice} tone="ok" title=${t("setup.sheet_confirmed")} />
          <div class="form-actions"><${Button} kind="primary" onClick=${onDone}>${t("action.next")}<//>${back}</div></div>`
      : saved
        ? html`<${TypeBack} sheet=${sheet} label=${t("action.next")} extra=${back} onDone=${onDone}
            send=${(/** @type {string[]} */ groups, /** @type {string} */ key) => send("/setup/recovery_sheet", { groups }, key)} />`
        : html`<div class="stack-sm"><p class="muted">${t("setup.save_first")}</p><div>${back}</div></div>`}</div>`;
}
