// @ts-check
import { html } from "../../vendor/ui.mjs";
import { number } from "../../app/digits.js";
import { date } from "../../app/format.js";
import { t, tn } from "../../app/i18n.js";
import { Card, Details, Icon } from "../../app/ui/index.js";
import { parseTime } from "../../app/ui/special-field.js";
import { Avatar, price, Rating } from "../nurses/card.js";
import { placeOf } from "../people/names.js";
import { hoursOf } from "./card.js";
import { isDay, visitSpan } from "./plan.js";

/** @param {any} values @param {boolean} overnight */
function hoursAsked(values, overnight) {
  const [start, end] = [parseTime(values.requested_time_start), parseTime(values.requested_time_end)];
  return start && end && visitSpan(start, end, overnight) ? hoursOf(start, end) : undefined;
}

/**
 * What is about to be asked, beside the form.
 * @param {{nurse: any, offer: any, patient: any, address: any, values: any}} props
 */
export function Summary({ nurse, offer, patient, address, values }) {
  const rows = [
    { label: t("request.variant"), value: offer ? html`<span dir="auto">${offer.title}</span>` : undefined },
    { label: t("request_new.price"), value: offer ? price(offer) : undefined },
    { label: t("request.patient"), value: patient ? html`<bdi>${patient.display_name}</bdi>` : undefined },
    { label: t("request.place"), value: address ? html`<bdi>${placeOf(address)}</bdi>` : undefined },
    { label: t("request.day"), value: isDay(values.requested_date) ? date(values.requested_date, "long") : undefined },
    { label: t("request.hours"), value: hoursAsked(values, offer?.is_overnight ?? false) },
    { label: t("request.visits"), value: values.several ? t("request.visits_every", {
      n: number(values.session_count ?? 0), every: tn("request_new.every", Number(values.visit_interval_days)) }) : undefined },
  ];
  return html`<aside class="beside" aria-label=${t("request_new.summary")}>
    <${Card} title=${html`<${Avatar} name=${nurse.display_name} /><bdi>${nurse.display_name}</bdi>`}
      meta=${html`<span class="row"><span>${t(`nurse.gender.${nurse.gender}`)}</span> <${Rating} nurse=${nurse} /></span>`}
      footer=${html`<p class="note-line muted"><${Icon} name="info" size="sm" /> <span>${t("request_new.no_pay_now")}</span></p>`}>
      <${Details} rows=${rows} layout="stack" />
    <//>
  </aside>`;
}
