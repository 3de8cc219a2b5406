// @ts-check
import { html } from "../../vendor/ui.mjs";
import { t } from "../../app/i18n.js";
import { useResource } from "../../app/resource.js";
import { navigate } from "../../app/router.js";
import { Loaded, PageHeader, toast } from "../../app/ui/index.js";
import { SignedIn } from "../me/gate.js";
import { AddressForm } from "./address-form.js";
import { placeOf } from "./names.js";
import { Removal } from "./removal.js";

export const title = "address.title";

const LIST = "/me/addresses";

const saved = () => {
  toast(t("form.saved"));
  void navigate(LIST);
};

/** @param {{id: string}} props */
function Edit({ id }) {
  const address = useResource(`/addresses/${id}`);
  return html`<${Loaded} of=${address} rows=${5}>
    ${(/** @type {any} */ one) => html`<${AddressForm} address=${one} done=${saved} cancel=${LIST} />
      <${Removal} path=${`/addresses/${id}`} name=${placeOf(one)} kind="address" list=${LIST} />`}
  <//>`;
}

/** One place of care, new or known. @param {import("../../app/router.js").PageProps} props */
export default function Page({ params }) {
  const known = params.id !== undefined;
  return html`
    <${PageHeader} title=${t(known ? "address.title" : "addresses.add")} lead=${t("address.lead")}
      back=${{ href: LIST, label: t("nav.addresses") }} />
    <${SignedIn}>${() => (known ? html`<${Edit} id=${params.id} />` : html`<${AddressForm} done=${saved} cancel=${LIST} />`)}<//>`;
}
