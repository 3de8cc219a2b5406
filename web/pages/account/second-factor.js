// @ts-check
import { html, useState } from "../../vendor/ui.mjs";
import { api } from "../../app/api.js";
import { number } from "../../app/digits.js";
import { t } from "../../app/i18n.js";
import { useAction } from "../../app/resource.js";
import { CodeField, Form, TextField, useForm } from "../../app/ui/forms.js";
import { Button, Card, Code, CopyButton, Dialog, Notice, Pill, ProblemState, Qr, toast } from "../../app/ui/index.js";
import { RecoveryCodes } from "./recovery-codes.js";

/** @typedef {import("./account.js").Part} Part */
/** @typedef {{secret: string, otpauth_uri: string, qr_svg: string}} Enrolment */

/** The side of the server's drawing and the path of its dark modules. @param {string} svg */
export function qrOf(svg) {
  const paths = [...svg.matchAll(/<path[^>]*\sd="([^"]+)"/g)];
  return { size: Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1] ?? 0), path: paths.at(-1)?.[1] ?? "" };
}

/** @param {object} values @param {string} key */
const confirmOwn = (values, key) => api.post("/me/totp/confirm", values, { key });

/** In groups of four, for whoever types it. @param {string} secret */
const grouped = (secret) => secret.match(/.{1,4}/g)?.join(" ") ?? secret;

/**
 * The seed, to be scanned, and its first code.
 * @param {{enrolment: Enrolment, onDone: (codes: string[]) => void, onCancel: () => void,
 *   confirm?: (values: object, key: string) => Promise<any>}} props confirm: where the first code goes
 */
export function Enrol({ enrolment, onDone, onCancel, confirm = confirmOwn }) {
  const form = useForm({
    initial: { totp: "" }, guard: false,
    submit: confirm,
    done: (answer) => onDone(answer.recovery_codes),
  });
  const qr = qrOf(enrolment.qr_svg);
  const cancel = html`<${Button} kind="quiet" onClick=${onCancel}>${t("action.cancel")}<//>`;
  return html`<div class="enrol">
    <ol class="steps">
      <li>${t("factor.step_app")}</li>
      <li>${t("factor.step_scan")}
        <div class="enrol-seed">
          <${Qr} path=${qr.path} size=${qr.size} label=${t("factor.qr")} />
          <p><${Code}>${grouped(enrolment.secret)}<//></p>
          <${CopyButton} text=${enrolment.secret} />
        </div></li>
      <li>${t("factor.step_code")}</li>
    </ol>
    <${Form} form=${form} label=${t("factor.turn_on")} extra=${cancel}>
      <${CodeField} form=${form} name="totp" label=${t("sign_in.totp")} hint=${t("sign_in.totp_hint")} />
    <//>
  </div>`;
}

/** Asks for the second factor once more before it is changed. @param {{open: boolean, title: string, text: string, action: string, danger?: boolean,
 *   act: (factor: {totp: string}, key: string) => Promise<any>, onDone: (answer: any) => void, onClose: () => void}} props */
function Once({ open, title, text, action, danger = false, act, onDone, onClose }) {
  const form = useForm({
    initial: { totp: "" }, guard: false,
    submit: ({ totp }, key) => act({ totp: totp.trim() }, key),
    done: (answer) => {
      form.reset({ totp: "" });
      onDone(answer);
    },
  });
  return html`<${Dialog} open=${open} size="sm" title=${title} onClose=${onClose}>
    <p>${text}</p>
    <${Form} form=${form} label=${action} kind=${danger ? "danger" : "primary"}>
      <${TextField} form=${form} name="totp" kind="code" autocomplete="one-time-code" label=${t("factor.code_or_recovery")} />
    <//>
  <//>`;
}

/** A working second factor. @param {Part & {onCodes: (codes: string[]) => void}} props */
function Working({ me, source, onCodes }) {
  const [asking, setAsking] = useState(/** @type {"" | "renew" | "remove"} */ (""));
  const close = () => setAsking("");
  const removed = () => {
    close();
    source.reload();
    toast(t("factor.removed"));
  };
  const renewed = (/** @type {any} */ answer) => {
    close();
    onCodes(answer.recovery_codes);
  };
  return html`
    <p>${t("factor.on_text")}</p>
    <p>${t("factor.codes_left")} <strong>${number(me.recovery_codes_left)}</strong></p>
    <div class="row">
      <${Button} icon="refresh-cw" onClick=${() => setAsking("renew")}>${t("factor.renew")}<//>
      ${!me.totp_required && html`<${Button} kind="quiet" icon="lock-open" onClick=${() => setAsking("remove")}>${t("factor.remove")}<//>`}
    </div>
    ${me.totp_required && html`<p class="muted small">${t("factor.required")}</p>`}
    <${Once} open=${asking === "renew"} title=${t("factor.renew")} text=${t("factor.renew_text")} action=${t("factor.renew")}
      act=${(/** @type {object} */ factor, /** @type {string} */ key) => api.post("/me/recovery_codes", factor, { key })}
      onDone=${renewed} onClose=${close} />
    <${Once} open=${asking === "remove"} title=${t("factor.remove_title")} text=${t("factor.remove_text")} action=${t("factor.remove")} danger
      act=${(/** @type {object} */ factor) => api.del("/me/totp", {}, factor)} onDone=${removed} onClose=${close} />`;
}

/** Signing in with something one knows and something one has. @param {Part} props */
export function SecondFactor({ me, source }) {
  const [enrolment, setEnrolment] = useState(/** @type {Enrolment | null} */ (null));
  const [codes, setCodes] = useState(/** @type {string[] | null} */ (null));
  const start = useAction((key) => api.post("/me/totp", {}, { key }));
  const onStart = async () => setEnrolment((await start.run()) ?? null);
  const onDone = (/** @type {string[]} */ fresh) => {
    setEnrolment(null);
    setCodes(fresh);
    source.reload();
  };
  const state = me.totp_enabled
    ? html`<${Pill} tone="ok" icon="shield-check">${t("factor.on")}<//>`
    : html`<${Pill} tone="muted" icon="minus">${t("factor.off")}<//>`;
  return html`<${Card} title=${t("factor.title")} aside=${state} meta=${t("factor.text")}>
    <div class="stack">
      ${codes && html`<${RecoveryCodes} codes=${codes} onKept=${() => setCodes(null)} />`}
      ${!codes && enrolment && html`<${Enrol} enrolment=${enrolment} onDone=${onDone} onCancel=${() => setEnrolment(null)} />`}
      ${!codes && !enrolment && me.totp_enabled && html`<${Working} me=${me} source=${source} onCodes=${setCodes} />`}
      ${!codes && !enrolment && !me.totp_enabled && html`<div class="row">
        <${Button} kind="primary" icon="shield-check" busy=${start.busy} onClick=${onStart}>${t("factor.start")}<//></div>`}
      ${start.problem && (start.problem.status >= 500
        ? html`<${ProblemState} problem=${start.problem} onRetry=${onStart} />`
        : html`<${Notice} tone="danger" title=${start.problem.title}><p>${start.problem.detail}</p><//>`)}
    </div>
  <//>`;
}
