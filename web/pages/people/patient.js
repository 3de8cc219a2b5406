// @ts-check
import { html } from "../../vendor/ui.mjs";
import { t } from "../../app/i18n.js";
import { useResource } from "../../app/resource.js";
import { navigate } from "../../app/router.js";
import { Loaded, PageHeader, toast } from "../../app/ui/index.js";
import { SignedIn } from "../me/gate.js";
import { PatientForm } from "./patient-form.js";
import { Removal } from "./removal.js";

export const title = "patient.title";

const LIST = "/me/patients";

const saved = () => {
  toast(t("form.saved"));
  void navigate(LIST);
};

/** @param {{id: string}} props */
function Edit({ id }) {
  const patient = useResource(`/patients/${id}`);
  return html`<${Loaded} of=${patient} rows=${5}>
    ${(/** @type {any} */ one) => html`<${PatientForm} patient=${one} done=${saved} cancel=${LIST} />
      <${Removal} path=${`/patients/${id}`} name=${one.display_name} kind="patient" list=${LIST} />`}
  <//>`;
}

/** One person who is cared for, new or known. @param {import("../../app/router.js").PageProps} props */
export default function Page({ params }) {
  const known = params.id !== undefined;
  return html`
    <${PageHeader} title=${t(known ? "patient.title" : "patients.add")} lead=${t("patient.lead")}
      back=${{ href: LIST, label: t("nav.patients") }} />
    <${SignedIn}>${() => (known ? html`<${Edit} id=${params.id} />` : html`<${PatientForm} done=${saved} cancel=${LIST} />`)}<//>`;
}
