// @ts-check
import { html, useState } from "../../vendor/ui.mjs";
import { api } from "../../app/api.js";
import { digits, number } from "../../app/digits.js";
import { span } from "../../app/format.js";
import { has, t, word } from "../../app/i18n.js";
import { hasRole } from "../../app/session.js";
import { FieldSet, Form, NumberField, Select, TextField, useForm } from "../../app/ui/forms.js";
import { Button, Code, Icon, toast } from "../../app/ui/index.js";
import { ROLES } from "../staff/roles-field.js";

/**
 * @typedef {object} SettingRow
 * @property {string} key
 * @property {string} group
 * @property {string} kind
 * @property {number | null} min
 * @property {number | null} max
 * @property {string[] | null} choices
 * @property {string} default
 * @property {string} value
 * @property {string} source
 * @property {boolean} locked
 * @property {boolean} owner_only
 * @property {string} etag
 */

/** The value as a person reads it. @param {SettingRow} row @param {string} value */
function shown(row, value) {
  if (value === "") return t("common.none");
  if (row.kind === "roles") return value.split(",").map((role) => word("role", role)).join(t("common.comma"));
  if (row.kind === "choice" || row.kind === "flag") return has(`setting_choice.${value}`) ? t(`setting_choice.${value}`) : value;
  if (row.key.endsWith("_seconds")) return span(Number(value));
  return row.kind === "integer" ? number(Number(value)) : row.kind === "time_of_day" ? digits(value) : value;
}

/** Roles ticked one by one; kept as words between commas. @param {{form: any, label: string}} props */
function RoleBoxes({ form, label }) {
  const held = form.values.value.split(",").filter(Boolean);
  const turn = (/** @type {string} */ role) =>
    form.set("value", ROLES.filter((one) => (one === role) !== held.includes(one)).join(","));
  return html`<${FieldSet} legend=${label}><div class="choices grid-2">${ROLES.map((role, i) => html`<label key=${role} class="choice">
    <input type="checkbox" id=${i === 0 ? form.idOf("value") : null} checked=${held.includes(role)} onChange=${() => turn(role)} />
    <span class="choice-words">${word("role", role)}</span></label>`)}</div><//>`;
}

/** @param {{row: SettingRow, form: any}} props */
function Field({ row, form }) {
  const label = t(`setting.${row.key}`);
  const choices = row.kind === "flag" ? ["true", "false"] : row.choices;
  if (choices) {
    const options = choices.map((value) => ({ value, label: shown(row, value) }));
    return html`<${Select} form=${form} name="value" label=${label} options=${options} />`;
  }
  if (row.kind === "roles") return html`<${RoleBoxes} form=${form} label=${label} />`;
  if (row.kind === "integer") {
    const hint = t("settings.between", { min: number(row.min ?? 0), max: number(row.max ?? 0) });
    return html`<${NumberField} form=${form} name="value" label=${label} hint=${hint} />`;
  }
  return html`<${TextField} form=${form} name="value" label=${label} kind=${row.kind === "text" ? "text" : "code"} optional />`;
}

/** @param {{row: SettingRow, onClose: () => void, onSaved: () => void}} props */
function Edit({ row, onClose, onSaved }) {
  const form = useForm({
    initial: { value: row.kind === "integer" ? Number(row.value) : row.value },
    submit: (values) => api.put(`/admin/settings/${row.key}`, { value: values.value ?? "" }, { etag: row.etag }),
    done: () => {
      toast(t("form.saved"));
      onSaved();
    },
  });
  const cancel = html`<${Button} onClick=${onClose}>${t("action.cancel")}<//>`;
  return html`<${Form} form=${form} label=${t("action.save")} extra=${cancel}><${Field} row=${row} form=${form} /><//>`;
}

/**
 * One setting: what it is, what is in force and where that comes from.
 * @param {{row: SettingRow, onSaved: () => void, note?: string}} props note: what the choice does, in place of the key
 */
export function Setting({ row, onSaved, note }) {
  const [open, setOpen] = useState(false);
  const mine = !row.owner_only || hasRole("owner");
  const source = html`<span class="muted small">${row.locked && html`<${Icon} name="lock" />`} ${t(`setting_source.${row.source}`)}</span>`;
  if (open) return html`<li class="setting"><${Edit} row=${row} onClose=${() => setOpen(false)} onSaved=${onSaved} /></li>`;
  return html`<li class="setting">
    <div><strong>${t(`setting.${row.key}`)}</strong><br />${note ? html`<span class="muted small">${note}</span>` : html`<${Code}>${row.key}<//>`}</div>
    <div class="setting-value"><span dir="auto">${shown(row, row.value)}</span> ${source}</div>
    ${!row.locked && mine && html`<${Button} size="sm" icon="pencil" onClick=${() => setOpen(true)}
      label=${t("settings.change", { name: t(`setting.${row.key}`) })}>${t("action.edit")}<//>`}
  </li>`;
}
