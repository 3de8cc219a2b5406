// @ts-check
import { html, useState } from "../../vendor/ui.mjs";
import { api } from "../../app/api.js";
import { t } from "../../app/i18n.js";
import { Form, TextField, useForm } from "../../app/ui/forms.js";
import { Button, Card, Dialog, toast } from "../../app/ui/index.js";
import { missing } from "../account/missing.js";
import { profileBody } from "./profile.js";

/** @typedef {import("./profile.js").Part} Part */
/** @typedef {"iban" | "national_id"} Kind */

/** A new number; the old one is never shown. @param {Part & {kind: Kind, onDone: () => void}} props */
function NewNumber({ profile, source, kind, onDone }) {
  const form = useForm({
    initial: { [kind]: "" }, guard: false,
    check: (values) => missing({ [kind]: [values[kind].trim(), t(`numbers.need_${kind}`)] }),
    submit: (values) => api.put("/nurse/profile", profileBody(profile, { [kind]: values[kind].trim() })),
    done: (answer) => {
      source.replace(answer);
      toast(t("form.saved"));
      onDone();
    },
  });
  return html`<${Form} form=${form} label=${t("action.save")}>
    <${TextField} form=${form} name=${kind} kind="code" inputmode=${kind === "iban" ? "text" : "numeric"}
      label=${t(`numbers.${kind}`)} hint=${t(`numbers.${kind}_hint`)} />
  <//>`;
}

/** @param {Part & {kind: Kind}} props */
function NumberRow({ profile, source, kind }) {
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  const now = profile[kind];
  return html`<div class="contact-row">
    <div><p class="label">${t(`numbers.${kind}`)}</p>
      <p>${now ? html`<span dir="ltr" class="tabular">${now}</span>` : html`<span class="muted">${t("numbers.none")}</span>`}</p></div>
    <${Button} size="sm" icon=${now ? "pencil" : "plus"} onClick=${() => setOpen(true)}>${t(now ? "account.change" : "account.add")}
      <span class="visually-hidden"> ${t(`numbers.${kind}`)}</span><//>
    <${Dialog} open=${open} size="sm" title=${t(`numbers.${kind}`)} onClose=${close}>
      <${NewNumber} profile=${profile} source=${source} kind=${kind} onDone=${close} /><//>
  </div>`;
}

/** Where one is paid, and who one is: only the ends are shown. @param {Part} props */
export const Numbers = ({ profile, source }) => html`<${Card} title=${t("numbers.title")} meta=${t("numbers.text")}>
  <${NumberRow} profile=${profile} source=${source} kind="iban" />
  <${NumberRow} profile=${profile} source=${source} kind="national_id" />
<//>`;
