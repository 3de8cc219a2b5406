// @ts-check
/** The master key on paper: what is printed and saved, and typing two groups back from it. */
import { html } from "../../vendor/ui.mjs";
import { nowIso } from "../../app/clock.js";
import { number } from "../../app/digits.js";
import { date } from "../../app/format.js";
import { t } from "../../app/i18n.js";
import { Form, TextField, useForm } from "../../app/ui/forms.js";
import { Button, Code } from "../../app/ui/index.js";
import { missing } from "../account/missing.js";
import { download } from "../account/recovery-codes.js";

/** How a key comes back from paper. */
const COMMAND = "balinyaar keys init --from-sheet";

/** @typedef {{key_id: string, groups: string[], asked: [number, number]}} Sheet */

/** The sheet as a text file. @param {Sheet} sheet @param {string} name */
const asText = (sheet, name) => [
  name, t("setup.sheet_title"), date(nowIso()), "", `${t("setup.key_id")} ${sheet.key_id}`, "",
  ...sheet.groups.map((group, i) => `${i + 1}  ${group}`), "", t("setup.sheet_use"), COMMAND, "",
].join("\n");

/** What goes onto paper. @param {{sheet: Sheet, name: string}} props name: of the agency */
export const Paper = ({ sheet, name }) => html`<div class="sheet">
  <p class="sheet-head"><strong>${name}</strong> <span>${t("setup.sheet_title")}</span> <span class="muted">${date(nowIso())}</span></p>
  <p>${t("setup.key_id")} <${Code}>${sheet.key_id}<//></p>
  <ol class="sheet-groups">${sheet.groups.map((group, i) => html`<li key=${i}><span class="muted">${number(i + 1)}</span> <${Code}>${group}<//></li>`)}</ol>
  <p class="small">${t("setup.sheet_use")}<br /><${Code}>${COMMAND}<//></p>
</div>`;

/** Onto paper or into a file. @param {{sheet: Sheet, name: string, onSaved: () => void}} props */
export function Save({ sheet, name, onSaved }) {
  const keep = (/** @type {() => void} */ act) => () => {
    act();
    onSaved();
  };
  return html`<div class="row no-print">
    <${Button} icon="printer" onClick=${keep(() => print())}>${t("setup.print")}<//>
    <${Button} icon="download" onClick=${keep(() => download("recovery-sheet.txt", asText(sheet, name)))}>${t("setup.download")}<//>
  </div>`;
}

/**
 * Two groups typed back from paper prove that it was kept.
 * @param {{sheet: Sheet, send: (groups: string[], key: string) => Promise<any>, onDone: () => void, label: string, extra?: any}} props
 */
export function TypeBack({ sheet, send, onDone, label, extra }) {
  const [first, second] = sheet.asked;
  const form = useForm({
    initial: { first: "", second: "" }, guard: false,
    check: (values) => missing({
      first: [values.first.trim(), t("setup.need_group")], second: [values.second.trim(), t("setup.need_group")],
    }),
    submit: (values, key) => send([values.first.trim(), values.second.trim()], key),
    done: onDone,
  });
  return html`<${Form} form=${form} label=${label} extra=${extra}>
    <p><strong>${t("setup.type_back")}</strong></p>
    <${TextField} form=${form} name="first" kind="code" label=${t("setup.group", { n: first })} />
    <${TextField} form=${form} name="second" kind="code" label=${t("setup.group", { n: second })} />
  <//>`;
}
