// @ts-check
import { html, useEffect } from "../../vendor/ui.mjs";
import { beat, now, watchBeat } from "../clock.js";
import { digits } from "../digits.js";
import { dateTime, span } from "../format.js";
import { t, word } from "../i18n.js";
import { Icon } from "./icon.js";

/** @typedef {"ok" | "warn" | "danger" | "info" | "muted" | "accent"} Tone */

/** Tone and glyph of the codes known to the agency. @type {Record<string, [Tone, string]>} */
const FACES = {
  pending_nurse_response: ["info", "hourglass"],
  accepted_awaiting_payment: ["warn", "banknote"],
  converted: ["ok", "circle-check"],
  rejected_by_nurse: ["danger", "circle-x"],
  expired_no_response: ["muted", "calendar-x"],
  payment_deadline_expired: ["muted", "calendar-x"],
  cancelled_by_customer: ["muted", "ban"],
  confirmed: ["info", "calendar-check"],
  in_progress: ["accent", "activity"],
  completed: ["ok", "circle-check"],
  disputed: ["warn", "triangle-alert"],
  closed: ["muted", "lock"],
  cancelled: ["muted", "ban"],
  scheduled: ["info", "calendar"],
  missed: ["danger", "calendar-x"],
  active: ["ok", "circle-check"],
  inactive: ["muted", "ban"],
  verified: ["ok", "badge-check"],
  unverified: ["warn", "shield-check"],
  ok: ["ok", "circle-check"],
  failed: ["danger", "circle-x"],
  running: ["info", "loader-circle"],
  pending: ["info", "hourglass"],
  sent: ["ok", "send"],
  expired: ["danger", "calendar-x"],
};

/**
 * A state as icon and word. The word is `status.{code}` of the messages unless children are given.
 * @param {{code?: string, tone?: Tone, icon?: string, children?: any}} props
 */
export function Pill({ code = "", tone, icon, children }) {
  const [face, glyph] = FACES[code] ?? ["muted", "circle-dot"];
  return html`<span class=${`pill pill-${tone ?? face}`}>
    <${Icon} name=${icon ?? glyph} size="sm" /><span>${children ?? word("status", code)}</span>
  </span>`;
}

/** @param {number} seconds */
function clockFace(seconds) {
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  return digits(`${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`);
}

/**
 * Time left until an instant by the server's clock. In the last hour it counts seconds.
 * @param {{until: string, label: string, over?: string, soon?: number, onOver?: () => void}} props
 *   over: the words when it has passed; soon: from how many seconds it warns (3600)
 */
export function Countdown({ until, label, over, soon = 3600, onOver }) {
  useEffect(() => watchBeat(), []);
  const left = beat.value >= 0 ? Math.ceil((Date.parse(until) - now()) / 1000) : 0;
  const passed = left <= 0;
  useEffect(() => {
    if (passed) onOver?.();
  }, [passed]);
  const tone = passed ? "over" : left <= soon ? "soon" : "calm";
  return html`<div class=${`countdown countdown-${tone}`} role="timer">
    <${Icon} name=${passed ? "calendar-x" : "timer"} />
    <span class="countdown-words">
      <span class="countdown-label">${label}</span>
      <strong class="countdown-left">${passed ? (over ?? t("countdown.over"))
        : left < 3600 ? html`<span dir="ltr" class="tabular">${clockFace(left)}</span>` : span(left)}</strong>
      <span class="countdown-at">${dateTime(until, "day")}</span>
    </span>
  </div>`;
}

/**
 * What happened, in order, on a vertical rail.
 * @param {{steps: {title: any, at?: string | null, text?: any, state?: "done" | "now" | "next" | "failed"}[]}} props
 */
export function Timeline({ steps }) {
  const icons = { done: "check", now: "circle-dot", next: "circle", failed: "x" };
  return html`<ol class="timeline">
    ${steps.map(({ title, at, text, state = "done" }, i) => html`<li key=${i} class=${`step step-${state}`}
      aria-current=${state === "now" ? "step" : null}>
      <span class="step-dot"><${Icon} name=${icons[state]} size="sm" label=${t(`timeline.${state}`)} /></span>
      <div class="step-words">
        <p class="step-title">${title}</p>
        ${at && html`<p class="step-at"><time datetime=${at}>${dateTime(at)}</time></p>`}
        ${text && html`<div class="step-text">${text}</div>`}
      </div>
    </li>`)}
  </ol>`;
}

/**
 * How far a long piece of work is.
 * @param {{value: number, max: number, label: string}} props
 */
export function Progress({ value, max, label }) {
  const percent = max > 0 ? Math.round((value / max) * 100) : 0;
  return html`<div class="progress">
    <span>${label}</span> <span class="tabular">${t("progress.percent", { n: percent })}</span>
    <progress value=${value} max=${max} aria-label=${label}></progress>
  </div>`;
}
