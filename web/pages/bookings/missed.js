// @ts-check
import { html } from "../../vendor/ui.mjs";
import { api } from "../../app/api.js";
import { t } from "../../app/i18n.js";
import { Form, RadioGroup, TextArea, useForm } from "../../app/ui/forms.js";
import { Button, Dialog, toast } from "../../app/ui/index.js";
import { whenOf } from "./facts.js";

const REASONS = ["client_not_home", "client_refused", "unsafe", "nurse_no_show", "other"];
const NOTE_MOST = 500;

/** Why a visit did not take place, in words. @param {string} code */
export const missedReason = (code) => t(`missed.reason.${code}`);

/** @param {any} values @returns {Record<string, string>} */
function lacking({ missed_reason: reason, note }) {
  if (!reason) return { missed_reason: t("missed.need_reason") };
  return reason === "other" && note.trim() === "" ? { note: t("missed.need_note") } : {};
}

/** @param {{visit: any, onDone: () => void, onClose: () => void}} props */
function Question({ visit, onDone, onClose }) {
  const form = useForm({
    initial: { missed_reason: visit.missed_reason ?? "", note: "" }, guard: false, check: lacking,
    submit: ({ missed_reason, note }, key) =>
      api.post(`/booking_sessions/${visit.id}/missed`, { missed_reason, ...(note.trim() && { note: note.trim() }) }, { key }),
    done: () => {
      toast(t("missed.done"));
      onClose();
      onDone();
    },
  });
  const options = REASONS.map((value) => ({ value, label: missedReason(value) }));
  const stay = html`<${Button} kind="quiet" onClick=${onClose}>${t("action.cancel")}<//>`;
  return html`<p>${whenOf(visit)}</p>
    <p class="muted small">${t("missed.text")}</p>
    <${Form} form=${form} label=${t("missed.send")} kind="danger" extra=${stay}>
      <${RadioGroup} form=${form} name="missed_reason" label=${t("missed.reason")} options=${options} />
      <${TextArea} form=${form} name="note" label=${t("missed.note")} optional=${form.values.missed_reason !== "other"} rows=${2} most=${NOTE_MOST} />
    <//>`;
}

/**
 * A visit that could not take place, or a better reason for one. Closed while no visit is given.
 * @param {{visit: any | null, onDone: () => void, onClose: () => void}} props
 */
export function Missed({ visit, onDone, onClose }) {
  return html`<${Dialog} open=${visit !== null} title=${t("missed.title")} onClose=${onClose}>
    ${visit && html`<${Question} visit=${visit} onDone=${onDone} onClose=${onClose} />`}<//>`;
}
