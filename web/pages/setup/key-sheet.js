// @ts-check
import { html, useEffect, useState } from "../../vendor/ui.mjs";
import { asProblem } from "../../app/api.js";
import { boot } from "../../app/boot.js";
import { nowIso } from "../../app/clock.js";
import { number } from "../../app/digits.js";
import { date } from "../../app/format.js";
import { t } from "../../app/i18n.js";
import { Form, TextField, useForm } from "../../app/ui/forms.js";
import { Button, Code, Notice, ProblemState, Skeleton } from "../../app/ui/index.js";
import { missing } from "../account/missing.js";
import { download } from "../account/recovery-codes.js";
import { Back } from "./back.js";

/** How a key comes back from paper. */
const COMMAND = "balinyaar keys init --from-sheet";

/** @typedef {{key_id: string, groups: string[], asked: [number, number]}} Sheet */
/** @typedef {import("./setup.js").Step} Step */

/** The sheet as a text file. @param {Sheet} sheet @param {string} name */
const asText = (sheet, name) => [
  name, t("setup.sheet_title"), date(nowIso()), "", `${t("setup.key_id")} ${sheet.key_id}`, "",
  ...sheet.groups.map((group, i) => `${i + 1}  ${group}`), "", t("setup.sheet_use"), COMMAND, "",
].join("\n");

/** What goes onto paper. @param {{sheet: Sheet, name: string}} props */
const Paper = ({ sheet, name }) => html`<div class="sheet">
  <p class="sheet-head"><strong>${name}</strong> <span>${t("setup.sheet_title")}</span> <span class="muted">${date(nowIso())}</span></p>
  <p>${t("setup.key_id")} <${Code}>${sheet.key_id}<//></p>
  <ol class="sheet-groups">${sheet.groups.map((group, i) => html`<li key=${i}><span class="muted">${number(i + 1)}</span> <${Code}>${group}<//></li>`)}</ol>
  <p class="small">${t("setup.sheet_use")}<br /><${Code}>${COMMAND}<//></p>
</div>`;

/** Two groups typed back from paper prove that it was kept. @param {Step & {sheet: Sheet}} props */
function TypeBack({ sheet, send, onDone, onBack }) {
  const [first, second] = sheet.asked;
  const form = useForm({
    initial: { first: "", second: "" }, guard: false,
    check: (values) => missing({
      first: [values.first.trim(), t("setup.need_group")], second: [values.second.trim(), t("setup.need_group")],
    }),
    submit: (values, key) => send("/setup/recovery_sheet", { groups: [values.first.trim(), values.second.trim()] }, key),
    done: onDone,
  });
  return html`<${Form} form=${form} label=${t("action.next")} extra=${html`<${Back} onBack=${onBack} />`}>
    <p><strong>${t("setup.type_back")}</strong></p>
    <${TextField} form=${form} name="first" kind="code" label=${t("setup.group", { n: first })} />
    <${TextField} form=${form} name="second" kind="code" label=${t("setup.group", { n: second })} />
  <//>`;
}

/** The key to everything, on paper. @param {Step} props */
export function KeySheet(props) {
  const { state, read, onDone, onBack } = props;
  const [sheet, setSheet] = useState(/** @type {Sheet | null} */ (null));
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
  const keep = (/** @type {() => void} */ act) => () => {
    act();
    setSaved(true);
  };
  return html`
    <div class="no-print"><${Notice} tone="danger" title=${t("setup.key_warning")}><p>${t("setup.key_warning_text")}</p><//></div>
    <${Paper} sheet=${sheet} name=${name} />
    <div class="row no-print">
      <${Button} icon="printer" onClick=${keep(() => print())}>${t("setup.print")}<//>
      <${Button} icon="download" onClick=${keep(() => download("recovery-sheet.txt", asText(sheet, name)))}>${t("setup.download")}<//>
    </div>
    <div class="no-print">${state.sheet_confirmed_at
      ? html`<div class="stack-sm"><${Notice} tone="ok" title=${t("setup.sheet_confirmed")} />
          <div class="form-actions"><${Button} kind="primary" onClick=${onDone}>${t("action.next")}<//><${Back} onBack=${onBack} /></div></div>`
      : saved
        ? html`<${TypeBack} ...${props} sheet=${sheet} />`
        : html`<div class="stack-sm"><p class="muted">${t("setup.save_first")}</p><div><${Back} onBack=${onBack} /></div></div>`}</div>`;
}
