// @ts-check
import { html, useState } from "../../vendor/ui.mjs";
import { api } from "../../app/api.js";
import { phone } from "../../app/format.js";
import { t } from "../../app/i18n.js";
import { CodeField, Form, MobileField, TextField, useForm } from "../../app/ui/forms.js";
import { Button, Card, Dialog, Phone, toast } from "../../app/ui/index.js";
import { Resend, sendCode } from "./code-request.js";
import { missing } from "./missing.js";

/** @typedef {import("./account.js").Part} Part */

/** @param {Part} props */
function Name({ me, source }) {
  const form = useForm({
    initial: { name: me.name },
    check: ({ name }) => missing({ name: [name.trim(), t("register.need_name")] }),
    submit: (values) => api.put("/me", values),
    done: (answer) => {
      source.replace(answer);
      toast(t("form.saved"));
    },
  });
  return html`<${Card} title=${t("account.name")}>
    <${Form} form=${form} label=${t("action.save")}>
      <${TextField} form=${form} name="name" label=${t("register.name")} autocomplete="name" most=${100} />
    <//>
  <//>`;
}

/** The new contact; a code goes there. @param {{kind: "mobile" | "email", onSent: (to: string) => void}} props */
function NewContact({ kind, onSent }) {
  const form = useForm({
    initial: { [kind]: "" }, guard: false,
    submit: async (values, key) => {
      await sendCode(/** @type {any} */ ({ [kind]: values[kind].trim() }), "contact_change", key);
      return values[kind].trim();
    },
    done: onSent,
  });
  return html`<${Form} form=${form} label=${t("sign_in.send_code")}>
    ${kind === "mobile"
      ? html`<${MobileField} form=${form} name="mobile" label=${t("account.new_mobile")} hint=${t("account.new_contact_hint")} />`
      : html`<${TextField} form=${form} name="email" kind="code" type="email" inputmode="email" autocomplete="email"
          label=${t("account.new_email")} hint=${t("account.new_contact_hint")} />`}
  <//>`;
}

/** The code that came there. @param {Part & {kind: "mobile" | "email", to: string, onDone: () => void}} props */
function Proof({ kind, to, source, onDone }) {
  const name = `${kind}_code`;
  const form = useForm({
    initial: { [name]: "" }, guard: false,
    submit: (values) => api.put("/me", { [kind]: to, ...values }),
    done: (answer) => {
      source.replace(answer);
      toast(t("form.saved"));
      onDone();
    },
  });
  return html`<div class="stack-sm">
    <p>${t("account.code_sent")} <span dir="ltr">${kind === "mobile" ? phone(to) : to}</span></p>
    <${Form} form=${form} label=${t("action.save")}>
      <${CodeField} form=${form} name=${name} label=${t("forgot.code")} hint=${t("register.code_hint")} />
    <//>
    <${Resend} target=${/** @type {any} */ ({ [kind]: to })} purpose="contact_change" />
  </div>`;
}

/** Mobile or e-mail, changed only with a code sent to the new one. @param {Part & {kind: "mobile" | "email"}} props */
function Contact({ me, source, kind }) {
  const [open, setOpen] = useState(false);
  const [to, setTo] = useState("");
  const close = () => {
    setOpen(false);
    setTo("");
  };
  const now = me[kind];
  return html`<div class="contact-row">
    <div>
      <p class="label">${t(`account.${kind}`)}</p>
      <p>${now ? (kind === "mobile" ? html`<${Phone} value=${now} plain />` : html`<span dir="ltr">${now}</span>`)
        : html`<span class="muted">${t("account.no_contact")}</span>`}</p>
      ${now && html`<p class="hint">${t(me[`${kind}_verified_at`] ? "account.proved" : "account.unproved")}</p>`}
    </div>
    <${Button} size="sm" icon=${now ? "pencil" : "plus"} onClick=${() => setOpen(true)}>
      ${t(now ? "account.change" : "account.add")}<span class="visually-hidden"> ${t(`account.${kind}`)}</span><//>
    <${Dialog} open=${open} size="sm" title=${t(`account.change_${kind}`)} onClose=${close}>
      ${to ? html`<${Proof} me=${me} source=${source} kind=${kind} to=${to} onDone=${close} />`
        : html`<${NewContact} kind=${kind} onSent=${setTo} />`}
    <//>
  </div>`;
}

/** Who one is, and how one is reached. @param {Part} props */
export const You = ({ me, source }) => html`<div class="account-parts">
  <${Name} me=${me} source=${source} />
  <${Card} title=${t("account.contacts")} meta=${t("account.contacts_text")}>
    <${Contact} me=${me} source=${source} kind="mobile" />
    <${Contact} me=${me} source=${source} kind="email" />
  <//>
</div>`;
