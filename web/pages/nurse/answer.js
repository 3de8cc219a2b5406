// @ts-check
import { html, useState } from "../../vendor/ui.mjs";
import { api } from "../../app/api.js";
import { dateTime } from "../../app/format.js";
import { t } from "../../app/i18n.js";
import { legal } from "../../app/lifecycles.js";
import { useAction } from "../../app/resource.js";
import { Form, TextArea, useForm } from "../../app/ui/forms.js";
import { Button, Countdown, Dialog, Notice, ProblemState, confirm, toast } from "../../app/ui/index.js";
import { isLate, whenOf } from "./visits.js";

/** @typedef {{request: any, source: import("../../app/resource.js").Resource<any>}} Part */

const CONFLICT = 409;
const MOST = 500;

/** Somebody or the clock was faster: what it is now. @param {{problem: import("../../app/api.js").ApiProblem, onSeen: () => void}} props */
const Overtaken = ({ problem, onSeen }) => html`<div class="answer" role="alert">
  <${Notice} tone="warn" title=${problem.title || t("answer.overtaken")}>
    <p>${problem.detail || t("answer.overtaken_text")}</p>
    <div class="section-tight"><${Button} size="sm" icon="refresh-cw" onClick=${onSeen}>${t("answer.see_now")}<//></div>
  <//></div>`;

/** Why not, for the family to read. @param {Part & {open: boolean, onClose: () => void, onRefused: (problem: any) => void}} props */
function Rejection({ request, source, open, onClose, onRefused }) {
  const form = useForm({
    initial: { reason: "" },
    check: ({ reason }) => (reason.trim() === "" ? { reason: t("answer.need_reason") }
      : [...reason].length > MOST ? { reason: t("answer.long_reason") } : /** @type {Record<string, string>} */ ({})),
    submit: (values, key) => api.post(`/booking_requests/${request.id}/reject`, { reason: values.reason.trim() }, { key })
      .catch((problem) => {
        if (problem.status === CONFLICT) onRefused(problem);
        throw problem;
      }),
    done: (answer) => {
      onClose();
      source.replace(answer);
      toast(t("answer.rejected"));
    },
  });
  const cancel = html`<${Button} kind="quiet" onClick=${onClose}>${t("action.cancel")}<//>`;
  return html`<${Dialog} open=${open} title=${t("answer.reject_title")} onClose=${onClose}>
    <p class="lead">${t("answer.reject_text")}</p>
    <${Form} form=${form} label=${t("answer.reject_send")} kind="danger" extra=${cancel}>
      <${TextArea} form=${form} name="reason" label=${t("answer.reason")} hint=${t("answer.reason_hint")} rows=${3} most=${MOST} />
    <//>
  <//>`;
}

/** Yes or no, with the time left, within reach of the thumb. @param {Part & {onWarnings: (warnings: string[]) => void}} props */
export function Answer({ request, source, onWarnings }) {
  const [rejecting, setRejecting] = useState(false);
  const [refused, setRefused] = useState(/** @type {any} */ (null));
  const [late, setLate] = useState(isLate(request));
  const accept = useAction((key) => api.post(`/booking_requests/${request.id}/accept`, {}, { key }));
  const can = legal("booking_requests", request.status);
  const waiting = request.status === "pending_nurse_response";
  const conflict = accept.problem?.status === CONFLICT ? accept.problem : refused;
  const seen = () => {
    accept.clear();
    setRefused(null);
    source.reload();
  };
  const onAccept = async () => {
    const sure = await confirm({
      title: t("answer.accept_title"), text: t("answer.accept_text", { when: whenOf(request) }), action: t("answer.accept"),
    });
    const answer = sure ? await accept.run() : undefined;
    if (answer === undefined) return;
    source.replace(answer);
    onWarnings(answer.warnings ?? []);
    toast(t("answer.accepted"));
  };
  if (conflict) return html`<${Overtaken} problem=${conflict} onSeen=${seen} />`;
  if (!waiting) return null;
  if (late) {
    return html`<div class="answer" role="status"><${Notice} tone="warn" title=${t("answer.late")}>
      <p>${t("answer.late_text", { at: dateTime(request.nurse_response_deadline_at, "day") })}</p><//></div>`;
  }
  const over = () => {
    setLate(true);
    setRejecting(false);
  };
  return html`<div class="answer">
    <${Countdown} until=${request.nurse_response_deadline_at} label=${t("visit.answer_until")} onOver=${over} />
    ${accept.problem && html`<${ProblemState} problem=${accept.problem} onRetry=${onAccept} />`}
    <div class="answer-buttons">
      ${can.has("accept") && html`<${Button} kind="primary" size="lg" wide icon="check" busy=${accept.busy}
        onClick=${onAccept}>${t("answer.accept")}<//>`}
      ${can.has("reject") && html`<${Button} size="lg" wide icon="x" disabled=${accept.busy}
        onClick=${() => setRejecting(true)}>${t("answer.reject")}<//>`}
    </div>
    <${Rejection} request=${request} source=${source} open=${rejecting} onClose=${() => setRejecting(false)}
      onRefused=${(/** @type {any} */ problem) => {
        setRejecting(false);
        setRefused(problem);
      }} />
  </div>`;
}
