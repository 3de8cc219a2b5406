// @ts-check
import { html } from "../../vendor/ui.mjs";
import { api } from "../../app/api.js";
import { age, today } from "../../app/format.js";
import { t, tn } from "../../app/i18n.js";
import { DateField, FieldSet, Form, RadioGroup, Select, TextArea, TextField, useForm } from "../../app/ui/forms.js";
import { Icon } from "../../app/ui/index.js";
import { isDay } from "../requests/plan.js";

const NAME_MOST = 100;
const TEXT_MOST = 1000;

/** Free-text medical facts, as the server names them. */
const FACTS = ["allergies", "chronic_conditions", "current_medications", "medical_history", "mobility_notes"];
const BLOOD_GROUPS = ["A+", "A-", "B+", "B-", "AB+", "AB-", "O+", "O-"];
const TEXTS = ["display_name", "gender", "birth_date", "language_notes", "blood_group", "genotype", ...FACTS];

/** A sign after a letter keeps its place on right-to-left pages. @param {string} text */
const isolated = (text) => `\u2066${text}\u2069`;

/** @param {any} patient */
const startOf = (patient) => Object.fromEntries(TEXTS.map((name) => [name, patient?.[name] ?? ""]));

/** Empty means not known. @param {any} values */
const bodyOf = (values) => Object.fromEntries(TEXTS.map((name) => [name, values[name].trim() || null]));

/** @param {any} values @returns {Record<string, string>} */
function problemsOf(values) {
  /** @type {Record<string, string>} */
  const found = {};
  if (!values.display_name.trim()) found.display_name = t("patient.need.name");
  if (!values.gender) found.gender = t("patient.need.gender");
  if (values.birth_date && (!isDay(values.birth_date) || values.birth_date > today())) found.birth_date = t("patient.need.birth");
  return found;
}

/** Health facts. Only the family and those who answer for the care may read them. @param {{form: any}} props */
const Facts = ({ form }) => html`<${FieldSet} legend=${t("patient.facts")} hint=${t("patient.facts_hint")}>
  <p class="note-line muted"><${Icon} name="lock" size="sm" /> <span>${t("patient.facts_sealed")}</span></p>
  ${FACTS.map((name) => html`<${TextArea} key=${name} form=${form} name=${name} label=${t(`patient.${name}`)} optional rows=${2}
    most=${TEXT_MOST} />`)}
  <div class="grid-2">
    <${Select} form=${form} name="blood_group" label=${t("patient.blood_group")} optional empty=${t("patient.unknown")}
      options=${BLOOD_GROUPS.map((value) => ({ value, label: isolated(value) }))} />
    <${TextField} form=${form} name="genotype" kind="code" optional label=${t("patient.genotype")} most=${20} />
  </div>
<//>`;

/**
 * A person who is cared for. `brief` asks only for what a request needs; the rest can wait.
 * @param {{patient?: any, done: (saved: any) => void, brief?: boolean, cancel?: string}} props
 */
export function PatientForm({ patient, done, brief = false, cancel }) {
  const form = useForm({
    initial: startOf(patient), check: problemsOf, done,
    submit: (values, key) => (patient
      ? api.put(`/patients/${patient.id}`, bodyOf(values))
      : api.post("/patients", bodyOf(values), { key })),
  });
  const genders = ["female", "male"].map((value) => ({ value, label: t(`gender.${value}`) }));
  const born = form.values.birth_date;
  const old = isDay(born) && born <= today() ? tn("patient.age", age(born)) : "";
  return html`<${Form} form=${form} label=${t("action.save")} cancel=${cancel}>
    <${TextField} form=${form} name="display_name" label=${t("patient.name")} hint=${t("patient.name_hint")} most=${NAME_MOST} />
    <${RadioGroup} form=${form} name="gender" label=${t("patient.gender")} layout="row" options=${genders} />
    <div><${DateField} form=${form} name="birth_date" label=${t("patient.birth_date")} optional max=${today()} start="1951-03-21" />
      ${old && html`<p class="hint">${old}</p>`}</div>
    ${!brief && html`<${TextArea} form=${form} name="language_notes" label=${t("patient.language_notes")}
      hint=${t("patient.language_notes_hint")} optional rows=${2} most=${TEXT_MOST} /><${Facts} form=${form} />`}
  <//>`;
}
