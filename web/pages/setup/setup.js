// @ts-check
import { html, useEffect, useRef } from "../../vendor/ui.mjs";
import { api } from "../../app/api.js";
import { fetchArea } from "../../app/area.js";
import { number } from "../../app/digits.js";
import { t } from "../../app/i18n.js";
import { useResource } from "../../app/resource.js";
import { setQuery } from "../../app/router.js";
import { Code, CopyButton, Empty, Icon, LinkButton, Loaded, Notice, PageHeader, Progress } from "../../app/ui/index.js";
import { Agency } from "./agency.js";
import { Backups } from "./backups.js";
import { Factor } from "./factor.js";
import { Finish } from "./finish.js";
import { Language } from "./language.js";
import { Messages } from "./messages.js";
import { Owner } from "./owner.js";
import { KeySheet } from "./key-sheet.js";

await fetchArea("setup");

export const title = "setup.title";

/**
 * How far the first start has come, as the server tells it.
 * @typedef {{next: "owner" | "recovery_sheet" | "finish", expires_at: string, agency: Record<string, string>,
 *   owner_name: string | null, owner_channels: string[], sheet_confirmed_at: string | null, totp_enabled: boolean, secure: boolean}} State
 */
/**
 * What every step takes. `send` posts with the one-time token; `onDone` goes on to the next step.
 * @typedef {{state: State, send: (path: string, body: object, key?: string) => Promise<any>, read: (path: string) => Promise<any>,
 *   onDone: () => void, onBack?: () => void}} Step
 */

/** @type {[string, (step: Step) => any][]} */
const STEPS = [
  ["language", Language], ["agency", Agency], ["owner", Owner], ["key", KeySheet], ["factor", Factor], ["messages", Messages],
  ["backups", Backups], ["finish", Finish],
];
/** Where somebody who comes back goes on. */
const RESUME = { owner: "language", recovery_sheet: "key", finish: "factor" };
const COMMAND = "balinyaar setup-link";

/** The last step that may be shown so far. @param {State} state */
function furthest(state) {
  const last = { owner: "owner", recovery_sheet: "key", finish: "finish" }[state.next];
  return STEPS.findIndex(([name]) => name === last);
}

/** No link that works, and how to make one. @param {{why: "expired" | "unknown" | "none"}} props */
const NoLink = ({ why }) => html`<${Empty} icon=${why === "none" ? "key-round" : "timer"} title=${t(`setup.${why}`)} text=${t("setup.expired_text")}>
  <p class="token"><${Code}>${COMMAND}<//></p><${CopyButton} text=${COMMAND} />
  <p class="muted small">${t("setup.kept")}</p><//>`;

/** The agency is set up already, or this is no such place. */
const Done = () => html`<${Empty} icon="search" title=${t("state.not_found.title")} text=${t("setup.done_already")}>
  <${LinkButton} href="/login" kind="primary" icon="log-in">${t("shell.sign_in")}<//><//>`;

/** @param {{state: State, token: string, at: string | undefined, reload: () => void}} props */
function Wizard({ state, token, at, reload }) {
  const heading = useRef(/** @type {HTMLElement | null} */ (null));
  const wanted = STEPS.findIndex(([name]) => name === (at ?? RESUME[state.next]));
  const index = Math.min(Math.max(0, wanted), furthest(state));
  const [name, Present] = STEPS[index] ?? /** @type {typeof STEPS[0]} */ (STEPS[0]);
  const started = useRef(index);
  useEffect(() => {
    if (started.current !== index) heading.current?.focus();
    started.current = -1;
  }, [index]);
  const go = (/** @type {number} */ to) => {
    setQuery({ step: STEPS[to]?.[0] });
    scrollTo(0, 0);
  };
  const onDone = () => {
    reload();
    go(index + 1);
  };
  return html`
    ${!globalThis.isSecureContext && html`<${Notice} tone="warn" title=${t("setup.insecure")}><p>${t("setup.insecure_text")}</p><//>`}
    <div class="no-print"><${Progress} value=${index} max=${STEPS.length}
      label=${t("setup.progress", { n: index + 1, all: STEPS.length, step: t(`setup.step.${name}`) })} /></div>
    <section class="gate-card stack" aria-labelledby="setup-step">
      <div class="no-print"><h2 id="setup-step" tabindex="-1" ref=${heading}>${t(`setup.step.${name}`)}</h2>
        <p class="muted">${t(`setup.step.${name}_text`)}</p></div>
      <${Present} key=${name} state=${state} onDone=${onDone} onBack=${index > 0 ? () => go(index - 1) : undefined}
        read=${(/** @type {string} */ path) => api.get(path, { token }, { quiet: true })}
        send=${(/** @type {string} */ path, /** @type {object} */ body, /** @type {string | undefined} */ key) =>
          api.post(path, body, { quiet: true, query: { token }, ...(key ? { key } : {}) })} />
    </section>
    <ol class="setup-steps no-print" aria-label=${t("setup.steps")}>${STEPS.map(([step], i) => html`<li key=${step}
      class=${i < index ? "is-done" : i === index ? "is-now" : ""} aria-current=${i === index ? "step" : null}>
      ${i < index ? html`<${Icon} name="check" size="sm" />` : html`<span class="tabular">${number(i + 1)}</span>`}
      ${t(`setup.step.${step}`)}</li>`)}</ol>`;
}

/** The first start of an agency. @param {import("../../app/router.js").PageProps} props */
export default function Page({ query }) {
  const token = query.token ?? "";
  const source = /** @type {import("../../app/resource.js").Resource<State>} */ (useResource("/setup", { query: { token }, quiet: true }));
  const { problem } = source;
  const header = html`<${PageHeader} title=${t("setup.title")} lead=${t("setup.lead")} />`;
  if (problem?.status === 404) return html`<div class="setup"><${PageHeader} title=${t("setup.title")} /><${Done} /></div>`;
  if (problem?.status === 401) {
    return html`<div class="setup"><${PageHeader} title=${t("setup.title")} /><${NoLink} why=${token === "" ? "none" : problem.code === "setup.link_expired" ? "expired" : "unknown"} /></div>`;
  }
  return html`<div class="setup stack"><div class="no-print">${header}</div>
    <${Loaded} of=${source} kind="card" rows=${2}>${(/** @type {State} */ state) =>
      html`<${Wizard} state=${state} token=${token} at=${query.step} reload=${source.reload} />`}<//>
  </div>`;
}
