// @ts-check
import { html } from "../../vendor/ui.mjs";
import { Icon } from "./icon.js";

/**
 * A surface for one thing. With `href` the title is a link and the whole card can be pressed.
 * @param {{title?: any, href?: string, icon?: string, meta?: any, aside?: any, footer?: any, children?: any,
 *   level?: 2 | 3, tone?: "plain" | "accent" | "warn"}} props
 */
export function Card({ title, href, icon, meta, aside, footer, children, level = 2, tone = "plain" }) {
  const words = href ? html`<a class="card-link" href=${href}>${title}</a>` : title;
  return html`<article class=${`card card-${tone}${href ? " card-pressable" : ""}`}>
    ${title && html`<div class="card-head">
      ${icon && html`<span class="card-icon"><${Icon} name=${icon} size="lg" /></span>`}
      <div class="card-words">
        ${level === 2 ? html`<h2 class="card-title">${words}</h2>` : html`<h3 class="card-title">${words}</h3>`}
        ${meta && html`<div class="card-meta">${meta}</div>`}
      </div>
      ${aside && html`<div class="card-aside">${aside}</div>`}
    </div>`}
    ${children && html`<div class="card-content">${children}</div>`}
    ${footer && html`<div class="card-foot">${footer}</div>`}
  </article>`;
}

/** Cards side by side as the width allows. @param {{children?: any, size?: "sm" | "md"}} props */
export const Cards = ({ children, size = "md" }) => html`<div class=${`cards cards-${size}`}>${children}</div>`;

/**
 * A figure with its name.
 * @param {{label: string, value: any, hint?: any, icon?: string, href?: string,
 *   tone?: "plain" | "ok" | "warn" | "danger"}} props
 */
export function Stat({ label, value, hint, icon, href, tone = "plain" }) {
  return html`<div class=${`stat stat-${tone}`}>
    <p class="stat-label">${icon && html`<${Icon} name=${icon} size="sm" />`}
      ${href ? html`<a class="card-link" href=${href}>${label}</a>` : label}</p>
    <p class="stat-value">${value}</p>
    ${hint && html`<p class="stat-hint">${hint}</p>`}
  </div>`;
}

/** @param {{children?: any}} props */
export const Stats = ({ children }) => html`<div class="stats">${children}</div>`;

/**
 * Names and values. Rows without a value are left out only when `value` is undefined.
 * @param {{rows: {label: string, value: any}[], layout?: "beside" | "stack"}} props
 */
export function Details({ rows, layout = "beside" }) {
  return html`<dl class=${`details details-${layout}`}>
    ${rows.filter((row) => row.value !== undefined).map((row) => html`<div key=${row.label} class="details-row">
      <dt>${row.label}</dt><dd>${row.value}</dd>
    </div>`)}
  </dl>`;
}

/** One name and value in a line. @param {{label: string, children?: any, icon?: string}} props */
export function KeyValue({ label, children, icon }) {
  return html`<p class="key-value">
    ${icon && html`<${Icon} name=${icon} size="sm" />`}<span class="muted">${label}</span> <span>${children}</span>
  </p>`;
}

/** A notice inside a page. @param {{tone?: "info" | "warn" | "danger" | "ok", title?: string, children?: any}} props */
export function Notice({ tone = "info", title, children }) {
  const icons = { info: "info", warn: "triangle-alert", danger: "circle-alert", ok: "circle-check" };
  return html`<div class=${`notice notice-${tone}`}>
    <${Icon} name=${icons[tone]} />
    <div>${title && html`<p class="notice-title">${title}</p>`}${children}</div>
  </div>`;
}
