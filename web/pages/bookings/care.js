// @ts-check
import { html } from "../../vendor/ui.mjs";
import "./words.js";
import { api } from "../../app/api.js";
import { t } from "../../app/i18n.js";
import { useResource } from "../../app/resource.js";
import { FieldSet, Form, TextArea, TextField, useForm } from "../../app/ui/forms.js";
import { Icon, Loaded, Notice, PageHeader, When, toast } from "../../app/ui/index.js";
import { SignedIn } from "../me/gate.js";

export const title = "booking.title";

const SECTIONS = ["current_conditions", "medications", "allergies", "special_instructions"];
const CONTACT = ["emergency_contact_name", "emergency_contact_phone"];
const FIELDS = [...SECTIONS, ...CONTACT];
const SECTION_MOST = 4000;
const NAME_MOST = 100;

/** @typedef {{filled: string[], updated_at: string | null}} Filled which fields hold something; never what */

/** Only what was typed: what is left empty stays as it was. @param {Record<string, string>} values */
const typed = (values) => Object.fromEntries(FIELDS.filter((name) => values[name]?.trim()).map((name) => [name, values[name]?.trim()]));

/** What is missing. @param {Record<string, string>} values @param {Filled} now @returns {Record<string, string>} */
function problemsOf(values, now) {
  /** @type {Record<string, string>} */
  const found = {};
  for (const name of CONTACT) {
    if (!values[name]?.trim() && !now.filled.includes(name)) found[name] = t(`care.need.${name}`);
  }
  if (Object.keys(found).length === 0 && Object.keys(typed(values)).length === 0) found["current_conditions"] = t("care.need.something");
  return found;
}

/** @param {{id: string, now: Filled, onDone: () => void}} props */
function CareForm({ id, now, onDone }) {
  const form = useForm({
    initial: Object.fromEntries(FIELDS.map((name) => [name, ""])),
    check: (values) => problemsOf(values, now),
    submit: (values, key) => api.post(`/bookings/${id}/care_instructions`, typed(values), { key }),
    done: () => {
      toast(t("care.saved"));
      onDone();
    },
  });
  const hint = (/** @type {string} */ name) => t(now.filled.includes(name) ? "care.is_filled" : `care.hint.${name}`);
  return html`<${Form} form=${form} label=${t("care.save")} cancel=${`/me/bookings/${id}`}>
    <${FieldSet} legend=${t("care.contact")} hint=${t("care.contact_hint")}>
      <${TextField} form=${form} name="emergency_contact_name" label=${t("care.emergency_contact_name")} most=${NAME_MOST}
        hint=${hint("emergency_contact_name")} />
      <${TextField} form=${form} name="emergency_contact_phone" kind="code" label=${t("care.emergency_contact_phone")} most=${30}
        hint=${hint("emergency_contact_phone")} />
    <//>
    <${FieldSet} legend=${t("care.know")} hint=${t("care.know_hint")}>
      ${SECTIONS.map((name) => html`<${TextArea} key=${name} form=${form} name=${name} label=${t(`care.${name}`)} optional rows=${3}
        most=${SECTION_MOST} hint=${hint(name)} />`)}
    <//>
  <//>`;
}

/** @param {{id: string}} props */
function Body({ id }) {
  const filled = useResource(`/bookings/${id}/care_instructions/filled`);
  return html`
    <${PageHeader} title=${t("care.title")} lead=${t("care.lead")} back=${{ href: `/me/bookings/${id}`, label: t("booking.title") }} />
    <div class="stack">
      <p class="note-line muted"><${Icon} name="lock" size="sm" /> <span>${t("care.sealed")}</span></p>
      <${Loaded} of=${filled} rows=${5}>${(/** @type {Filled} */ now) => html`
        ${now.updated_at && html`<${Notice} tone="ok" title=${t("care.written")}>
          <p>${t("care.last_written")} <${When} at=${now.updated_at} /></p><//>`}
        <${CareForm} key=${now.updated_at ?? ""} id=${id} now=${now} onDone=${filled.reload} />`}<//>
    </div>`;
}

/** What the nurse must know: written here, never read back. @param {import("../../app/router.js").PageProps} props */
export default function Page({ params }) {
  return html`<${SignedIn} title=${t("care.title")}>${() => html`<${Body} id=${params.id} />`}<//>`;
}
