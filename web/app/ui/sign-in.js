// @ts-check
/** Signing in: a code to the mobile or a password, and a second factor when the server asks. */
import { html, useEffect, useState } from "../../vendor/ui.mjs";
import { api } from "../api.js";
import { t } from "../i18n.js";
import { useAction } from "../resource.js";
import { Button } from "./button.js";
import { Form, useForm } from "./form.js";
import { CodeField, MobileField, PasswordField } from "./special-field.js";
import { Tabs } from "./tabs.js";
import { TextField } from "./text-field.js";

/** @typedef {import("../boot.js").User} User */

const RESEND_S = 60;

/** @param {(user: User) => void} onDone @param {Record<string, string>} initial @param {(values: any) => object} body */
function useSignIn(onDone, initial, body) {
  const form = useForm({
    initial: { ...initial, totp: "" }, guard: false,
    submit: (values, key) => {
      const totp = values.totp ? { totp: values.totp } : {};
      return api.post("/auth/login", { ...body(values), ...totp }, { key, quiet: true });
    },
    done: (answer) => onDone(answer.user),
  });
  const asksTotp = (form.problem?.code ?? "").includes("totp") || form.values.totp !== "";
  return { form, asksTotp };
}

/** The second factor, once the server asks for it. @param {{form: import("./form.js").FormState}} props */
const Totp = ({ form }) =>
  html`<${CodeField} form=${form} name="totp" label=${t("sign_in.totp")} hint=${t("sign_in.totp_hint")} length=${10} />`;

/** @param {{onDone: (user: User) => void, login?: string}} props */
function ByPassword({ onDone, login = "" }) {
  const { form, asksTotp } = useSignIn(onDone, { login, password: "" }, (values) =>
    ({ login: values.login, password: values.password }));
  return html`<${Form} form=${form} label=${t("sign_in.submit")}>
    <${TextField} form=${form} name="login" label=${t("sign_in.login")} kind="code" autocomplete="username" />
    <${PasswordField} form=${form} name="password" label=${t("sign_in.password")} />
    ${asksTotp && html`<${Totp} form=${form} />`}
  <//>`;
}

/** @param {{onDone: (user: User) => void}} props */
function ByCode({ onDone }) {
  const [sentTo, setSentTo] = useState("");
  const [wait, setWait] = useState(0);
  const { form, asksTotp } = useSignIn(onDone, { mobile: "", code: "" }, ({ mobile, code }) => ({ mobile, code }));
  const send = useAction((key) => api.post("/auth/code", { mobile: form.values.mobile }, { key, quiet: true }));
  useEffect(() => {
    if (wait <= 0) return;
    const timer = setTimeout(() => setWait(wait - 1), 1000);
    return () => clearTimeout(timer);
  }, [wait]);
  const ask = async () => {
    const answer = await send.run();
    if (answer === undefined) return;
    setSentTo(form.values.mobile);
    setWait(RESEND_S);
  };
  const shown = send.problem ? { ...form, problem: send.problem, errors: send.problem.errors } : form;
  const error = send.problem?.errors.find(({ field }) => field === "mobile")?.message;
  const again = html`<${Button} kind="quiet" busy=${send.busy} disabled=${wait > 0} onClick=${ask}>
    ${wait > 0 ? t("sign_in.resend_in", { n: wait }) : t("sign_in.resend")}<//>`;
  if (!sentTo) {
    const first = { ...shown, busy: send.busy, submit: (/** @type {Event} */ e) => (e.preventDefault(), ask()) };
    return html`<${Form} form=${first} label=${t("sign_in.send_code")}>
      <${MobileField} form=${form} name="mobile" label=${t("sign_in.mobile")} hint=${t("sign_in.mobile_hint")} error=${error} />
    <//>`;
  }
  return html`<${Form} form=${shown} label=${t("sign_in.submit")} extra=${again}>
    <${MobileField} form=${form} name="mobile" label=${t("sign_in.mobile")} error=${error} />
    <${CodeField} form=${form} name="code" label=${t("sign_in.code")} hint=${t("sign_in.code_sent")} />
    ${asksTotp && html`<${Totp} form=${form} />`}
  <//>`;
}

/**
 * Both ways in: a code to the mobile, or a password.
 * @param {{onDone: (user: User) => void, first?: "code" | "password"}} props
 */
export function SignInForm({ onDone, first = "code" }) {
  const [way, setWay] = useState(first);
  const tabs = [{ id: "code", label: t("sign_in.by_code") }, { id: "password", label: t("sign_in.by_password") }];
  return html`<${Tabs} label=${t("sign_in.ways")} tabs=${tabs} value=${way} onChange=${setWay}>
    ${(/** @type {string} */ id) =>
      id === "code" ? html`<${ByCode} onDone=${onDone} />` : html`<${ByPassword} onDone=${onDone} />`}
  <//>`;
}
