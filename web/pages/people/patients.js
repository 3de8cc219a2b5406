// @ts-check
import { html } from "../../vendor/ui.mjs";
import { t } from "../../app/i18n.js";
import { useList } from "../../app/resource.js";
import { Card, Cards, Empty, LinkButton, ListView, PageHeader } from "../../app/ui/index.js";
import { SignedIn } from "../me/gate.js";
import { Avatar } from "../nurses/card.js";
import { aboutPatient } from "./names.js";

export const title = "nav.patients";

const Add = () => html`<${LinkButton} href="/me/patients/new" kind="primary" icon="user-plus">${t("patients.add")}<//>`;

function List() {
  const list = useList("/patients");
  const none = html`<${Empty} icon="heart-pulse" title=${t("patients.empty")} text=${t("patients.empty_text")}><${Add} /><//>`;
  return html`<${ListView} list=${list} empty=${none} rows=${3}>
    ${(/** @type {any[]} */ patients) => html`<${Cards}>${patients.map((patient) => html`<${Card} key=${patient.id}
      href=${`/me/patients/${patient.id}`} meta=${aboutPatient(patient)}
      title=${html`<${Avatar} name=${patient.display_name} /><bdi>${patient.display_name}</bdi>`}
      footer=${html`<a class="button button-secondary button-sm" href=${`/nurses?patient=${patient.id}`}>${t("patients.ask")}
        <span class="visually-hidden">: ${patient.display_name}</span></a>`} />`)}<//>`}
  <//>`;
}

/** The people a family cares for. */
export default function Page() {
  return html`<${PageHeader} title=${t("nav.patients")} lead=${t("patients.lead")} actions=${html`<${Add} />`} />
    <${SignedIn}>${() => html`<${List} />`}<//>`;
}
