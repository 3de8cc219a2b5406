// @ts-check
import { html, useEffect } from "../../vendor/ui.mjs";
import { setTitle } from "../router.js";
import { Icon } from "./icon.js";

/**
 * The top of every screen: the one h1, a way back, what can be done here.
 * @param {{title: string, lead?: any, back?: {href: string, label: string}, actions?: any, status?: any,
 *   named?: boolean}} props named: the title is the thing's own name and goes into the window's title too
 */
export function PageHeader({ title, lead, back, actions, status, named = false }) {
  useEffect(() => {
    if (named && title) setTitle(title);
  }, [title, named]);
  return html`<header class="page-head">
    ${back && html`<a class="page-back" href=${back.href}><${Icon} name="arrow-left" size="sm" /> ${back.label}</a>`}
    <div class="page-head-line">
      <div class="page-head-text">
        <div class="page-head-words">
          <h1>${title}</h1>
          ${status}
        </div>
        ${lead && html`<p class="lead">${lead}</p>`}
      </div>
      ${actions && html`<div class="page-actions">${actions}</div>`}
    </div>
  </header>`;
}

/** A part of a screen with its own heading. @param {{title: string, children?: any, actions?: any}} props */
export function Section({ title, children, actions }) {
  return html`<section class="section">
    <div class="section-head"><h2>${title}</h2>${actions}</div>
    ${children}
  </section>`;
}
