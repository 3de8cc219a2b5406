// @ts-check
import { html } from "../../vendor/ui.mjs";
import { api } from "../../app/api.js";
import { date, today } from "../../app/format.js";
import { t } from "../../app/i18n.js";
import { navigate } from "../../app/router.js";
import { FieldSet, Form, RadioGroup, TextArea, useForm } from "../../app/ui/forms.js";
import { toast } from "../../app/ui/index.js";
import { parseTime } from "../../app/ui/special-field.js";
import { price } from "../nurses/card.js";
import { CaregiverGender } from "./caregiver.js";
import { isDay, visitSpan } from "./plan.js";
import { Summary } from "./summary.js";
import { Times } from "./times.js";
import { useFamily, Whom } from "./whom.js";

const NOTES_MOST = 1000;
const VISITS_MOST = 366;

/** @param {any[]} rows @param {unknown} wanted */
const known = (rows, wanted) => (rows.some((row) => String(row.id) === String(wanted)) ? String(wanted) : "");
/** The only one there is needs no choosing. @param {any[]} rows */
const only = (rows) => (rows.length === 1 ? String(rows[0].id) : "");

/** @param {{nurse: any, patients: any[], addresses: any[], again: any, query: Record<string, string>}} from */
function startOf({ nurse, patients, addresses, again, query }) {
  const primary = addresses.find((address) => address.is_primary);
  const day = query.date ?? again?.requested_date ?? "";
  return {
    patient_id: known(patients, query.patient ?? again?.patient_id) || only(patients),
    customer_address_id: known(addresses, again?.customer_address_id) || (primary ? String(primary.id) : only(addresses)),
    variant_id: known(nurse.variants, query.variant) || only(nurse.variants),
    requested_date: day >= today() ? day : "",
    requested_time_start: again?.requested_time_start?.slice(0, 5) ?? "",
    requested_time_end: again?.requested_time_end?.slice(0, 5) ?? "",
    several: (again?.session_count ?? 1) > 1,
    session_count: Math.max(again?.session_count ?? 1, 2),
    visit_interval_days: String(again?.visit_interval_days ?? 1),
    required_caregiver_gender: again?.required_caregiver_gender ?? "",
    customer_notes: again?.customer_notes ?? "",
  };
}

/** @param {any} values @param {any} nurse @param {any} offer @returns {Record<string, string>} field to message */
function problemsOf(values, nurse, offer) {
  /** @type {Record<string, string>} */
  const found = {};
  for (const name of ["patient_id", "customer_address_id", "variant_id"]) {
    if (!values[name]) found[name] = t(`request_new.need.${name}`);
  }
  if (!isDay(values.requested_date)) found.requested_date = t("request_new.need.date");
  else if (values.requested_date < today()) found.requested_date = t("request_new.past", { today: date(today()) });
  for (const name of ["requested_time_start", "requested_time_end"]) {
    if (!parseTime(values[name])) found[name] = t("request_new.need.time");
  }
  const hours = visitSpan(values.requested_time_start, values.requested_time_end, offer?.is_overnight ?? false);
  if (!found.requested_time_start && !found.requested_time_end && !hours) found.requested_time_end = t("request_new.end_early");
  if (values.several && !(values.session_count >= 2 && values.session_count <= VISITS_MOST)) {
    found.session_count = t("request_new.need.count", { most: VISITS_MOST });
  }
  const wanted = values.required_caregiver_gender;
  if (wanted && wanted !== "any" && wanted !== nurse.gender) found.required_caregiver_gender = t(`request_new.conflict.${wanted}`);
  if ([...values.customer_notes].length > NOTES_MOST) found.customer_notes = t("request_new.notes_long", { most: NOTES_MOST });
  return found;
}

/** @param {any} values @param {number} nurse */
const bodyOf = (values, nurse) => ({
  nurse_id: nurse,
  variant_id: Number(values.variant_id),
  patient_id: Number(values.patient_id),
  customer_address_id: Number(values.customer_address_id),
  requested_date: values.requested_date,
  requested_time_start: parseTime(values.requested_time_start),
  requested_time_end: parseTime(values.requested_time_end),
  required_caregiver_gender: values.required_caregiver_gender || null,
  session_count: values.several ? values.session_count : 1,
  visit_interval_days: values.several ? Number(values.visit_interval_days) : 1,
  customer_notes: values.customer_notes.trim() || null,
});

/** @param {{form: any, nurse: any}} props */
const OfferChoice = ({ form, nurse }) => html`<${RadioGroup} form=${form} name="variant_id" label=${t("request_new.variant")}
  options=${nurse.variants.map((/** @type {any} */ offer) => ({ value: String(offer.id), label: offer.title, hint: price(offer) }))} />`;

/** The whole question to the nurse. @param {{nurse: any, patients: any[], addresses: any[], again: any, query: Record<string, string>}} props */
export function RequestForm(props) {
  const { nurse } = props;
  const form = useForm({
    initial: startOf(props),
    check: (values) => problemsOf(values, nurse, offerOf(values)),
    submit: (values, key) => api.post("/booking_requests", bodyOf(values, nurse.id), { key }),
    done: (answer) => {
      toast(t("request_new.sent", { nurse: nurse.display_name }));
      void navigate(`/me/requests/${answer.id}`);
    },
  });
  const family = useFamily(props, (field, id) => form.set(field, id));
  const offerOf = (/** @type {any} */ values) => nurse.variants.find((/** @type {any} */ one) => String(one.id) === values.variant_id);
  const offer = offerOf(form.values);
  const patient = family.people.find((one) => String(one.id) === form.values.patient_id);
  const address = family.places.find((one) => String(one.id) === form.values.customer_address_id);
  return html`<div class="split ask">
    <${Form} form=${form} label=${t("request_new.send")} icon="send">
      <${Whom} form=${form} people=${family.people} places=${family.places} add=${family.add} />
      <${OfferChoice} form=${form} nurse=${nurse} />
      <${Times} form=${form} overnight=${offer?.is_overnight ?? false} />
      <${FieldSet} legend=${t("request_new.more")}>
        <${CaregiverGender} form=${form} nurse=${nurse} query=${props.query} />
        <${TextArea} form=${form} name="customer_notes" label=${t("request_new.notes")} hint=${t("request_new.notes_hint")}
          optional most=${NOTES_MOST} />
      <//>
    <//>
    <${Summary} nurse=${nurse} offer=${offer} patient=${patient} address=${address} values=${form.values} />
    ${family.dialogs}
  </div>`;
}
