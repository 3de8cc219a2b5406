// @ts-check
import { html, useState } from "../../vendor/ui.mjs";
import { api } from "../../app/api.js";
import { t } from "../../app/i18n.js";
import { Form, TextArea, useForm } from "../../app/ui/forms.js";
import { Button, Dialog, Section, toast } from "../../app/ui/index.js";

const REASON_MOST = 500;

/** @param {{request: any, onDone: (answer: any) => void, onClose: () => void}} props */
function Question({ request, onDone, onClose }) {
  const form = useForm({
    initial: { reason: "" }, guard: false,
    submit: ({ reason }, key) => api.post(`/booking_requests/${request.id}/cancel`, reason.trim() ? { reason: reason.trim() } : {}, { key }),
    done: (answer) => {
      toast(t("withdrawal.done"));
      onClose();
      onDone(answer);
    },
  });
  const stay = html`<${Button} kind="quiet" onClick=${onClose}>${t("withdrawal.stay")}<//>`;
  return html`<p>${t("withdrawal.text", { nurse: request.nurse.display_name })}</p>
    <${Form} form=${form} label=${t("withdrawal.confirm")} kind="danger" extra=${stay}>
      <${TextArea} form=${form} name="reason" label=${t("withdrawal.reason")} optional rows=${2} most=${REASON_MOST} />
    <//>`;
}

/** Taking a request back, asked once more before it is done. @param {{request: any, onDone: (answer: any) => void}} props */
export function Withdrawal({ request, onDone }) {
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  return html`<${Section} title=${t("withdrawal.title")}>
    <p class="muted">${t("withdrawal.hint")}</p>
    <p class="section-tight"><${Button} kind="danger" icon="ban" onClick=${() => setOpen(true)}>${t("withdrawal.open")}<//></p>
    <${Dialog} open=${open} size="sm" title=${t("withdrawal.question")} onClose=${close}>
      <${Question} request=${request} onDone=${onDone} onClose=${close} />
    <//>
  <//>`;
}
