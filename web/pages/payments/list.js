// @ts-check
import { html } from "../../vendor/ui.mjs";
import { dateTime } from "../../app/format.js";
import { digits } from "../../app/digits.js";
import { t, word } from "../../app/i18n.js";
import { moneyBoth } from "../../app/money.js";
import { useList } from "../../app/resource.js";
import { setQuery } from "../../app/router.js";
import { Card, Details, Empty, Filters, LinkButton, ListView, PageHeader, Pill } from "../../app/ui/index.js";
import { Select } from "../../app/ui/forms.js";
import { SignedIn } from "../me/gate.js";

export const title = "nav.payments";

const STATES = ["initiated", "succeeded", "refund_pending", "refunded", "partially_refunded", "failed", "abandoned"];

/** @param {any} payment */
const factsOf = (payment) => [
  { label: t("payment.number"), value: digits(payment.id) },
  { label: t("payment.gateway"), value: t(`gateway.${payment.gateway}`) },
  { label: t("payment.began"), value: dateTime(payment.created_at) },
  { label: t("payment.arrived"), value: payment.captured_at ? dateTime(payment.captured_at) : undefined },
  { label: t("payment.reference"), value: payment.gateway_reference ? html`<bdi class="code">${payment.gateway_reference}</bdi>` : undefined },
  { label: t("payment.went_back"), value: payment.refunded_irr > 0 ? moneyBoth(payment.refunded_irr) : undefined },
];

/** Why a payment failed or goes back, where a family can make something of it. @param {any} payment */
const reasonOf = (payment) => (["refund_pending", "refunded", "partially_refunded", "failed", "abandoned"].includes(payment.status)
  ? t(`payment.why.${payment.status}`) : "");

/** @param {{payment: any}} props */
function PaymentCard({ payment }) {
  const why = reasonOf(payment);
  return html`<${Card} title=${moneyBoth(payment.amount_irr)} aside=${html`<${Pill} code=${payment.status} />`}
    footer=${payment.booking_request_id && html`<a class="button button-secondary button-sm" href=${`/me/requests/${payment.booking_request_id}`}>${t("payment.request")}
      <span class="visually-hidden">: ${digits(payment.id)}</span></a>`}>
    ${why && html`<p class="muted">${why}</p>`}
    <${Details} rows=${factsOf(payment)} layout="stack" />
  <//>`;
}

/** @param {{query: Record<string, string>}} props */
function List({ query }) {
  const list = useList("/payments", { query: { status: query.status }, live: ["payment."] });
  const options = STATES.map((value) => ({ value, label: word("status", value) }));
  const clear = () => setQuery({ status: "" });
  const none = html`<${Empty} icon="banknote" title=${t("payments.empty")} text=${t("payments.empty_text")}>
    <${LinkButton} href="/me/requests">${t("nav.requests")}<//><//>`;
  return html`
    <${Filters} active=${query.status ? 1 : 0} onClear=${clear}>
      <${Select} name="status" label=${t("requests.status")} optional empty=${t("common.all")} options=${options}
        value=${query.status ?? ""} onChange=${(/** @type {string} */ status) => setQuery({ status })} />
    <//>
    <${ListView} list=${list} onClear=${clear} empty=${none}>
      ${(/** @type {any[]} */ payments) => html`<div class="stack-cards">
        ${payments.map((payment) => html`<${PaymentCard} key=${payment.id} payment=${payment} />`)}</div>`}
    <//>`;
}

/** What a family has paid, and what went back. @param {import("../../app/router.js").PageProps} props */
export default function Page({ query }) {
  return html`<${PageHeader} title=${t("nav.payments")} lead=${t("payments.lead")} />
    <${SignedIn}>${() => html`<${List} query=${query} />`}<//>`;
}
