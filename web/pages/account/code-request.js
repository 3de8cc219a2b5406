// @ts-check
import { html, useState } from "../../vendor/ui.mjs";
import { api, ApiProblem } from "../../app/api.js";
import { toLatin } from "../../app/digits.js";
import { toE164 } from "../../app/format.js";
import { t } from "../../app/i18n.js";
import { useAction } from "../../app/resource.js";
import { Button } from "../../app/ui/index.js";
import { Locked, useWait } from "../../app/ui/sign-in.js";

/** @typedef {{mobile: string} | {email: string}} Target */
/** @typedef {"register" | "password_reset" | "contact_change" | "invitation"} Purpose */

const RESEND_S = 60;
const TOO_MANY = 429;

/** What somebody typed as a mobile number or an e-mail address. @param {string} typed @returns {Target} */
export function targetOf(typed) {
  const text = toLatin(typed).trim();
  const mobile = toE164(text);
  return mobile || !text.includes("@") ? { mobile: mobile ?? text } : { email: text };
}

/** Puts refusals of `mobile` or `email` under the one field that takes both. @param {unknown} error @param {string} field @returns {never} */
export function refuseUnder(error, field) {
  if (error instanceof ApiProblem) {
    error.errors = error.errors.map((one) => (["mobile", "email"].includes(one.field) ? { ...one, field } : one));
  }
  throw error;
}

/** Sends a one-time code. @param {Target} target @param {Purpose} purpose @param {string} [key] */
export const sendCode = (target, purpose, key) =>
  api.post("/auth/code", { ...target, purpose }, { quiet: purpose !== "contact_change", ...(key ? { key } : {}) });

/**
 * "Send the code again", at most once a minute, beginning with the moment this is drawn.
 * @param {{target: Target, purpose: Purpose}} props
 */
export function Resend({ target, purpose }) {
  const wait = useWait();
  const [began, setBegan] = useState(false);
  if (!began) {
    setBegan(true);
    wait.start(RESEND_S);
  }
  const send = useAction((key) => sendCode(target, purpose, key));
  const again = async () => {
    if ((await send.run()) !== undefined) wait.start(RESEND_S);
  };
  const held = send.problem?.status === TOO_MANY ? send.problem.retry_after : 0;
  return html`<div class="stack-sm">
    <div><${Button} kind="quiet" size="sm" busy=${send.busy} disabled=${wait.left > 0} onClick=${again}>
      ${wait.left > 0 ? t("sign_in.resend_in", { n: wait.left }) : t("sign_in.resend")}<//></div>
    ${held > 0 ? html`<${Locked} seconds=${held} />` : send.problem && html`<p class="field-error" role="alert">${send.problem.title}</p>`}
  </div>`;
}
