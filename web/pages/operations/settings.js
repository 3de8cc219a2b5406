// @ts-check
import { html } from "../../vendor/ui.mjs";
import { t } from "../../app/i18n.js";
import { useResource } from "../../app/resource.js";
import { setQuery } from "../../app/router.js";
import { TextField } from "../../app/ui/forms.js";
import { Card, Filters, FilteredEmpty, Loaded, PageHeader, Section } from "../../app/ui/index.js";
import { ForStaff } from "../staff/gate.js";
import { Setting } from "./setting.js";

export const title = "nav.settings";

/** @typedef {import("./setting.js").SettingRow} SettingRow */

/** @param {SettingRow[]} rows @param {string} q */
function matching(rows, q) {
  const wanted = q.trim().toLowerCase();
  return rows.filter((row) => !wanted || row.key.includes(wanted) || t(`setting.${row.key}`).toLowerCase().includes(wanted));
}

/** @param {{rows: SettingRow[], reload: () => void}} props */
function Groups({ rows, reload }) {
  const groups = [...new Set(rows.map((row) => row.group))];
  return html`<div class="stack">${groups.map((group) => html`<${Section} key=${group} title=${t(`setting_group.${group}`)}>
    <${Card}><ul class="settings">${rows.filter((row) => row.group === group).map((row) =>
      html`<${Setting} key=${`${row.key}${row.etag}`} row=${row} onSaved=${reload} />`)}</ul><//>
  <//>`)}</div>`;
}

/** @param {{q: string}} props */
function Body({ q }) {
  const settings = useResource("/admin/settings");
  const clear = () => setQuery({ q: "" });
  return html`
    <${Filters} active=${q ? 1 : 0} onClear=${clear}>
      <${TextField} name="q" label=${t("settings.search")} optional value=${q}
        onChange=${(/** @type {string} */ text) => setQuery({ q: text })} />
    <//>
    <${Loaded} of=${settings} rows=${8}>${(/** @type {{items: SettingRow[]}} */ page) => {
      const rows = matching(page.items, q);
      return rows.length > 0 ? html`<${Groups} rows=${rows} reload=${settings.reload} />` : html`<${FilteredEmpty} onClear=${clear} />`;
    }}<//>`;
}

/** Everything that can be set, by subject. @param {import("../../app/router.js").PageProps} props */
export default function Page({ query }) {
  return html`<${ForStaff} title=${t("nav.settings")} roles=${["admin"]}>${() => html`
    <${PageHeader} title=${t("nav.settings")} lead=${t("settings.lead")} />
    <${Body} q=${query.q ?? ""} />`}<//>`;
}
