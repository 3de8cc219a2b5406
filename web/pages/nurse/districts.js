// @ts-check
import { html, useState } from "../../vendor/ui.mjs";
import { t } from "../../app/i18n.js";
import { TextField } from "../../app/ui/forms.js";
import { Button, Icon } from "../../app/ui/index.js";
import { placeOf } from "./visits.js";

/** @typedef {{city: string, district: string | null}} Place */

/** @param {Place} a @param {Place} b */
const same = (a, b) => a.city === b.city && (a.district ?? "") === (b.district ?? "");

/** How one is asked about one's own places. */
const OWN = { legend: t("districts.title"), text: t("districts.text"), anywhere: t("districts.anywhere") };

/**
 * Where somebody works: cities, or districts of them.
 * @param {{form: import("../../app/ui/form.js").FormState, words?: typeof OWN}} props words: asked of somebody else than the nurse
 */
export function Districts({ form, words = OWN }) {
  /** @type {Place[]} */
  const places = form.values.districts;
  const [city, setCity] = useState(places.at(-1)?.city ?? "");
  const [district, setDistrict] = useState("");
  const [told, setTold] = useState("");
  const add = () => {
    const place = { city: city.trim(), district: district.trim() || null };
    if (place.city === "") return setTold(t("districts.need_city"));
    if (places.some((known) => same(known, place))) return setTold(t("districts.known"));
    setTold("");
    setDistrict("");
    form.set("districts", [...places, place]);
  };
  const drop = (/** @type {Place} */ place) => form.set("districts", places.filter((one) => !same(one, place)));
  const onEnter = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    add();
  };
  const error = told || form.error("districts");
  return html`<fieldset class="fieldset">
    <legend>${words.legend}</legend>
    <p class="hint">${words.text}</p>
    ${places.length > 0
      ? html`<ul class="chips">${places.map((place) => html`<li key=${placeOf(place)} class="chip"><bdi>${placeOf(place)}</bdi>
          <button type="button" class="chip-drop" aria-label=${t("districts.drop", { place: placeOf(place) })} onClick=${() => drop(place)}>
            <${Icon} name="x" size="sm" /></button></li>`)}</ul>`
      : html`<p><strong>${words.anywhere}</strong></p>`}
    <div class="place-entry" onKeyDown=${onEnter}>
      <${TextField} name="new_city" label=${t("districts.city")} value=${city} onChange=${setCity} />
      <${TextField} name="new_district" label=${t("districts.district")} value=${district} onChange=${setDistrict} optional />
      <${Button} icon="plus" onClick=${add}>${t("districts.add")}<//>
    </div>
    ${error && html`<p class="field-error" role="alert"><${Icon} name="circle-alert" size="sm" /> ${error}</p>`}
  </fieldset>`;
}
