// @ts-check
/** What staff may do with a whole booking: move it along its table, give what remains to another nurse. */
import { html, useState } from "../../vendor/ui.mjs";
import { api } from "../../app/api.js";
import { t, word } from "../../app/i18n.js";
import { targets } from "../../app/lifecycles.js";
import { hasRole } from "../../app/session.js";
import { Combobox, Form, RadioGroup, TextArea, useForm } from "../../app/ui/forms.js";
import { Button, Dialog, toast } from "../../app/ui/index.js";
import { isMovable } from "../bookings/facts.js";
import { placesOf } from "./nurse-words.js";

const REASON_MOST = 500;
const FOUND_MOST = 10;

/** @typedef {{booking: any, onDone: (answer: any) => void, onClose: () => void}} Part */

/** @param {any} values @returns {Record<string, string>} */
function lacking({ status, reason }) {
  if (!status) return { status: t("booking_desk.transition_need") };
  return status === "cancelled" && reason.trim() === "" ? { reason: t("booking_desk.transition_reason_need") } : {};
}

/** @param {Part & {states: string[]}} props */
function Transition({ booking, states, onDone, onClose }) {
  const form = useForm({
    initial: { status: "", reason: "" }, guard: false, check: lacking,
    submit: ({ status, reason }, key) => api.post(`/bookings/${booking.id}/transition`,
      { status, ...(status === "cancelled" && { reason: reason.trim() }) }, { key }),
    done: (answer) => {
      toast(t("booking_desk.moved"));
      onClose();
      onDone(answer);
    },
  });
  const options = states.map((value) => ({ value, label: word("status", value), hint: t(`booking_desk.to.${value}`) }));
  const stay = html`<${Button} kind="quiet" onClick=${onClose}>${t("action.cancel")}<//>`;
  return html`<p class="muted">${t("booking_desk.transition_text")}</p>
    <${Form} form=${form} label=${t("booking_desk.transition_do")} extra=${stay}>
      <${RadioGroup} form=${form} name="status" label=${t("booking_desk.transition_to")} options=${options} />
      ${form.values.status === "cancelled" && html`<${TextArea} form=${form} name="reason" rows=${2} most=${REASON_MOST}
        label=${t("booking_desk.transition_reason")} />`}
    <//>`;
}

/** @param {Part} props */
function Substitution({ booking, onDone, onClose }) {
  const form = useForm({
    initial: { nurse_id: "" }, guard: false,
    check: ({ nurse_id: nurse }) => (nurse ? /** @type {Record<string, string>} */ ({}) : { nurse_id: t("booking_desk.substitute_need") }),
    submit: ({ nurse_id: nurse }, key) => api.post(`/bookings/${booking.id}/substitute`, { nurse_id: Number(nurse) }, { key }),
    done: (answer) => {
      toast(t("booking_desk.substitute_done", { nurse: answer.nurse.display_name }));
      onClose();
      onDone(answer);
    },
  });
  const search = async (/** @type {string} */ q) => {
    const { items } = await api.get("/admin/nurses", { q, is_verified: "true", page_size: FOUND_MOST });
    return items.filter((/** @type {any} */ { id }) => id !== booking.nurse_id)
      .map((/** @type {any} */ nurse) => ({ value: String(nurse.id), label: nurse.display_name, hint: placesOf(nurse) }));
  };
  const stay = html`<${Button} kind="quiet" onClick=${onClose}>${t("action.cancel")}<//>`;
  return html`<p class="muted">${t("booking_desk.substitute_text")}</p>
    <${Form} form=${form} label=${t("booking_desk.substitute_do")} extra=${stay}>
      <${Combobox} form=${form} name="nurse_id" label=${t("booking_desk.substitute_nurse")} search=${search} />
    <//>`;
}

/** The buttons above a booking; only those its state allows. @param {{booking: any, onDone: (answer: any) => void}} props */
export function BookingActs({ booking, onDone }) {
  const [open, setOpen] = useState(/** @type {"" | "transition" | "substitution"} */ (""));
  const close = () => setOpen("");
  const states = hasRole("owner", "admin") ? targets("bookings", booking.status) : [];
  const remains = booking.sessions.some((/** @type {any} */ visit) => isMovable(booking, visit));
  return html`
    ${remains && html`<${Button} icon="users" onClick=${() => setOpen("substitution")}>${t("booking_desk.substitute")}<//>`}
    ${states.length > 0 && html`<${Button} icon="sliders-horizontal" onClick=${() => setOpen("transition")}>${t("booking_desk.transition")}<//>`}
    <${Dialog} open=${open === "transition"} title=${t("booking_desk.transition")} onClose=${close}>
      <${Transition} booking=${booking} states=${states} onDone=${onDone} onClose=${close} /><//>
    <${Dialog} open=${open === "substitution"} title=${t("booking_desk.substitute")} onClose=${close}>
      <${Substitution} booking=${booking} onDone=${onDone} onClose=${close} /><//>`;
}
