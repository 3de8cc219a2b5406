// @ts-check
import { html, useState } from "../../vendor/ui.mjs";
import { api } from "../../app/api.js";
import { boot } from "../../app/boot.js";
import { dateTime } from "../../app/format.js";
import { t } from "../../app/i18n.js";
import { Form, MobileField, RadioGroup, TextField, useForm } from "../../app/ui/forms.js";
import { Button, Card, Code, CopyButton, LinkButton, Notice, PageHeader } from "../../app/ui/index.js";
import { ForStaff } from "./gate.js";
import { lacking, RolesField, ROLES } from "./roles-field.js";

export const title = "users.invite";

/** @typedef {{name: string, invite_path: string, invite_expires_at: string}} Invited */

/** The link, shown this once. @param {{invited: Invited, onMore: () => void}} props */
export function InviteLink({ invited, onMore }) {
  const link = location.origin + invited.invite_path;
  return html`<${Card} title=${t("users.invited", { name: invited.name })}>
    <div class="stack-sm">
      <p>${t("users.link_text", { at: dateTime(invited.invite_expires_at) })}</p>
      <p class="token"><${Code}>${link}<//></p>
      <div class="row"><${CopyButton} text=${link} label=${t("users.copy")} />
        <${Button} icon="user-plus" onClick=${onMore}>${t("users.more")}<//>
        <${LinkButton} href="/admin/users" kind="quiet">${t("nav.users")}<//></div>
    </div>
  <//>`;
}

/** @param {{role: string, onDone: (invited: Invited) => void}} props */
function NewUser({ role, onDone }) {
  const form = useForm({
    initial: { name: "", mobile: "", email: "", roles: role ? [role] : [], locale: boot.locale, gender: "" },
    check: (values) => ({
      ...lacking(values), ...(values.roles.includes("nurse") && !values.gender ? { gender: t("users.need_gender") } : {}),
    }),
    submit: ({ mobile, email, gender, ...rest }, key) =>
      api.post("/admin/users", { ...rest, mobile: mobile || null, email: email.trim() || null, gender: gender || null }, { key }),
    done: onDone,
  });
  const genders = ["female", "male"].map((value) => ({ value, label: t(`gender.${value}`) }));
  const locales = ["fa", "en"].map((value) => ({ value, label: t(`locale.${value}`) }));
  return html`<${Card}><${Form} form=${form} label=${t("users.invite_do")} icon="send" cancel="/admin/users">
    <${TextField} form=${form} name="name" label=${t("users.name")} autocomplete="off" most=${100} />
    <${MobileField} form=${form} name="mobile" label=${t("customers.mobile")} hint=${t("users.contact_hint")} />
    <${TextField} form=${form} name="email" kind="code" type="email" inputmode="email" label=${t("customers.email")} optional />
    <${RolesField} form=${form} />
    ${form.values.roles.includes("nurse") && html`<${RadioGroup} form=${form} name="gender" layout="row" label=${t("people.gender")}
      hint=${t("users.gender_hint")} options=${genders} />`}
    <${RadioGroup} form=${form} name="locale" layout="row" label=${t("users.locale")} options=${locales} />
  <//><//>`;
}

/** @param {{role: string}} props */
function Body({ role }) {
  const [invited, setInvited] = useState(/** @type {Invited | null} */ (null));
  return html`<${PageHeader} title=${t("users.invite")} lead=${t("users.invite_lead")} back=${{ href: "/admin/users", label: t("nav.users") }} />
    <div class="measure stack">
      ${invited ? html`<${InviteLink} invited=${invited} onMore=${() => setInvited(null)} />`
        : html`<${NewUser} role=${role} onDone=${setInvited} />
          <${Notice} tone="info"><p>${t("users.invite_note")}</p><//>`}
    </div>`;
}

/** Asks somebody in. @param {import("../../app/router.js").PageProps} props */
export default function Page({ query }) {
  const role = ROLES.includes(query.role ?? "") ? query.role ?? "" : "";
  return html`<${ForStaff} title=${t("users.invite")} roles=${["owner"]}>${() => html`<${Body} role=${role} />`}<//>`;
}
