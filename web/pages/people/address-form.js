// @ts-check
import { html } from "../../vendor/ui.mjs";
import { api } from "../../app/api.js";
import { t } from "../../app/i18n.js";
import { Checkbox, Form, TextArea, TextField, useForm } from "../../app/ui/forms.js";
import { Position, readDegrees } from "./position.js";

const NAME_MOST = 100;
const LINE_MOST = 1000;
/** Fields of the coarse location, with what browsers call them. */
const PLACES = [["province", "address-level1"], ["city", "address-level2"], ["district", "address-level3"]];

/** @param {string} text */
const postalDigits = (text) => text.replace(/[\s-]/g, "");
/** @param {number | null | undefined} degrees */
const shown = (degrees) => (degrees === null || degrees === undefined ? "" : String(degrees));

/** @param {any} address */
const startOf = (address) => ({
  province: address?.province ?? "", city: address?.city ?? "", district: address?.district ?? "",
  address_line: address?.address_line ?? "", postal_code: address?.postal_code ?? "",
  lat: shown(address?.lat), lng: shown(address?.lng), is_primary: address?.is_primary ?? false,
});

/** @param {any} values */
const bodyOf = (values) => ({
  province: values.province.trim(), city: values.city.trim(), district: values.district.trim(),
  address_line: values.address_line.trim(), postal_code: postalDigits(values.postal_code) || null,
  lat: readDegrees(values.lat, "lat"), lng: readDegrees(values.lng, "lng"), is_primary: values.is_primary,
});

/** @param {any} values @returns {Record<string, string>} */
function problemsOf(values) {
  /** @type {Record<string, string>} */
  const found = {};
  for (const name of ["province", "city", "district", "address_line"]) {
    if (!values[name].trim()) found[name] = t(`address.need.${name}`);
  }
  const code = postalDigits(values.postal_code);
  if (code && !/^\d{10}$/.test(code)) found.postal_code = t("address.need.postal_code");
  for (const name of /** @type {("lat" | "lng")[]} */ (["lat", "lng"])) {
    const half = !values[name].trim() && values[name === "lat" ? "lng" : "lat"].trim();
    const wrong = values[name].trim() && readDegrees(values[name], name) === null;
    if (half || wrong) found[name] = t(`address.need.${name}`);
  }
  return found;
}

/**
 * A place where care is given. The primary one stays so until another is chosen.
 * @param {{address?: any, done: (saved: any) => void, cancel?: string}} props
 */
export function AddressForm({ address, done, cancel }) {
  const form = useForm({
    initial: startOf(address), check: problemsOf, done,
    submit: (values, key) => (address
      ? api.put(`/addresses/${address.id}`, bodyOf(values))
      : api.post("/addresses", bodyOf(values), { key })),
  });
  return html`<${Form} form=${form} label=${t("action.save")} cancel=${cancel}>
    <div class="thirds">${PLACES.map(([name = "", known]) => html`<${TextField} key=${name} form=${form} name=${name}
      label=${t(`address.${name}`)} most=${NAME_MOST} autocomplete=${known} />`)}</div>
    <${TextArea} form=${form} name="address_line" label=${t("address.address_line")} hint=${t("address.address_line_hint")} rows=${3}
      most=${LINE_MOST} />
    <${TextField} form=${form} name="postal_code" kind="code" inputmode="numeric" label=${t("address.postal_code")}
      hint=${t("address.postal_code_hint")} optional autocomplete="postal-code" most=${14} />
    <${Position} form=${form} />
    ${address?.is_primary
      ? html`<p class="hint">${t("address.primary_now")}</p>`
      : html`<${Checkbox} form=${form} name="is_primary" label=${t("address.make_primary")} hint=${t("address.make_primary_hint")} />`}
  <//>`;
}
