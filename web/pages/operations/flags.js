// @ts-check
import { html } from "../../vendor/ui.mjs";
import { has, t } from "../../app/i18n.js";
import { useResource } from "../../app/resource.js";
import { Card, LinkButton, Loaded, Notice, PageHeader, Section } from "../../app/ui/index.js";
import { ForStaff } from "../staff/gate.js";
import { Setting } from "./setting.js";

export const title = "nav.flags";

/** @typedef {import("./setting.js").SettingRow} SettingRow */

/** Groups whose choices change what the agency does; how it looks, and which ways lead out, stand in the settings. */
const BEHAVIOUR = ["home_care", "telehealth", "money", "security"];
/** Kinds that are chosen, not measured. */
const CHOSEN = ["flag", "choice", "roles"];

/** A choice of one is none. @param {SettingRow} row */
const isSwitch = ({ group, kind, choices }) => BEHAVIOUR.includes(group) && CHOSEN.includes(kind) && choices?.length !== 1;

/** What the choice does. @param {SettingRow} row */
const noteOf = ({ key }) => (has(`flags.note.${key}`) ? t(`flags.note.${key}`) : undefined);

/** @param {{rows: SettingRow[], reload: () => void}} props */
function Switches({ rows, reload }) {
  const groups = [...new Set(rows.map(({ group }) => group))];
  return html`<div class="stack">
    ${groups.map((group) => html`<${Section} key=${group} title=${t(`setting_group.${group}`)}>
      <${Card}><ul class="settings">${rows.filter((row) => row.group === group).map((row) =>
        html`<${Setting} key=${`${row.key}${row.etag}`} row=${row} onSaved=${reload} note=${noteOf(row)} />`)}</ul><//>
    <//>`)}
    <${Notice} tone="info" title=${t("flags.only")}><p>${t("flags.only_text")}</p><//>
  </div>`;
}

function Body() {
  const settings = useResource("/admin/settings");
  const all = html`<${LinkButton} href="/admin/settings" icon="settings">${t("flags.all")}<//>`;
  return html`<${PageHeader} title=${t("nav.flags")} lead=${t("flags.lead")} actions=${all} />
    <${Loaded} of=${settings} rows=${4}>${(/** @type {{items: SettingRow[]}} */ { items }) =>
      html`<${Switches} rows=${items.filter(isSwitch)} reload=${settings.reload} />`}<//>`;
}

/** Behaviour that can be switched; every switch here has an effect today. */
export default function Page() {
  return html`<${ForStaff} title=${t("nav.flags")} roles=${["owner"]}>${() => html`<${Body} />`}<//>`;
}
