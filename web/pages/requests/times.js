// @ts-check
import { html } from "../../vendor/ui.mjs";
import { date, span, today } from "../../app/format.js";
import { t, tn } from "../../app/i18n.js";
import { Checkbox, DateField, FieldSet, NumberField, Select, TimeField } from "../../app/ui/forms.js";
import { visitDays, visitSpan } from "./plan.js";

const INTERVALS = [1, 2, 3, 4, 5, 6, 7, 14, 30];
const SHOWN_DAYS = 6;
const MINUTE_S = 60;

/** The days an engagement would have. @param {{values: any}} props */
function Days({ values }) {
  const days = visitDays(values.requested_date, Math.min(values.session_count ?? 0, 366), Number(values.visit_interval_days));
  if (days.length < 2) return null;
  const shown = days.length > SHOWN_DAYS ? days.slice(0, SHOWN_DAYS - 1) : days;
  const last = days.at(-1) ?? "";
  return html`<div class="days" role="status">
    <p class="label">${tn("request_new.days", days.length)}</p>
    <ol>${shown.map((day) => html`<li key=${day}>${date(day, "long")}</li>`)}
      ${shown.length < days.length && html`<li class="muted">${t("request_new.days_last", { day: date(last, "long") })}</li>`}</ol>
  </div>`;
}

/** What the typed hours mean. @param {{values: any, overnight: boolean}} props */
function Hours({ values, overnight }) {
  const hours = visitSpan(values.requested_time_start, values.requested_time_end, overnight);
  const text = !hours ? "" : t(hours.nextDay ? "request_new.hours_next_day" : "request_new.hours", { span: span(hours.minutes * MINUTE_S) });
  return html`<p class="hint" role="status">${text}</p>`;
}

/** When: the day, the hours, and whether it is more than once. @param {{form: any, overnight: boolean}} props */
export function Times({ form, overnight }) {
  const intervals = INTERVALS.map((n) => ({ value: String(n), label: tn("request_new.every", n) }));
  return html`<${FieldSet} legend=${t("request_new.when")} hint=${t("date.zone_note")}>
    <${DateField} form=${form} name="requested_date" label=${t("request_new.date")} min=${today()} />
    <div class="stack-sm">
      <div class="times">
        <${TimeField} form=${form} name="requested_time_start" label=${t("request_new.start")} />
        <${TimeField} form=${form} name="requested_time_end" label=${t("request_new.end")} />
      </div>
      ${overnight && html`<p class="hint">${t("request_new.overnight")}</p>`}
      <${Hours} values=${form.values} overnight=${overnight} />
    </div>
    <${Checkbox} form=${form} name="several" label=${t("request_new.several")} hint=${t("request_new.several_hint")} />
    ${form.values.several && html`<div class="grid-2">
      <${NumberField} form=${form} name="session_count" label=${t("request_new.count")} suffix=${t("request_new.visits")} />
      <${Select} form=${form} name="visit_interval_days" label=${t("request_new.interval")} options=${intervals} />
    </div><${Days} values=${form.values} />`}
  <//>`;
}
