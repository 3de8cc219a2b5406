// @ts-check
import { html, useState } from "../../vendor/ui.mjs";
import { api } from "../../app/api.js";
import { now } from "../../app/clock.js";
import { date, relative } from "../../app/format.js";
import { t } from "../../app/i18n.js";
import { useAction, useList } from "../../app/resource.js";
import { Form, RadioGroup, Select, TextField, useForm } from "../../app/ui/forms.js";
import { Button, Card, Code, CopyButton, Dialog, Empty, ListView, Notice, Table, confirm, toast } from "../../app/ui/index.js";
import { missing } from "./missing.js";

const DAY_MS = 86_400_000;

/** A new key; its token is shown this once. @param {{onDone: (token: string) => void}} props */
function NewKey({ onDone }) {
  const form = useForm({
    initial: { name: "", scope: "read", days: "90" }, guard: false,
    check: ({ name }) => missing({ name: [name.trim(), t("keys.need_name")] }),
    submit: ({ name, scope, days }, key) => api.post("/me/api_keys", {
      name: name.trim(), scopes: scope === "write" ? ["read", "write"] : ["read"],
      expires_at: days ? new Date(now() + Number(days) * DAY_MS).toISOString() : null,
    }, { key }),
    done: (answer) => onDone(answer.token),
  });
  const scopes = ["read", "write"].map((value) => ({ value, label: t(`keys.scope.${value}`), hint: t(`keys.scope.${value}_hint`) }));
  const spans = ["30", "90", "365"].map((value) => ({ value, label: t(`keys.days.${value}`) }));
  return html`<${Form} form=${form} label=${t("keys.make")}>
    <${TextField} form=${form} name="name" label=${t("keys.name")} hint=${t("keys.name_hint")} most=${100} />
    <${RadioGroup} form=${form} name="scope" label=${t("keys.scopes")} options=${scopes} />
    <${Select} form=${form} name="days" label=${t("keys.expires")} options=${spans} empty=${t("keys.days.never")} />
  <//>`;
}

/** The token at the one moment it can be shown. @param {{token: string, onClose: () => void}} props */
const Fresh = ({ token, onClose }) => html`<div class="stack-sm">
  <${Notice} tone="warn" title=${t("keys.once")}><p>${t("keys.once_text")}</p><//>
  <p class="token"><${Code}>${token}<//></p>
  <div class="row"><${CopyButton} text=${token} /><${Button} kind="primary" onClick=${onClose}>${t("keys.kept")}<//></div>
</div>`;

/** @param {{row: any, onGone: () => void}} props */
function Revoke({ row, onGone }) {
  const revoke = useAction(() => api.del(`/me/api_keys/${row.id}`));
  const run = async () => {
    const sure = await confirm({
      title: t("keys.revoke_title", { name: row.name }), text: t("keys.revoke_text"), action: t("keys.revoke"), danger: true,
    });
    if (!sure || (await revoke.run()) === undefined) return;
    toast(t("keys.revoked"));
    onGone();
  };
  return html`<${Button} kind="quiet" size="sm" icon="trash-2" busy=${revoke.busy} onClick=${run}>${t("keys.revoke")}
      <span class="visually-hidden">: ${row.name}</span><//>
    ${revoke.problem && html`<p class="field-error" role="alert">${revoke.problem.title}</p>`}`;
}

/** Keys for programs that act as this person. */
export function Keys() {
  const list = useList("/me/api_keys");
  const [open, setOpen] = useState(false);
  const [token, setToken] = useState("");
  const close = () => {
    setOpen(false);
    setToken("");
    list.reload();
  };
  const add = html`<${Button} kind="primary" size="sm" icon="plus" onClick=${() => setOpen(true)}>${t("keys.add")}<//>`;
  const columns = [
    { key: "name", label: t("keys.name"), cell: (/** @type {any} */ row) => html`<bdi>${row.name}</bdi>` },
    { key: "scopes", label: t("keys.scopes"), cell: (/** @type {any} */ row) => t(`keys.scope.${row.scopes.includes("write") ? "write" : "read"}`) },
    { key: "last_used_at", label: t("keys.used"), cell: (/** @type {any} */ row) => (row.last_used_at ? relative(row.last_used_at) : t("keys.unused")) },
    { key: "expires_at", label: t("keys.expires"), cell: (/** @type {any} */ row) => (row.expires_at ? date(row.expires_at) : t("keys.days.never")) },
    { key: "revoke", label: t("keys.revoke"), cell: (/** @type {any} */ row) => html`<${Revoke} row=${row} onGone=${list.reload} />` },
  ];
  return html`<div class="stack-cards">
    <${Card} title=${t("keys.title")} meta=${t("keys.text")} aside=${list.items.length > 0 && add}>
      <${ListView} list=${list} rows=${2} empty=${html`<${Empty} icon="key-round" title=${t("keys.none")} text=${t("keys.none_text")}>${add}<//>`}>
        ${(/** @type {any[]} */ items) => html`<${Table} caption=${t("keys.title")} rows=${items} columns=${columns} />`}
      <//>
    <//>
    <${Dialog} open=${open} title=${t("keys.add")} onClose=${close}>
      ${token ? html`<${Fresh} token=${token} onClose=${close} />` : html`<${NewKey} onDone=${setToken} />`}
    <//>
  </div>`;
}
