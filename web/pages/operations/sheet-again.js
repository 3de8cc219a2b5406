// @ts-check
/** The recovery sheet once more, for an owner who shows the password: an unattended screen must not print the key. */
import { html, useState } from "../../vendor/ui.mjs";
import { api } from "../../app/api.js";
import { fetchArea } from "../../app/area.js";
import { boot } from "../../app/boot.js";
import { t } from "../../app/i18n.js";
import { Form, PasswordField, useForm } from "../../app/ui/forms.js";
import { Button, Dialog, Notice, toast } from "../../app/ui/index.js";
import { missing } from "../account/missing.js";
import { Paper, Save, TypeBack } from "../setup/sheet.js";

await fetchArea("setup");

/** @typedef {import("../setup/sheet.js").Sheet} Sheet */

/** @param {{onShown: (sheet: Sheet) => void, cancel: any}} props */
function Prove({ onShown, cancel }) {
  const form = useForm({
    initial: { password: "" }, guard: false,
    check: ({ password }) => missing({ password: [password, t("keys.need_password")] }),
    submit: (values, key) => api.post("/admin/keys/recovery_sheet", values, { key }),
    done: onShown,
  });
  return html`<p class="no-print">${t("keys.sheet_text")}</p>
    <${Form} form=${form} label=${t("keys.sheet_show")} icon="eye" extra=${cancel}>
      <${PasswordField} form=${form} name="password" label=${t("keys.password")} autocomplete="current-password" />
    <//>`;
}

/** @param {{onClose: () => void}} props */
export function SheetAgain({ onClose }) {
  const [sheet, setSheet] = useState(/** @type {Sheet | null} */ (null));
  const [saved, setSaved] = useState(false);
  const name = boot.agency.name;
  const confirmed = () => {
    toast(t("setup.sheet_confirmed"));
    onClose();
  };
  const cancel = html`<${Button} kind="quiet" onClick=${onClose}>${t(sheet ? "action.close" : "action.cancel")}<//>`;
  return html`<${Dialog} open=${true} onClose=${onClose} title=${t("setup.sheet_title")}>
    ${sheet ? html`<div class="stack">
      <div class="no-print"><${Notice} tone="danger" title=${t("setup.key_warning")}><p>${t("setup.key_warning_text")}</p><//></div>
      <${Paper} sheet=${sheet} name=${name} /><${Save} sheet=${sheet} name=${name} onSaved=${() => setSaved(true)} />
      <div class="no-print">${saved
        ? html`<${TypeBack} sheet=${sheet} label=${t("keys.sheet_confirm")} extra=${cancel} onDone=${confirmed}
            send=${(/** @type {string[]} */ groups, /** @type {string} */ key) => api.post("/admin/keys/recovery_sheet/confirm", { groups }, { key })} />`
        : html`<p class="muted">${t("setup.save_first")}</p>`}</div></div>`
      : html`<div class="stack-sm"><${Prove} onShown=${setSheet} cancel=${cancel} /></div>`}
  <//>`;
}
