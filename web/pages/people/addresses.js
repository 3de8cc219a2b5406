// @ts-check
import { html } from "../../vendor/ui.mjs";
import { t } from "../../app/i18n.js";
import { useList } from "../../app/resource.js";
import { Card, Cards, Empty, LinkButton, ListView, PageHeader, Pill } from "../../app/ui/index.js";
import { SignedIn } from "../me/gate.js";
import { placeOf } from "./names.js";

export const title = "nav.addresses";

const Add = () => html`<${LinkButton} href="/me/addresses/new" kind="primary" icon="plus">${t("addresses.add")}<//>`;

function List() {
  const list = useList("/addresses");
  const none = html`<${Empty} icon="map-pin" title=${t("addresses.empty")} text=${t("addresses.empty_text")}><${Add} /><//>`;
  return html`<${ListView} list=${list} empty=${none} rows=${3}>
    ${(/** @type {any[]} */ addresses) => html`<${Cards}>${addresses.map((address) => html`<${Card} key=${address.id} icon="map-pin"
      href=${`/me/addresses/${address.id}`} title=${html`<bdi>${placeOf(address)}</bdi>`} meta=${html`<bdi>${address.province}</bdi>`}
      aside=${address.is_primary && html`<${Pill} tone="accent" icon="house">${t("address.primary")}<//>`}>
      ${address.address_line && html`<p class="prose" dir="auto">${address.address_line}</p>`}
      <p class="muted small">${t(address.lat === null ? "address.without_position" : "address.with_position")}</p>
    <//>`)}<//>`}
  <//>`;
}

/** The places where a family receives care. */
export default function Page() {
  return html`<${PageHeader} title=${t("nav.addresses")} lead=${t("addresses.lead")} actions=${html`<${Add} />`} />
    <${SignedIn}>${() => html`<${List} />`}<//>`;
}
