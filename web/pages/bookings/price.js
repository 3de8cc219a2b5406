// @ts-check
import { html } from "../../vendor/ui.mjs";
import { t, tn } from "../../app/i18n.js";
import { money } from "../../app/money.js";
import { Card, Details, Money } from "../../app/ui/index.js";
import { percentOf } from "./facts.js";

/** The price of one unit as it was agreed. @param {any} variant */
export const unitPrice = (variant) => t(`booking.price.${variant.price_unit}`, { amount: money(variant.price_irr) });

/** How the gross is shared; the two parts sum to it. @param {import("./facts.js").Booking} booking */
export const splitOf = (booking) => [
  { label: t("booking.gross"), value: html`<${Money} irr=${booking.gross_price_irr} />` },
  { label: t("booking.commission", { rate: percentOf(booking.platform_fee_rate) }), value: html`<${Money} irr=${booking.balinyaar_commission_irr} />` },
  { label: t("booking.payout"), value: html`<${Money} irr=${booking.nurse_payout_amount} />` },
];

/** What the family pays, then what becomes of it. @param {{booking: import("./facts.js").Booking}} props */
export function Price({ booking }) {
  return html`<${Card} title=${t("booking.price")}>
    <${Money} irr=${booking.gross_price_irr} weight="full" />
    <p class="muted small">${t("booking.price_of", { price: unitPrice(booking.variant), visits: tn("booking.visits", booking.session_count) })}</p>
    <details class="more"><summary>${t("booking.split")}</summary>
      <${Details} rows=${splitOf(booking)} layout="stack" />
      <p class="muted small">${t("booking.split_text")}</p>
    </details>
  <//>`;
}
