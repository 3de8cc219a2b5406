// @ts-check
import { html, useState } from "../../vendor/ui.mjs";
import { api } from "../../app/api.js";
import { age } from "../../app/format.js";
import { t, tn, word } from "../../app/i18n.js";
import { useAction, useList } from "../../app/resource.js";
import { hasRole } from "../../app/session.js";
import { Button, Card, Details, Empty, Icon, ListView, Pill, ProblemState, Prose, Table, When } from "../../app/ui/index.js";
import { base } from "./base.js";

/** @typedef {any} Row */

/**
 * Something sealed: it says that it is there, and shows itself on a press, which the server notes.
 * @param {{path: string, label: any, children?: any}} props children: draws what came
 */
function Sealed({ path, label, children }) {
  const [found, setFound] = useState(/** @type {any} */ (null));
  const read = useAction(() => api.get(path));
  const draw = Array.isArray(children) ? children[0] : children;
  if (found) return draw(found);
  return html`<${Button} size="sm" kind="quiet" icon="eye" busy=${read.busy} onClick=${async () => setFound((await read.run()) ?? null)}>${label}<//>
    ${read.problem && html`<${ProblemState} problem=${read.problem} />`}`;
}

/** @param {any} patient */
const medicalOf = (patient) => patient.filled.map((/** @type {string} */ fact) =>
  ({ label: t(`fact.${fact}`), value: html`<${Prose} text=${patient[fact]} />` }));

/** Medical facts stay closed; an admin may open them. @param {{patient: Row}} props */
function Medical({ patient }) {
  if (patient.filled.length === 0) return html`<p class="muted small">${t("family.medical_none")}</p>`;
  const names = patient.filled.map((/** @type {string} */ fact) => t(`fact.${fact}`)).join(t("common.comma"));
  const closed = html`<p class="muted small"><${Icon} name="lock" size="sm" /> ${t("family.medical", { names })}</p>`;
  if (!hasRole("admin")) return closed;
  return html`${closed}<${Sealed} path=${`/patients/${patient.id}`} label=${t("family.open_medical", { name: patient.display_name })}>
    ${(/** @type {any} */ whole) => html`<${Details} rows=${medicalOf(whole)} layout="stack" />`}<//>`;
}

/** @param {{patient: Row}} props */
const Patient = ({ patient }) => html`<li class="session"><span class="card-icon"><${Icon} name="heart-pulse" /></span>
  <div class="session-words"><p><strong><bdi>${patient.display_name}</bdi></strong></p>
    <p class="muted small">${[word("gender", patient.gender), patient.birth_date ? tn("family.age", age(patient.birth_date)) : ""].filter(Boolean).join(t("common.comma"))}</p>
    ${patient.language_notes && html`<p class="small" dir="auto">${patient.language_notes}</p>`}
    <${Medical} patient=${patient} /></div></li>`;

/** @param {{address: Row}} props */
const Address = ({ address }) => html`<li class="session"><span class="card-icon"><${Icon} name="map-pin" /></span>
  <div class="session-words"><p><strong><bdi>${address.city} · ${address.district}</bdi></strong>
      ${address.is_primary && html` <${Pill} tone="accent" icon="house">${t("family.primary")}<//>`}</p>
    <${Sealed} path=${`/addresses/${address.id}`} label=${html`${t("family.open_address")}
        <span class="visually-hidden">: ${address.city} ${address.district}</span>`}>
      ${(/** @type {any} */ whole) => html`<${Prose} text=${whole.address_line} />
        ${whole.postal_code && html`<p class="small muted">${t("family.postal_code")} <span dir="ltr">${whole.postal_code}</span></p>`}`}<//></div></li>`;

const requestColumns = [
  { key: "patient", label: t("staff.requests.patient"), cell: (/** @type {Row} */ r) => html`<bdi class="nowrap">${r.patient.display_name}</bdi>` },
  { key: "nurse", label: t("staff.requests.nurse"), cell: (/** @type {Row} */ r) => html`<bdi class="nowrap">${r.nurse.display_name}</bdi>` },
  { key: "day", label: t("staff.requests.day"), cell: (/** @type {Row} */ r) => html`<${When} at=${r.requested_date} />` },
  { key: "status", label: t("staff.requests.status"), cell: (/** @type {Row} */ r) => html`<${Pill} code=${r.status} />` },
];

/** What this family asked for, what still runs first. @param {{customer: number}} props */
export function FamilyRequests({ customer }) {
  const list = useList("/booking_requests", { query: { customer_id: customer }, live: ["booking_request."], pageSize: 8 });
  return html`<${Card} title=${t("nav.requests")}>
    <${ListView} list=${list} ranked rows=${2} empty=${html`<${Empty} icon="clipboard-list" title=${t("family.no_requests")} />`}>
      ${(/** @type {Row[]} */ rows) => html`<${Table} caption=${t("nav.requests")} rows=${rows} dense columns=${requestColumns}
        href=${(/** @type {Row} */ r) => `${base()}/requests/${r.id}`} />`}<//>
  <//>`;
}

/** Whom we care for in this family. @param {{customer: number}} props */
export function FamilyPatients({ customer }) {
  const list = useList("/patients", { query: { customer_id: customer } });
  return html`<${Card} title=${t("family.patients")}>
    <${ListView} list=${list} rows=${2} empty=${html`<${Empty} icon="heart-pulse" title=${t("family.no_patients")} />`}>
      ${(/** @type {Row[]} */ rows) => html`<ul class="sessions">${rows.map((row) => html`<${Patient} key=${row.id} patient=${row} />`)}</ul>`}<//>
  <//>`;
}

/** Where care is given; the line of an address opens on a press. @param {{customer: number}} props */
export function FamilyAddresses({ customer }) {
  const list = useList("/addresses", { query: { customer_id: customer } });
  return html`<${Card} title=${t("family.addresses")} meta=${t("family.addresses_noted")}>
    <${ListView} list=${list} rows=${2} empty=${html`<${Empty} icon="map-pin" title=${t("family.no_addresses")} />`}>
      ${(/** @type {Row[]} */ rows) => html`<ul class="sessions">${rows.map((row) => html`<${Address} key=${row.id} address=${row} />`)}</ul>`}<//>
  <//>`;
}
