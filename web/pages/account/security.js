// @ts-check
import { html } from "../../vendor/ui.mjs";
import { api } from "../../app/api.js";
import { dateTime, relative } from "../../app/format.js";
import { t } from "../../app/i18n.js";
import { useAction, useList } from "../../app/resource.js";
import { Form, PasswordField, useForm } from "../../app/ui/forms.js";
import { Button, Card, Empty, Icon, ListView, Notice, Pill, toast } from "../../app/ui/index.js";
import { SecondFactor } from "./second-factor.js";

/** @typedef {import("./account.js").Part} Part */

/** @param {Part} props */
function Password({ me, source }) {
  const form = useForm({
    initial: { current_password: "", password: "" }, guard: false,
    submit: (values, key) => api.post("/me/password",
      me.has_password ? values : { password: values.password }, { key }),
    done: () => {
      form.reset({ current_password: "", password: "" });
      source.reload();
      toast(t("account.password_saved"));
    },
  });
  return html`<${Card} title=${t("account.password")} meta=${t(me.has_password ? "account.password_text" : "account.password_none")}>
    <${Form} form=${form} label=${t(me.has_password ? "account.password_change" : "account.password_set")}>
      ${me.has_password && html`<${PasswordField} form=${form} name="current_password" label=${t("account.password_now")} />`}
      <${PasswordField} form=${form} name="password" label=${t("password.new")} hint=${t("password.rule")} meter />
    <//>
  <//>`;
}

/** One device. @param {{session: any, onEnded: () => void}} props */
function Session({ session, onEnded }) {
  const end = useAction(() => api.del(`/me/sessions/${session.id}`));
  const run = async () => {
    if ((await end.run()) === undefined) return;
    toast(t("account.session_ended"));
    onEnded();
  };
  const name = session.label || t("account.session_unknown");
  return html`<li class="session">
    <span class="card-icon"><${Icon} name=${/Android|iPhone|iPad/.test(session.label) ? "smartphone" : "globe"} /></span>
    <div class="session-words">
      <p><bdi>${name}</bdi> ${session.current && html`<${Pill} tone="ok" icon="check">${t("account.session_this")}<//>`}</p>
      <p class="muted small">${t("account.session_seen", { ago: relative(session.seen_at), at: dateTime(session.created_at) })}</p>
      ${end.problem && html`<p class="field-error" role="alert">${end.problem.title}</p>`}
    </div>
    ${!session.current && html`<${Button} size="sm" kind="quiet" icon="log-out" busy=${end.busy} onClick=${run}>
      ${t("account.session_end")}<span class="visually-hidden">: ${name}</span><//>`}
  </li>`;
}

/** Where one is signed in. */
function Sessions() {
  const list = useList("/me/sessions");
  return html`<${Card} title=${t("account.sessions")} meta=${t("account.sessions_text")}>
    <${ListView} list=${list} rows=${2} empty=${html`<${Empty} icon="smartphone" title=${t("account.sessions_none")} />`}>
      ${(/** @type {any[]} */ items) => html`<ul class="sessions">
        ${items.map((session) => html`<${Session} key=${session.id} session=${session} onEnded=${list.reload} />`)}</ul>`}
    <//>
  <//>`;
}

/** What keeps the account one's own. @param {Part} props */
export const Security = ({ me, source }) => html`<div class="account-parts">
  ${me.totp_enabled && me.recovery_codes_left < 3 && html`<${Notice} tone="warn" title=${t("account.codes_few")}>
    <p>${t("account.codes_few_text")}</p><//>`}
  <${SecondFactor} me=${me} source=${source} />
  <${Password} key=${String(me.has_password)} me=${me} source=${source} />
  <${Sessions} />
</div>`;
