// @ts-check
import { html, useState } from "../../vendor/ui.mjs";
import { api } from "../../app/api.js";
import { phone } from "../../app/format.js";
import { t } from "../../app/i18n.js";
import { CodeField, Form, PasswordField, TextField, useForm } from "../../app/ui/forms.js";
import { Button, LinkButton, Notice, PageHeader } from "../../app/ui/index.js";
import { refuseUnder, Resend, sendCode, targetOf } from "./code-request.js";
import { missing } from "./missing.js";

export const title = "forgot.title";

/** Where the code goes. @param {{start: string, onSent: (contact: string) => void}} props */
function Where({ start, onSent }) {
  const form = useForm({
    initial: { contact: start }, guard: false,
    check: ({ contact }) => missing({ contact: [contact.trim(), t("forgot.need_contact")] }),
    submit: async ({ contact }, key) => {
      await sendCode(targetOf(contact), "password_reset", key).catch((error) => refuseUnder(error, "contact"));
      return contact;
    },
    done: onSent,
  });
  return html`<${Form} form=${form} label=${t("sign_in.send_code")}>
    <${TextField} form=${form} name="contact" kind="code" autocomplete="username" label=${t("sign_in.login")}
      hint=${t("forgot.contact_hint")} />
  <//>`;
}

/** The code, and the new password. @param {{contact: string, onBack: () => void, onDone: () => void}} props */
function Renewal({ contact, onBack, onDone }) {
  const target = targetOf(contact);
  const form = useForm({
    initial: { code: "", password: "" }, guard: false,
    submit: (values, key) => api.post("/auth/password_reset", { ...target, ...values }, { key, quiet: true }),
    done: onDone,
  });
  return html`
    <${Notice} tone="info"><p>${t("forgot.sent")} <span dir="ltr">${"mobile" in target ? phone(target.mobile) : target.email}</span></p>
      <${Button} kind="quiet" size="sm" icon="pencil" onClick=${onBack}>${t("forgot.change")}<//><//>
    <${Form} form=${form} label=${t("forgot.submit")}>
      <${CodeField} form=${form} name="code" label=${t("forgot.code")} hint=${t("register.code_hint")} />
      <${PasswordField} form=${form} name="password" label=${t("password.new")} hint=${t("password.rule")} meter />
    <//>
    <${Resend} target=${target} purpose="password_reset" />`;
}

/** A new password for somebody who forgot theirs. */
export default function Page() {
  const [contact, setContact] = useState("");
  const [step, setStep] = useState(/** @type {"where" | "renewal" | "done"} */ ("where"));
  const onSent = (/** @type {string} */ to) => {
    setContact(to);
    setStep("renewal");
  };
  if (step === "done") {
    return html`<div class="gate">
      <${PageHeader} title=${t("forgot.done")} lead=${t("forgot.done_text")} />
      <${LinkButton} href="/login" kind="primary" icon="log-in">${t("shell.sign_in")}<//>
    </div>`;
  }
  return html`<div class="gate">
    <${PageHeader} title=${t("forgot.title")} lead=${t("forgot.lead")} back=${{ href: "/login", label: t("login.title") }} />
    <div class="gate-card stack">
      ${step === "where"
        ? html`<${Where} start=${contact} onSent=${onSent} />`
        : html`<${Renewal} contact=${contact} onBack=${() => setStep("where")} onDone=${() => setStep("done")} />`}
    </div>
    <p class="gate-other muted small">${t("forgot.staff")}</p>
  </div>`;
}
