// @ts-check
/** Correcting who may be sent where. The words families read stay the nurse's own. */
import { html } from "../../vendor/ui.mjs";
import { api } from "../../app/api.js";
import { fetchArea } from "../../app/area.js";
import { t } from "../../app/i18n.js";
import { Checkbox, Form, RadioGroup, useForm } from "../../app/ui/forms.js";
import { Button, Dialog, toast } from "../../app/ui/index.js";
import { Districts } from "../nurse/districts.js";

await fetchArea("nurse");

const PLACES = { legend: t("people.places"), text: t("people.amend_places"), anywhere: t("people.amend_anywhere") };

/** @param {{nurse: any, onDone: (nurse: any) => void, onClose: () => void}} props */
export function Amendment({ nurse, onDone, onClose }) {
  const form = useForm({
    initial: { gender: nurse.gender, is_accepting_bookings: nurse.is_accepting_bookings, districts: nurse.districts },
    guard: false,
    submit: (values) => api.put(`/admin/nurses/${nurse.id}`, values),
    done: (answer) => {
      toast(t("form.saved"));
      onDone(answer);
      onClose();
    },
  });
  const genders = ["female", "male"].map((value) => ({ value, label: t(`gender.${value}`) }));
  const cancel = html`<${Button} kind="quiet" onClick=${onClose}>${t("action.cancel")}<//>`;
  return html`<${Dialog} open=${true} onClose=${onClose} title=${t("people.amend_one", { name: nurse.display_name })}>
    <${Form} form=${form} label=${t("action.save")} extra=${cancel} narrow=${false}>
      <${RadioGroup} form=${form} name="gender" layout="row" label=${t("people.gender")} hint=${t("people.amend_gender")} options=${genders} />
      <${Checkbox} form=${form} name="is_accepting_bookings" label=${t("people.amend_accepting")} hint=${t("people.amend_accepting_hint")} />
      <${Districts} form=${form} words=${PLACES} />
    <//>
  <//>`;
}
