// @ts-check
/** Signing in: a code to the mobile or a password, and a second factor when the server asks. */
import { html, useEffect, useRef, useState } from "../../vendor/ui.mjs";
import { api } from "../api.js";
import { t } from "../i18n.js";
import { useAction } from "../resource.js";
import { span } from "../span.js";
import { Button } from "./button.js";
import { Notice } from "./card.js";
import { Form, useForm } from "./form.js";
import { CodeField, MobileField, PasswordField } from "./special-field.js";
import { Tabs } from "./tabs.js";
import { TextField } from "./text-field.js";

/** @typedef {import("../boot.js").User} User */
/** @typedef {import("./form.js").FormState} FormState */

const RESEND_S = 60;
const TOO_MANY = 429;

/** Seconds that run down to nothing once set. */
export function useWait() {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (left <= 0) return;
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
  }, [left]);
  return { left, start: setLeft };
}

/** The form without a refusal that is shown in another way. @param {FormState} form @returns {FormState} */
const unrefused = (form) => ({ ...form, problem: null, errors: [], attempts: 0 });

/** Too many tries: how long until the next one. @param {{seconds: number}} props */
export function Locked({ seconds }) {
  const wait = useWait();
  useEffect(() => wait.start(seconds), [seconds]);
  const over = wait.left <= 0;
  return html`<div role="alert"><${Notice} tone=${over ? "info" : "warn"} title=${t("sign_in.locked")}>
    <p role="timer">${over ? t("sign_in.locked_over") : t("sign_in.locked_left", { span: span(wait.left) })}</p>
  <//></div>`;
}

/**
 * @param {(user: User) => void} onDone @param {Record<string, string>} initial
 * @param {(values: any) => object} body
 */
function useSignIn(onDone, initial, body) {
  const sent = useRef("");
  const form = useForm({
    initial: { ...initial, totp: "" }, guard: false,
    submit: (values, key) => {
      sent.current = values.totp.trim();
      const factor = sent.current ? { totp: sent.current } : {};
      return api.post("/auth/login", { ...body(values), ...factor }, { key, quiet: true });
    },
    done: (answer) => onDone(answer.user),
  });
  const [second, setSecond] = useState(false);
  const about = form.problem?.code.includes("totp") ?? false;
  useEffect(() => {
    if (about) setSecond(true);
  }, [about]);
  const asked = about && sent.current === "";
  const locked = form.problem?.status === TOO_MANY ? form.problem.retry_after : 0;
  return { form: asked || locked ? unrefused(form) : form, second, locked };
}

/** The second step: the app's six digits, or a code from paper. @param {{form: FormState}} props */
function SecondFactor({ form }) {
  const [paper, setPaper] = useState(false);
  useEffect(() => document.getElementById(form.idOf("totp"))?.focus(), [paper]);
  const turn = () => {
    form.set("totp", "");
    setPaper(!paper);
  };
  return html`<div class="stack-sm">
    ${paper
      ? html`<${TextField} form=${form} name="totp" kind="code" label=${t("sign_in.recovery")}
          hint=${t("sign_in.recovery_hint")} />`
      : html`<${CodeField} form=${form} name="totp" label=${t("sign_in.totp")} hint=${t("sign_in.totp_hint")} />`}
    <div><${Button} kind="quiet" size="sm" icon=${paper ? "smartphone" : "file-text"} onClick=${turn}>
      ${t(paper ? "sign_in.use_app" : "sign_in.use_recovery")}<//></div>
  </div>`;
}

/** @param {{onDone: (user: User) => void, fill?: {login: string, password: string}}} props */
function ByPassword({ onDone, fill = { login: "", password: "" } }) {
  const { form, second, locked } = useSignIn(onDone, { ...fill }, (values) =>
    ({ login: values.login, password: values.password }));
  return html`<${Form} form=${form} label=${t("sign_in.submit")}>
    ${locked > 0 && html`<${Locked} seconds=${locked} />`}
    ${!second && html`
      <${TextField} form=${form} name="login" label=${t("sign_in.login")} kind="code" autocomplete="username" />
      <${PasswordField} form=${form} name="password" label=${t("sign_in.password")} />`}
    ${second && html`<${SecondFactor} form=${form} />`}
  <//>`;
}

/** @param {{onDone: (user: User) => void}} props */
function ByCode({ onDone }) {
  const [sentTo, setSentTo] = useState("");
  const wait = useWait();
  const { form, second, locked } = useSignIn(onDone, { mobile: "", code: "" }, ({ mobile, code }) => ({ mobile, code }));
  const send = useAction((key) => api.post("/auth/code", { mobile: form.values.mobile }, { key, quiet: true }));
  useEffect(() => {
    if (sentTo) document.getElementById(form.idOf("code"))?.focus();
  }, [sentTo]);
  const ask = async () => {
    if ((await send.run()) === undefined) return;
    form.set("code", "");
    setSentTo(form.values.mobile);
    wait.start(RESEND_S);
  };
  const held = send.problem?.status === TOO_MANY ? send.problem.retry_after : locked;
  const refused = send.problem && !held ? { ...form, problem: send.problem, errors: send.problem.errors } : form;
  const error = send.problem?.errors.find(({ field }) => field === "mobile")?.message;
  const notice = held > 0 && html`<${Locked} seconds=${held} />`;
  const first = { ...refused, busy: send.busy, submit: (/** @type {Event} */ e) => (e.preventDefault(), ask()) };
  const again = html`<${Button} kind="quiet" busy=${send.busy} disabled=${wait.left > 0} onClick=${ask}>
    ${wait.left > 0 ? t("sign_in.resend_in", { n: wait.left }) : t("sign_in.resend")}<//>`;
  if (!sentTo) {
    return html`<${Form} form=${first} label=${t("sign_in.send_code")}>
      ${notice}
      <${MobileField} form=${form} name="mobile" label=${t("sign_in.mobile")} hint=${t("sign_in.mobile_hint")} error=${error} />
    <//>`;
  }
  return html`<${Form} form=${refused} label=${t("sign_in.submit")} extra=${!second && again}>
    ${notice}
    ${!second && html`
      <${MobileField} form=${form} name="mobile" label=${t("sign_in.mobile")} error=${error} />
      <${CodeField} form=${form} name="code" label=${t("sign_in.code")} hint=${t("sign_in.code_sent")} />`}
    ${second && html`<${SecondFactor} form=${form} />`}
  <//>`;
}

/**
 * Both ways in: a code to the mobile, or a password.
 * @param {{onDone: (user: User) => void, first?: "code" | "password", fill?: {login: string, password: string}}} props
 *   fill: what the password form starts with
 */
export function SignInForm({ onDone, first = "code", fill }) {
  const [way, setWay] = useState(fill ? "password" : first);
  useEffect(() => {
    if (fill) setWay("password");
  }, [fill]);
  const tabs = [{ id: "code", label: t("sign_in.by_code") }, { id: "password", label: t("sign_in.by_password") }];
  return html`<${Tabs} label=${t("sign_in.ways")} tabs=${tabs} value=${way} onChange=${setWay}>
    ${(/** @type {string} */ id) => id === "code"
      ? html`<${ByCode} onDone=${onDone} />`
      : html`<${ByPassword} key=${fill?.login ?? ""} onDone=${onDone} fill=${fill} />`}
  <//>`;
}
