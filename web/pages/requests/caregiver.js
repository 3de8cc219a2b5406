// @ts-check
import { html } from "../../vendor/ui.mjs";
import { t } from "../../app/i18n.js";
import { RadioGroup } from "../../app/ui/forms.js";
import { Notice } from "../../app/ui/index.js";
import { carried } from "../nurses/carried.js";

/**
 * Whether the caregiver must be a woman or a man. A wish this nurse cannot meet is said at once, with the way to others.
 * @param {{form: any, nurse: any, query: Record<string, string>}} props
 */
export function CaregiverGender({ form, nurse, query }) {
  const wanted = form.values.required_caregiver_gender;
  const conflict = (wanted === "female" || wanted === "male") && wanted !== nurse.gender;
  const options = ["any", "female", "male"].map((value) => ({ value, label: t(`request_new.gender.${value}`) }));
  const others = `/nurses${carried(query, { gender: wanted })}`;
  return html`<div class="stack-sm">
    <${RadioGroup} form=${form} name="required_caregiver_gender" label=${t("request_new.gender")} optional layout="row"
      hint=${t("request_new.gender_hint")} options=${options} />
    ${conflict && html`<${Notice} tone="warn"><p>${t(`request_new.conflict.${wanted}`)}</p>
      <p><a href=${others}>${t(`request_new.others.${wanted}`)}</a></p><//>`}
  </div>`;
}
