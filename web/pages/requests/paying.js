// @ts-check
import { html, useState } from "../../vendor/ui.mjs";
import { api } from "../../app/api.js";
import { boot } from "../../app/boot.js";
import { t } from "../../app/i18n.js";
import { moneyBoth, moneyWords } from "../../app/money.js";
import { useAction } from "../../app/resource.js";
import { Button, Icon, Notice, Phone } from "../../app/ui/index.js";

/**
 * What is to be paid and where, before anything is paid. The gateway asks from which site its visitor comes, so
 * this one link says so.
 * @param {{payment: any}} props
 */
const Bill = ({ payment }) => html`<p class="pay-sum">${moneyBoth(payment.amount_irr)}</p>
  <p class="muted">${moneyWords(payment.amount_irr)}</p>
  <p class="section-tight"><a class="button button-primary button-lg" href=${payment.redirect_url}
    referrerpolicy="strict-origin-when-cross-origin"><${Icon} name="banknote" />
    <span>${t("paying.at", { gateway: t(`gateway.${payment.gateway}`) })}</span></a></p>
  <p class="muted small">${t("paying.leave")}</p>`;

/** Paying for a request the nurse accepted. @param {{request: any}} props */
export function Paying({ request }) {
  const [payment, setPayment] = useState(/** @type {any} */ (null));
  const start = useAction((key) => api.post(`/booking_requests/${request.id}/payments`, undefined, { key }));
  const open = async () => {
    const answer = await start.run();
    if (answer) setPayment(answer);
  };
  return html`<${Notice} tone="ok" title=${t("request.accepted")}>
    <p>${t("request.pay_here")}</p>
    ${start.problem && html`<${Notice} tone="danger" title=${start.problem.title}><p>${start.problem.detail}</p><//>`}
    ${payment ? html`<${Bill} payment=${payment} />`
      : html`<p class="section-tight"><${Button} kind="primary" size="lg" icon="banknote" busy=${start.busy} onClick=${open}>${t("paying.open")}<//></p>`}
    ${boot.agency.phone && html`<p>${t("request.pay_ask")} <${Phone} value=${boot.agency.phone} /></p>`}
  <//>`;
}
