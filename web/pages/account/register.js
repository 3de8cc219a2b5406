// @ts-check
import { html, useState } from "../../vendor/ui.mjs";
import { api } from "../../app/api.js";
import { boot } from "../../app/boot.js";
import { toE164 } from "../../app/format.js";
import { t } from "../../app/i18n.js";
import { Checkbox, CodeField, Form, MobileField, TextField, useForm } from "../../app/ui/forms.js";
import { Button, Notice, PageHeader, Phone } from "../../app/ui/index.js";
import { arriveAs, ownAddress } from "./arrival.js";
import { Resend, sendCode } from "./code-request.js";
import { CONSENT_TEXT, ConsentText } from "./consent.js";
import { missing } from "./missing.js";

export const title = "register.title";

/** @typedef {{name: string, mobile: string}} Person */

/** Who, and where the code goes. @param {{start: Person, onSent: (person: Person) => void}} props */
function Who({ start, onSent }) {
  const form = useForm({
    initial: start, guard: false,
    check: ({ name, mobile }) => missing({
      name: [name.trim(), t("register.need_name")], mobile: [toE164(mobile), t("register.need_mobile")],
    }),
    submit: async (values, key) => {
      await sendCode({ mobile: values.mobile }, "register", key);
      return values;
    },
    done: onSent,
  });
  return html`<${Form} form=${form} label=${t("sign_in.send_code")}>
    <${TextField} form=${form} name="name" label=${t("register.name")} hint=${t("register.name_hint")}
      autocomplete="name" most=${100} />
    <${MobileField} form=${form} name="mobile" label=${t("sign_in.mobile")} hint=${t("sign_in.mobile_hint")} />
  <//>`;
}

/** The code makes the account. @param {{person: Person, onBack: () => void, next: string | undefined}} props */
function Proof({ person, onBack, next }) {
  const form = useForm({
    initial: { code: "", sms_consent: false }, guard: false,
    submit: (values, key) => api.post("/auth/register",
      { ...person, ...values, sms_consent_version: CONSENT_TEXT, locale: boot.locale }, { key, quiet: true }),
    done: (answer) => arriveAs(answer.user, next),
  });
  const taken = form.problem?.code === "auth.mobile_taken";
  const onward = ownAddress(next);
  return html`
    <${Notice} tone="info"><p>${t("register.sent")} <${Phone} value=${person.mobile} plain /></p>
      <${Button} kind="quiet" size="sm" icon="pencil" onClick=${onBack}>${t("register.change")}<//><//>
    <${Form} form=${taken ? { ...form, problem: null, errors: [] } : form} label=${t("register.submit")}>
      ${taken && html`<${Notice} tone="warn" title=${t("register.taken")}>
        <p><a href=${onward ? `/login?next=${encodeURIComponent(onward)}` : "/login"}>${t("register.go_login")}</a></p><//>`}
      <${CodeField} form=${form} name="code" label=${t("sign_in.code")} hint=${t("register.code_hint")} />
      <${Checkbox} form=${form} name="sms_consent" label=${t("consent.sms.label")} hint=${html`<${ConsentText} />`} optional />
    <//>
    <${Resend} target=${{ mobile: person.mobile }} purpose="register" />`;
}

/** A family's own account. @param {import("../../app/router.js").PageProps} props */
export default function Page({ query }) {
  const [person, setPerson] = useState({ name: "", mobile: "" });
  const [sent, setSent] = useState(false);
  const onSent = (/** @type {Person} */ who) => {
    setPerson(who);
    setSent(true);
  };
  const onward = query.next ? `?next=${encodeURIComponent(query.next)}` : "";
  return html`<div class="gate">
    <${PageHeader} title=${t("register.title")} lead=${t("register.lead")} />
    <div class="gate-card stack">
      ${sent
        ? html`<${Proof} person=${person} onBack=${() => setSent(false)} next=${query.next} />`
        : html`<${Who} start=${person} onSent=${onSent} />`}
    </div>
    <p class="gate-other">${t("register.known")} <a class="nowrap" href=${`/login${onward}`}>${t("shell.sign_in")}</a></p>
    <p class="gate-other muted small">${t("register.nurses")}</p>
  </div>`;
}
