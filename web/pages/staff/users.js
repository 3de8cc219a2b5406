// @ts-check
import { html, useState } from "../../vendor/ui.mjs";
import { relative } from "../../app/format.js";
import { t, word } from "../../app/i18n.js";
import { useList } from "../../app/resource.js";
import { setQuery } from "../../app/router.js";
import { Select } from "../../app/ui/forms.js";
import { Button, Empty, Filters, LinkButton, ListView, PageHeader, Phone, Pill, Table } from "../../app/ui/index.js";
import { ForStaff } from "./gate.js";
import { ROLES } from "./roles-field.js";
import { SearchField } from "./search-field.js";
import { UserDialog } from "./user-dialog.js";

export const title = "nav.users";

/** @typedef {import("./user-dialog.js").User} User */

const FILTERS = ["q", "role", "status"];
const STATES = ["active", "invited", "disabled"];

/** @type {Record<User["status"], ["ok" | "info" | "muted", string]>} */
const FACES = { active: ["ok", "circle-check"], invited: ["info", "send"], disabled: ["muted", "ban"] };

/** @param {{status: User["status"]}} props */
const Standing = ({ status }) => html`<span class="nowrap"><${Pill} tone=${FACES[status][0]} icon=${FACES[status][1]}>${t(`users.status.${status}`)}<//></span>`;

/** @param {User} u */
const reach = (u) => u.mobile ? html`<${Phone} value=${u.mobile} plain />`
  : html`<span dir="ltr" class="nowrap">${u.email ?? t("common.none")}</span>`;

/** @param {(user: User) => void} onEdit */
const columnsOf = (onEdit) => [
  { key: "name", label: t("users.name"), cell: (/** @type {User} */ u) => html`<bdi class="nowrap">${u.name}</bdi>` },
  { key: "roles", label: t("users.roles"), cell: (/** @type {User} */ u) => u.roles.map((role) => word("role", role)).join(t("common.comma")) },
  { key: "reach", label: t("users.contact"), cell: reach },
  { key: "totp", label: t("users.totp"), cell: (/** @type {User} */ u) => html`<span class="nowrap">${u.totp_enabled
    ? html`<${Pill} tone="ok" icon="smartphone">${t("users.totp_on")}<//>` : t("users.totp_off")}</span>` },
  { key: "seen", label: t("customers.seen"), cell: (/** @type {User} */ u) => html`<span class="nowrap">${relative(u.last_sign_in_at)}</span>` },
  { key: "status", label: t("users.standing"), cell: (/** @type {User} */ u) => html`<${Standing} status=${u.status} />` },
  { key: "edit", label: t("users.change"), cell: (/** @type {User} */ u) => html`<${Button} size="sm" kind="quiet" icon="pencil" onClick=${() => onEdit(u)}
    label=${t("users.edit_one", { name: u.name })}>${t("action.edit")}<//>` },
];

/** @param {{query: Record<string, string>}} props */
function Filtering({ query }) {
  const roles = ROLES.map((value) => ({ value, label: word("role", value) }));
  const states = STATES.map((value) => ({ value, label: t(`users.status.${value}`) }));
  return html`
    <${SearchField} label=${t("people.search")} value=${query.q ?? ""} onSearch=${(/** @type {string} */ q) => setQuery({ q })} />
    <${Select} name="role" label=${t("users.role")} optional empty=${t("common.all")} options=${roles}
      value=${query.role ?? ""} onChange=${(/** @type {string} */ role) => setQuery({ role })} />
    <${Select} name="status" label=${t("users.standing")} optional empty=${t("common.all")} options=${states}
      value=${query.status ?? ""} onChange=${(/** @type {string} */ status) => setQuery({ status })} />`;
}

/** @param {{query: Record<string, string>}} props */
function List({ query }) {
  const [edited, setEdited] = useState(/** @type {User | null} */ (null));
  const list = useList("/admin/users", { query: Object.fromEntries(FILTERS.map((name) => [name, query[name]])) });
  const clear = () => setQuery(Object.fromEntries(FILTERS.map((name) => [name, ""])));
  const invite = html`<${LinkButton} href="/admin/users/invite" kind="primary" icon="user-plus">${t("users.invite")}<//>`;
  const changed = (/** @type {User} */ user) => {
    setEdited(user);
    list.reload();
  };
  return html`
    <${PageHeader} title=${t("nav.users")} lead=${t("users.lead")} actions=${invite} />
    <${Filters} active=${FILTERS.filter((name) => query[name]).length} onClear=${clear}><${Filtering} query=${query} /><//>
    <${ListView} list=${list} onClear=${clear} empty=${html`<${Empty} icon="users" title=${t("users.empty")}>${invite}<//>`}>
      ${(/** @type {User[]} */ rows) => html`<${Table} caption=${t("nav.users")} rows=${rows} dense columns=${columnsOf(setEdited)} />`}
    <//>
    ${edited && html`<${UserDialog} user=${edited} onChanged=${changed} onClose=${() => setEdited(null)} />`}`;
}

/** Everybody with an account, and what each may do. @param {import("../../app/router.js").PageProps} props */
export default function Page({ query }) {
  return html`<${ForStaff} title=${t("nav.users")} roles=${["owner"]}>${() => html`<${List} query=${query} />`}<//>`;
}
