// @ts-check
import { html } from "../../vendor/ui.mjs";
import { t, word } from "../../app/i18n.js";
import { useResource } from "../../app/resource.js";
import { Card, Details, Loaded, PageHeader, Phone, When } from "../../app/ui/index.js";
import { base } from "./base.js";
import { FamilyAddresses, FamilyPatients, FamilyRequests } from "./family.js";
import { ForStaff } from "./gate.js";

export const title = "customers.one_title";

/** @param {any} c */
const factsOf = (c) => [
  { label: t("customers.mobile"), value: c.mobile ? html`<${Phone} value=${c.mobile} />` : t("common.none") },
  { label: t("customers.email"), value: c.email ? html`<a href=${`mailto:${c.email}`} dir="ltr">${c.email}</a>` : t("common.none") },
  { label: t("customers.birth"), value: c.birth_date ? html`<${When} at=${c.birth_date} />` : undefined },
  { label: t("people.gender"), value: c.gender ? word("gender", c.gender) : undefined },
  { label: t("customers.consent"), value: c.sms_consent_at ? html`<${When} at=${c.sms_consent_at} />` : t("customers.consent_none") },
  { label: t("customers.seen"), value: html`<${When} at=${c.last_sign_in_at} clock />` },
  { label: t("customers.since"), value: html`<${When} at=${c.created_at} />` },
];

/** @param {{id: string}} props */
function Body({ id }) {
  const source = useResource(`/admin/customers/${id}`);
  const customer = /** @type {any} */ (source.data);
  return html`
    <${PageHeader} title=${customer?.display_name ?? t("customers.one_title")} named=${Boolean(customer)}
      back=${{ href: `${base()}/customers`, label: t("nav.customers") }} />
    <${Loaded} of=${source} kind="card" rows=${3}>${(/** @type {any} */ one) => html`<div class="split">
      <div class="stack-cards"><${FamilyRequests} customer=${one.id} /><${FamilyPatients} customer=${one.id} /><${FamilyAddresses} customer=${one.id} /></div>
      <${Card} title=${t("customers.contact")} meta=${t("customers.noted")}><${Details} rows=${factsOf(one)} layout="stack" /><//>
    </div>`}<//>`;
}

/** One family: how to reach them, whom we care for, where. @param {import("../../app/router.js").PageProps} props */
export default function Page({ params }) {
  return html`<${ForStaff} title=${t("customers.one_title")}>${() => html`<${Body} id=${params.id ?? ""} />`}<//>`;
}
