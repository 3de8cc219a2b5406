// @ts-check
import { html, useState } from "../../vendor/ui.mjs";
import { api } from "../../app/api.js";
import { date, today } from "../../app/format.js";
import { t, word } from "../../app/i18n.js";
import { useResource } from "../../app/resource.js";
import { DateField, Form, Select, TextField, useForm } from "../../app/ui/forms.js";
import { Button, Card, Code, Empty, Loaded, Pill, Table, toast } from "../../app/ui/index.js";

const KINDS = ["nursing_license", "background_check", "health_certificate", "liability_insurance", "training_certificate"];
const LONGEST_YEARS = 30;

/** @typedef {{id: number, kind: string, is_mandatory: boolean, number: string | null, issued_on: string | null, expires_on: string | null}} Paper */

/** @param {Paper} paper */
const holds = (paper) => !paper.expires_on || paper.expires_on >= today();

const columns = [
  { key: "kind", label: t("nurse_papers.kind"), cell: (/** @type {Paper} */ p) => html`${word("paper", p.kind)}
    ${p.is_mandatory && html` <span class="muted small nowrap">${t("nurse_papers.mandatory")}</span>`}` },
  { key: "number", label: t("nurse_papers.number"), cell: (/** @type {Paper} */ p) => html`<${Code}>${p.number}<//>` },
  { key: "issued", label: t("nurse_papers.issued"), cell: (/** @type {Paper} */ p) => html`<span class="nowrap">${date(p.issued_on)}</span>` },
  { key: "expires", label: t("nurse_papers.expires"), cell: (/** @type {Paper} */ p) =>
    html`<span class="nowrap">${p.expires_on ? date(p.expires_on) : t("people.endless")}</span>` },
  { key: "state", label: t("nurse_papers.state"), cell: (/** @type {Paper} */ p) => html`<span class="nowrap">${holds(p)
    ? html`<${Pill} tone="ok" icon="circle-check">${t("nurse_papers.holds")}<//>` : html`<${Pill} code="expired" />`}</span>` },
];

/** @param {{id: number, onAdded: () => void, onClose: () => void}} props */
function NewPaper({ id, onAdded, onClose }) {
  const form = useForm({
    initial: { kind: KINDS[0], number: "", issued_on: "", expires_on: "" },
    check: ({ number }) => (number.trim() ? /** @type {Record<string, string>} */ ({}) : { number: t("nurse_papers.need_number") }),
    submit: (values, key) => api.post(`/admin/nurses/${id}/credentials`,
      { ...values, issued_on: values.issued_on || null, expires_on: values.expires_on || null }, { key }),
    done: () => {
      toast(t("nurse_papers.added"));
      onAdded();
    },
  });
  const options = KINDS.map((value) => ({ value, label: word("paper", value) }));
  const last = `${Number(today().slice(0, 4)) + LONGEST_YEARS}-12-31`;
  return html`<${Form} form=${form} label=${t("nurse_papers.add_do")} extra=${html`<${Button} kind="quiet" onClick=${onClose}>${t("action.cancel")}<//>`}>
    <${Select} form=${form} name="kind" label=${t("nurse_papers.kind")} options=${options} />
    <${TextField} form=${form} name="number" kind="code" label=${t("nurse_papers.number")} hint=${t("nurse_papers.number_hint")} most=${80} />
    <div class="grid-2">
      <${DateField} form=${form} name="issued_on" label=${t("nurse_papers.issued")} hint=${t("nurse_papers.issued_hint")} max=${today()} optional />
      <${DateField} form=${form} name="expires_on" label=${t("nurse_papers.expires")} hint=${t("nurse_papers.expires_hint")} max=${last} optional />
    </div>
  <//>`;
}

/** Papers on file, with their numbers, and putting one there. @param {{id: number, onAdded: () => void}} props */
export function Papers({ id, onAdded }) {
  const [open, setOpen] = useState(false);
  const papers = useResource(`/admin/nurses/${id}/credentials`);
  const added = () => {
    setOpen(false);
    papers.reload();
    onAdded();
  };
  const add = html`<${Button} size="sm" icon="plus" onClick=${() => setOpen(true)}>${t("nurse_papers.add")}<//>`;
  return html`<${Card} title=${t("nurse_papers.title")} meta=${t("nurse_papers.noted")} aside=${!open && add}>
    ${open && html`<${NewPaper} id=${id} onAdded=${added} onClose=${() => setOpen(false)} />`}
    ${!open && html`<${Loaded} of=${papers} rows=${2}>${(/** @type {{items: Paper[]}} */ { items }) => items.length === 0
      ? html`<${Empty} icon="file-text" title=${t("nurse_papers.none")} text=${t("nurse_papers.none_text")} />`
      : html`<${Table} caption=${t("nurse_papers.title")} rows=${items} dense columns=${columns} />`}<//>`}
  <//>`;
}
