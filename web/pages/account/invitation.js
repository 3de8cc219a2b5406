// @ts-check
import { html, useState } from "../../vendor/ui.mjs";
import { api } from "../../app/api.js";
import { boot } from "../../app/boot.js";
import { dateTime, toE164 } from "../../app/format.js";
import { t, word } from "../../app/i18n.js";
import { useResource } from "../../app/resource.js";
import { CodeField, Form, MobileField, PasswordField, useForm } from "../../app/ui/forms.js";
import { Empty, LinkButton, Notice, PageHeader, Phone, Pill, ProblemState, Skeleton } from "../../app/ui/index.js";
import { arriveAs } from "./arrival.js";
import { Resend, sendCode } from "./code-request.js";
import { missing } from "./missing.js";

export const title = "invite.title";

/** @typedef {{name: string, roles: string[], mobile_masked: string | null, expires_at: string}} Invitation */

/** One's own number, known to the holder alone; a code goes there. @param {{masked: string, onSent: (mobile: string) => void}} props */
function Proof({ masked, onSent }) {
  const form = useForm({
    initial: { mobile: "" }, guard: false,
    check: ({ mobile }) => missing({ mobile: [toE164(mobile), t("register.need_mobile")] }),
    submit: async ({ mobile }, key) => {
      await sendCode({ mobile }, "invitation", key);
      return mobile;
    },
    done: onSent,
  });
  return html`<${Form} form=${form} label=${t("sign_in.send_code")}>
    <p>${t("invite.number")} <span dir="ltr" class="nowrap">${masked}</span></p>
    <${MobileField} form=${form} name="mobile" label=${t("sign_in.mobile")} hint=${t("invite.number_hint")} />
  <//>`;
}

/** @param {{token: string, mobile: string | null}} props mobile: where the code went, null when none is needed */
function Acceptance({ token, mobile }) {
  const form = useForm({
    initial: { code: "", password: "" }, guard: false,
    submit: ({ code, password }, key) => api.post(`/auth/invitations/${token}`,
      mobile ? { code, password } : { password }, { key, quiet: true }),
    done: (answer) => arriveAs(answer.user),
  });
  return html`
    ${mobile && html`<${Notice} tone="info"><p>${t("invite.sent")} <${Phone} value=${mobile} plain /></p><//>`}
    <${Form} form=${form} label=${t("invite.accept")}>
      ${mobile && html`<${CodeField} form=${form} name="code" label=${t("sign_in.code")} hint=${t("register.code_hint")} />`}
      <${PasswordField} form=${form} name="password" label=${t("password.new")} hint=${t("password.rule")} meter />
    <//>
    ${mobile && html`<${Resend} target=${{ mobile }} purpose="invitation" />`}`;
}

/** Why an invitation cannot be accepted any more. @param {{code: string}} props */
const Over = ({ code }) => html`<${Empty} icon=${code === "auth.invitation_used" ? "user-check" : "timer"}
  title=${t(code === "auth.invitation_used" ? "invite.used" : "invite.expired")}
  text=${t(code === "auth.invitation_used" ? "invite.used_text" : "invite.expired_text")}>
  <${LinkButton} href="/login" kind="primary" icon="log-in">${t("shell.sign_in")}<//>
  ${boot.agency.phone && html`<p>${t("state.call")} <${Phone} value=${boot.agency.phone} /></p>`}<//>`;

/** An invitation, for whoever holds the link. @param {import("../../app/router.js").PageProps} props */
export default function Page({ params }) {
  const token = encodeURIComponent(params.token ?? "");
  const source = /** @type {import("../../app/resource.js").Resource<Invitation>} */ (useResource(`/auth/invitations/${token}`, { quiet: true }));
  const [mobile, setMobile] = useState("");
  const { data: invitation, problem } = source;
  const over = problem && (problem.status === 404 || problem.code.startsWith("auth.invitation"));
  return html`<div class="gate">
    <${PageHeader} title=${invitation ? t("invite.hello", { name: invitation.name }) : t("invite.title")}
      lead=${invitation && t("invite.lead", { agency: boot.agency.name })}
      status=${invitation?.roles.map((role) => html`<${Pill} key=${role} tone="accent" icon="user">${word("role", role)}<//>`)} />
    ${source.loading && html`<${Skeleton} kind="card" rows=${1} />`}
    ${over && html`<${Over} code=${problem.code} />`}
    ${problem && !over && html`<${ProblemState} problem=${problem} onRetry=${source.reload} />`}
    ${invitation && html`<div class="gate-card stack">
      ${invitation.mobile_masked && !mobile
        ? html`<${Proof} masked=${invitation.mobile_masked} onSent=${setMobile} />`
        : html`<${Acceptance} token=${token} mobile=${mobile || null} />`}
    </div>
    <p class="gate-other muted small">${t("invite.until", { at: dateTime(invitation.expires_at) })}</p>`}
  </div>`;
}
