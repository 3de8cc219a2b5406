// @ts-check
import { html } from "../../vendor/ui.mjs";
import { api } from "../../app/api.js";
import { today } from "../../app/format.js";
import { t } from "../../app/i18n.js";
import { isoToEpochDay } from "../../app/jalali.js";
import { DateField, Form, TimeField, useForm } from "../../app/ui/forms.js";
import { Button, Dialog, toast } from "../../app/ui/index.js";
import { parseTime } from "../../app/ui/special-field.js";
import { whenOf } from "./facts.js";

/** @typedef {{visit: any, onDone: () => void, onClose: () => void}} Part */

/** @param {any} values @returns {Record<string, string>} */
function lacking({ scheduled_date: day, scheduled_time_start: start, scheduled_time_end: end }) {
  return {
    ...(Number.isNaN(isoToEpochDay(day)) ? { scheduled_date: t("reschedule.need_day") } : {}),
    ...(parseTime(start) ? {} : { scheduled_time_start: t("reschedule.need_time") }),
    ...(parseTime(end) ? {} : { scheduled_time_end: t("reschedule.need_time") }),
  };
}

/** @param {Part} props */
function Question({ visit, onDone, onClose }) {
  const { scheduled_date, scheduled_time_start, scheduled_time_end } = visit;
  const form = useForm({
    initial: { scheduled_date, scheduled_time_start, scheduled_time_end }, guard: false, check: lacking,
    submit: (values, key) => api.post(`/booking_sessions/${visit.id}/reschedule`, {
      scheduled_date: values.scheduled_date, scheduled_time_start: parseTime(values.scheduled_time_start),
      scheduled_time_end: parseTime(values.scheduled_time_end),
    }, { key }),
    done: () => {
      toast(t("reschedule.done"));
      onClose();
      onDone();
    },
  });
  const stay = html`<${Button} kind="quiet" onClick=${onClose}>${t("reschedule.stay")}<//>`;
  return html`<p>${t("reschedule.now", { when: whenOf(visit) })}</p>
    <p class="muted small">${t("reschedule.text")} ${t("date.zone_note")}</p>
    <${Form} form=${form} label=${t("reschedule.do")} extra=${stay}>
      <${DateField} form=${form} name="scheduled_date" label=${t("reschedule.day")} min=${today()} />
      <div class="times">
        <${TimeField} form=${form} name="scheduled_time_start" label=${t("reschedule.start")} />
        <${TimeField} form=${form} name="scheduled_time_end" label=${t("reschedule.end")} />
      </div>
    <//>`;
}

/** Another time for one visit. Closed while no visit is given. @param {{visit: any | null, onDone: () => void, onClose: () => void}} props */
export function Reschedule({ visit, onDone, onClose }) {
  const title = visit ? t("reschedule.title", { n: visit.session_index }) : "";
  return html`<${Dialog} open=${visit !== null} title=${title} onClose=${onClose}>
    ${visit && html`<${Question} visit=${visit} onDone=${onDone} onClose=${onClose} />`}<//>`;
}
