// @ts-check
import { html, useState } from "../../vendor/ui.mjs";
import { t } from "../../app/i18n.js";
import { RadioGroup } from "../../app/ui/forms.js";
import { Button, Dialog, Icon, toast } from "../../app/ui/index.js";
import { AddressForm } from "../people/address-form.js";
import { aboutPatient, placeOf } from "../people/names.js";
import { PatientForm } from "../people/patient-form.js";

/**
 * A choice among the family's own things. Without any, the way to add the first stands in its place.
 * @param {{form: any, name: string, label: string, hint: string, options: any[], empty: string, add: string, icon: string, onAdd: () => void}} props
 */
function Choice({ form, name, label, hint, options, empty, add, icon, onAdd }) {
  const none = options.length === 0;
  if (none) form.register(name, label);
  const button = html`<${Button} icon=${icon} kind=${none ? "primary" : "quiet"} onClick=${onAdd}>${add}<//>`;
  if (!none) {
    return html`<div class="stack-sm">
      <${RadioGroup} form=${form} name=${name} label=${label} hint=${hint} options=${options} /><div>${button}</div>
    </div>`;
  }
  const error = form.error(name);
  return html`<div class="callout" id=${form.idOf(name)} tabindex="-1">
    <div><p class="label">${label}</p><p class="muted">${empty}</p>
      ${error && html`<p class="field-error"><${Icon} name="circle-alert" size="sm" /> ${error}</p>`}</div>
    ${button}
  </div>`;
}

/**
 * Who is cared for, and where. `add` opens the dialog for a new one.
 * @param {{form: any, people: any[], places: any[], add: (kind: "patient" | "address") => void}} props
 */
export function Whom({ form, people, places, add }) {
  const persons = people.map((row) => ({ value: String(row.id), label: row.display_name, hint: aboutPatient(row) }));
  const spots = places.map((row) => ({ value: String(row.id), label: placeOf(row), hint: row.address_line }));
  return html`
    <${Choice} form=${form} name="patient_id" label=${t("request_new.patient")} hint=${t("request_new.patient_hint")}
      options=${persons} empty=${t("request_new.no_patient")} add=${t("patients.add")} icon="user-plus" onAdd=${() => add("patient")} />
    <${Choice} form=${form} name="customer_address_id" label=${t("request_new.address")} hint=${t("request_new.address_hint")}
      options=${spots} empty=${t("request_new.no_address")} add=${t("addresses.add")} icon="map-pin" onAdd=${() => add("address")} />`;
}

/**
 * The family's people and places, with the dialogs that add to them while a request is being written.
 * The dialogs stand outside the request's own form.
 * @param {{patients: any[], addresses: any[]}} from
 * @param {(field: string, id: string) => void} chosen a new one is chosen at once
 */
export function useFamily({ patients, addresses }, chosen) {
  const [people, setPeople] = useState(patients);
  const [places, setPlaces] = useState(addresses);
  const [adding, setAdding] = useState(/** @type {"patient" | "address" | null} */ (null));
  const close = () => setAdding(null);
  const added = (/** @type {string} */ field) => (/** @type {any} */ made) => {
    (field === "patient_id" ? setPeople : setPlaces)((old) => [...old, made]);
    chosen(field, String(made.id));
    toast(t("form.saved"));
    close();
  };
  const dialogs = html`
    <${Dialog} open=${adding === "patient"} title=${t("patients.add")} onClose=${close}>
      <${PatientForm} brief done=${added("patient_id")} /><//>
    <${Dialog} open=${adding === "address"} title=${t("addresses.add")} onClose=${close}>
      <${AddressForm} done=${added("customer_address_id")} /><//>`;
  return { people, places, add: setAdding, dialogs };
}
