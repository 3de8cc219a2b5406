// @ts-check
import { html, useState } from "../../vendor/ui.mjs";
import { api } from "../../app/api.js";
import { dateTime } from "../../app/format.js";
import { t } from "../../app/i18n.js";
import { useAction } from "../../app/resource.js";
import { Form, MobileField, RadioGroup, TextField, useForm } from "../../app/ui/forms.js";
import { Button, Code, CopyButton, Dialog, Notice, ProblemState, confirm, toast } from "../../app/ui/index.js";
import { lacking, RolesField } from "./roles-field.js";

/**
 * @typedef {{id: number, name: string, roles: string[], status: "invited" | "active" | "disabled", mobile: string | null,
 *   email: string | null, nurse_id: number | null, has_password: boolean, totp_enabled: boolean, last_sign_in_at: string | null}} User
 * @typedef {{user: User, onChanged: (user: User) => void}} Part
 */

/** What of the form differs from what is. @param {User} user @param {any} values */
function changed(user, { name, mobile, email, roles, gender }) {
  const before = JSON.stringify([...user.roles].sort());
  return {
    ...(name !== user.name && { name }),
    ...(mobile && mobile !== user.mobile && { mobile }),
    ...(email.trim() && email.trim() !== user.email && { email: email.trim() }),
    ...(JSON.stringify([...roles].sort()) !== before && { roles }),
    ...(gender && { gender }),
  };
}

/** @param {Part} props */
function Edit({ user, onChanged }) {
  const form = useForm({
    initial: { name: user.name, mobile: user.mobile ?? "", email: user.email ?? "", roles: user.roles, gender: "" },
    check: lacking, guard: false,
    submit: (values) => api.put(`/admin/users/${user.id}`, changed(user, values)),
    done: (answer) => {
      toast(t("form.saved"));
      onChanged(answer);
    },
  });
  const genders = ["female", "male"].map((value) => ({ value, label: t(`gender.${value}`) }));
  return html`<${Form} form=${form} label=${t("action.save")} narrow=${false}>
    <${TextField} form=${form} name="name" label=${t("users.name")} most=${100} />
    <div class="grid-2"><${MobileField} form=${form} name="mobile" label=${t("customers.mobile")} optional />
      <${TextField} form=${form} name="email" kind="code" type="email" inputmode="email" label=${t("customers.email")} optional /></div>
    <${RolesField} form=${form} />
    ${form.values.roles.includes("nurse") && user.nurse_id === null && html`<${RadioGroup} form=${form} name="gender" layout="row"
      label=${t("people.gender")} hint=${t("users.gender_hint")} options=${genders} />`}
  <//>`;
}

/** A fresh link in place of the earlier one. @param {Part} props */
function Renew({ user, onChanged }) {
  const [link, setLink] = useState("");
  const [until, setUntil] = useState("");
  const renew = useAction((key) => api.post(`/admin/users/${user.id}/invite`, {}, { key }));
  const run = async () => {
    const answer = /** @type {any} */ (await renew.run());
    if (!answer) return;
    setLink(location.origin + answer.invite_path);
    setUntil(dateTime(answer.invite_expires_at));
    onChanged({ ...user, status: answer.status });
  };
  return html`<div class="stack-sm">
    <${Button} icon="send" busy=${renew.busy} onClick=${run}>${t("users.renew")}<//>
    ${link && html`<p>${t("users.link_text", { at: until })}</p><p class="token"><${Code}>${link}<//></p>
      <${CopyButton} text=${link} label=${t("users.copy")} />`}
    ${renew.problem && html`<${ProblemState} problem=${renew.problem} />`}
  </div>`;
}

/** Acts that count at once. @param {Part} props */
function Acts({ user, onChanged }) {
  const act = useAction((_key, /** @type {object} */ change) => api.put(`/admin/users/${user.id}`, change));
  const run = async (/** @type {object} */ change, /** @type {string} */ done) => {
    const answer = await act.run(change);
    if (!answer) return;
    toast(t(done, { name: user.name }));
    onChanged(/** @type {User} */ (answer));
  };
  const off = user.status === "disabled";
  const close = async () => {
    const { name } = user;
    if (await confirm({ title: t("users.disable_ask", { name }), text: t("users.disable_text"), action: t("users.disable"), danger: true }))
      await run({ disabled: true }, "users.disabled_now");
  };
  const reset = async () => {
    const { name } = user;
    if (await confirm({ title: t("users.totp_ask", { name }), text: t("users.totp_text"), action: t("users.totp_reset"), danger: true }))
      await run({ reset_totp: true }, "users.totp_gone");
  };
  return html`<div class="stack-sm"><div class="row">
      ${off ? html`<${Button} icon="lock-open" busy=${act.busy} onClick=${() => run({ disabled: false }, "users.enabled_now")}>${t("users.enable")}<//>`
        : html`<${Button} icon="ban" busy=${act.busy} onClick=${close}>${t("users.disable")}<//>`}
      ${user.totp_enabled && html`<${Button} icon="smartphone" busy=${act.busy} onClick=${reset}>${t("users.totp_reset")}<//>`}
    </div>
    ${act.problem && html`<${Notice} tone="danger" title=${act.problem.title}><p>${act.problem.detail}</p>
      ${act.problem.request_id && html`<p class="small">${t("state.request_id")} <${Code}>${act.problem.request_id}<//></p>`}<//>`}
    ${user.status === "invited" && html`<${Renew} user=${user} onChanged=${onChanged} />`}
  </div>`;
}

/** One person: rights, ways to reach them, access. @param {Part & {onClose: () => void}} props */
export const UserDialog = ({ user, onChanged, onClose }) => html`<${Dialog} open=${true} onClose=${onClose} title=${user.name} size="lg">
  <div class="stack"><${Edit} user=${user} onChanged=${onChanged} /><${Acts} user=${user} onChanged=${onChanged} /></div>
<//>`;
