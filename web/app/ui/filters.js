// @ts-check
import { html, useState } from "../../vendor/ui.mjs";
import { t, tn } from "../i18n.js";
import { Button } from "./button.js";

/**
 * The bar of filters above a list. On a phone it folds behind a button that counts what is set.
 * @param {{children?: any, active?: number, onClear?: () => void}} props active: how many filters are set
 */
export function Filters({ children, active = 0, onClear }) {
  const [open, setOpen] = useState(false);
  return html`<section class="filters" aria-label=${t("filters.label")}>
    <div class="filters-toggle">
      <${Button} icon="funnel" wide onClick=${() => setOpen(!open)}>
        ${active > 0 ? tn("filters.set", active) : t("filters.show")}<//>
    </div>
    <div class=${open ? "filters-fields filters-open" : "filters-fields"}>
      ${children}
      ${active > 0 && onClear && html`<div class="filters-clear">
        <${Button} kind="quiet" icon="x" onClick=${onClear}>${t("action.clear_filters")}<//></div>`}
    </div>
  </section>`;
}
