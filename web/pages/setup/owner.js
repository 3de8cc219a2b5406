// @ts-check
import { html } from "../../vendor/ui.mjs";
import { toE164 } from "../../app/format.js";
import { t } from "../../app/i18n.js";
import { Form, MobileField, PasswordField, TextField, useForm } from "../../app/ui/forms.js";
import { Notice } from "../../app/ui/index.js";
import { missing } from "../account/missing.js";
import { Back } from "./back.js";

/** The person who holds every right. @param {import("./setup.js").Step} props */
export function Owner({ state, send, onDone, onBack }) {
  const form = useForm({
    initial: { name: state.owner_name ?? "", email: "", mobile: "", password: "", again: "" }, guard: false,
    check: ({ name, email, mobile, password, again }) => missing({
      name: [name.trim(), t("setup.need_owner")],
      email: [email.trim() || mobile.trim(), t("setup.need_contact")],
      mobile: [!mobile.trim() || toE164(mobile), t("setup.need_mobile")],
      again: [password === again, t("setup.need_same")],
    }),
    submit: ({ name, email, mobile, password }, key) => send("/setup/owner", {
      name: name.trim(), password, ...(email.trim() ? { email: email.trim() } : {}), ...(mobile.trim() ? { mobile } : {}),
    }, key),
    done: onDone,
  });
  return html`
    ${state.owner_name && html`<${Notice} tone="info" title=${t("setup.owner_known", { name: state.owner_name })}><p>${t("setup.owner_known_text")}</p><//>`}
    <${Form} form=${form} label=${t("action.next")} extra=${html`<${Back} onBack=${onBack} />`}>
      <${TextField} form=${form} name="name" label=${t("setup.owner_name")} autocomplete="name" most=${100} />
      <${TextField} form=${form} name="email" kind="code" type="email" inputmode="email" autocomplete="email" label=${t("setup.email")} optional />
      <${MobileField} form=${form} name="mobile" label=${t("setup.mobile")} hint=${t("setup.mobile_hint")} optional />
      <${PasswordField} form=${form} name="password" label=${t("setup.password")} hint=${t("password.rule")} meter />
      <${PasswordField} form=${form} name="again" label=${t("setup.password_again")} />
    <//>`;
}
