// @ts-check
import { html } from "../../vendor/ui.mjs";
import { toLatin } from "../../app/digits.js";
import { phone, toE164 } from "../../app/format.js";
import { t } from "../../app/i18n.js";
import { Form, RadioGroup, TextField, useForm } from "../../app/ui/forms.js";
import { missing } from "../account/missing.js";
import { Back } from "./back.js";

/** A phone with its area, or a short number, as it is kept. @param {string} typed */
export function dialable(typed) {
  const raw = toLatin(typed).replace(/[\s()-]/g, "");
  return toE164(raw) ?? (/^0\d{10}$/.test(raw) ? `+98${raw.slice(1)}` : raw);
}

/** A point as it is kept: degrees north and east. @param {string} typed */
const pointOf = (typed) => toLatin(typed).replace(/[،;\s]+/g, ",").replace(/,+/g, ",").replace(/^,|,$/g, "");

/** @param {string} point */
const isPoint = (point) => /^-?\d{1,2}(\.\d{1,6})?,-?\d{1,3}(\.\d{1,6})?$/.test(point);

/** Who the agency is, and how families reach it. @param {import("./setup.js").Step} props */
export function Agency({ state, send, onDone, onBack }) {
  const { agency } = state;
  const form = useForm({
    initial: {
      agency_name: agency.agency_name, agency_phone: phone(agency.agency_phone), emergency_phone: agency.emergency_phone,
      agency_location: agency.agency_location, money_unit: agency.money_unit,
    },
    guard: false,
    check: (values) => missing({
      agency_name: [values.agency_name?.trim(), t("setup.need_name")],
      agency_phone: [/^\+?\d{3,15}$/.test(dialable(values.agency_phone)), t("setup.need_phone")],
      emergency_phone: [/^\+?\d{3,15}$/.test(dialable(values.emergency_phone)), t("setup.need_emergency")],
      agency_location: [!values.agency_location.trim() || isPoint(pointOf(values.agency_location)), t("setup.need_location")],
    }),
    submit: (values, key) => send("/setup/agency", {
      ...values, agency_name: values.agency_name.trim(), agency_phone: dialable(values.agency_phone),
      emergency_phone: dialable(values.emergency_phone), agency_location: pointOf(values.agency_location),
    }, key),
    done: onDone,
  });
  const units = ["toman", "rial", "dual"].map((value) => ({ value, label: t(`setup.unit.${value}`) }));
  return html`<${Form} form=${form} label=${t("action.next")} extra=${html`<${Back} onBack=${onBack} />`}>
    <${TextField} form=${form} name="agency_name" label=${t("setup.name")} hint=${t("setup.name_hint")} most=${100} autocomplete="organization" />
    <${TextField} form=${form} name="agency_phone" kind="code" type="tel" label=${t("setup.phone")} hint=${t("setup.phone_hint")} autocomplete="tel" />
    <${TextField} form=${form} name="emergency_phone" kind="code" type="tel" label=${t("setup.emergency")} hint=${t("setup.emergency_hint")} />
    <${TextField} form=${form} name="agency_location" kind="code" label=${t("setup.location")} hint=${t("setup.location_hint")} optional />
    <${RadioGroup} form=${form} name="money_unit" label=${t("setup.unit")} hint=${t("setup.unit_hint")} options=${units} layout="row" />
  <//>`;
}
