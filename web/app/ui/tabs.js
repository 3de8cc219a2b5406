// @ts-check
import { html, useId, useRef } from "../../vendor/ui.mjs";
import { isRtl } from "../boot.js";
import { number } from "../digits.js";

/** @typedef {{id: string, label: string, count?: number}} Tab */

/**
 * Tabs by the ARIA pattern: arrows follow the reading direction, Home and End go to the ends. Children is a function of
 * the chosen id.
 * @param {{label: string, tabs: Tab[], value: string, onChange: (id: string) => void, children?: any}} props
 */
export function Tabs({ label, tabs, value, onChange, children }) {
  const id = useId();
  const strip = useRef(/** @type {HTMLElement | null} */ (null));
  const at = Math.max(0, tabs.findIndex((tab) => tab.id === value));
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    const onwards = isRtl() ? "ArrowLeft" : "ArrowRight";
    const back = isRtl() ? "ArrowRight" : "ArrowLeft";
    /** @type {Record<string, number>} */
    const to = { [onwards]: at + 1, [back]: at - 1 + tabs.length, Home: 0, End: tabs.length - 1 };
    const next = tabs[(to[event.key] ?? NaN) % tabs.length];
    if (!next) return;
    event.preventDefault();
    onChange(next.id);
    strip.current?.querySelector(`[data-tab="${next.id}"]`)?.scrollIntoView?.({ block: "nearest" });
    requestAnimationFrame(() => document.getElementById(`${id}-${next.id}`)?.focus());
  };
  const draw = Array.isArray(children) ? children[0] : children;
  return html`<div class="tabs">
    <div class="tab-strip" role="tablist" aria-label=${label} ref=${strip} onKeyDown=${onKeyDown}>
      ${tabs.map((tab, i) => html`<button key=${tab.id} type="button" role="tab" class="tab" id=${`${id}-${tab.id}`}
        data-tab=${tab.id} aria-selected=${String(i === at)} aria-controls=${`${id}-panel`}
        tabindex=${i === at ? 0 : -1} onClick=${() => onChange(tab.id)}>
        ${tab.label}${tab.count !== undefined && html` <span class="count">${number(tab.count)}</span>`}
      </button>`)}
    </div>
    <div role="tabpanel" id=${`${id}-panel`} aria-labelledby=${`${id}-${tabs[at]?.id}`} tabindex="0" class="tab-panel">
      ${draw(tabs[at]?.id)}
    </div>
  </div>`;
}
