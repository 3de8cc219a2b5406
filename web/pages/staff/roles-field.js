// @ts-check
import { html } from "../../vendor/ui.mjs";
import { t, word } from "../../app/i18n.js";
import { FieldSet } from "../../app/ui/forms.js";

export const ROLES = ["owner", "admin", "finance", "agent", "nurse", "doctor", "customer"];

/** Which hats somebody wears; each says what it opens. @param {{form: import("../../app/ui/form.js").FormState}} props */
export function RolesField({ form }) {
  /** @type {string[]} */
  const held = form.values.roles;
  const turn = (/** @type {string} */ role) => form.set("roles", held.includes(role) ? held.filter((one) => one !== role) : [...held, role]);
  const error = form.error("roles");
  return html`<${FieldSet} legend=${t("users.roles")}>
    <div class="choices grid-2">${ROLES.map((role, i) => html`<label key=${role} class="choice">
      <input type="checkbox" id=${i === 0 ? form.idOf("roles") : null} checked=${held.includes(role)} onChange=${() => turn(role)} />
      <span class="choice-words"><span>${word("role", role)}</span><span class="hint">${t(`users.role.${role}`)}</span></span></label>`)}</div>
    ${error && html`<p class="field-error">${error}</p>`}
  <//>`;
}

/** What a form about a person lacks, by field. @param {any} values @returns {Record<string, string>} */
export function lacking({ name, mobile, email, roles }) {
  /** @type {Record<string, string>} */
  const found = {};
  if (!name.trim()) found.name = t("users.need_name");
  if (!mobile && !email) found.mobile = t("users.need_contact");
  if (roles.length === 0) found.roles = t("users.need_role");
  return found;
}
