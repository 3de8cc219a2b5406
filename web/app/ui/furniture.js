// @ts-check
/** What every shell has around its screen: skip link, connection, demo ribbon, preferences, bell, the screen itself. */
import { html, useErrorBoundary, useState } from "../../vendor/ui.mjs";
import { asProblem } from "../api.js";
import { boot } from "../boot.js";
import { connection } from "../events.js";
import { number } from "../digits.js";
import { t, tn } from "../i18n.js";
import { useResource } from "../resource.js";
import { moving, screen } from "../router.js";
import { user } from "../session.js";
import { IconButton, LinkButton } from "./button.js";
import { Confirmer, Dialog } from "./dialog.js";
import { Icon } from "./icon.js";
import { SignInAgain } from "./sign-in-again.js";
import { Empty, ProblemState } from "./states.js";
import { Toasts } from "./toast.js";

/** The first thing Tab reaches. */
export function SkipLink() {
  const skip = (/** @type {Event} */ event) => {
    event.preventDefault();
    document.getElementById("main")?.focus();
  };
  return html`<a class="skip-link" href="#main" onClick=${skip}>${t("shell.skip")}</a>`;
}

/** The agency's name with its mark. @param {{href: string}} props */
export function Brand({ href }) {
  return html`<a class="brand" href=${href}>
    <span class="brand-mark"><${Icon} name="hand-heart" size="lg" /></span>
    <span class="brand-name">${boot.agency.name}</span>
  </a>`;
}

/** Says when the page no longer hears from the server. */
export function ConnectionBanner() {
  const state = connection.value;
  const lost = state === "offline" || state === "polling";
  return html`<div class="connection" role="status">
    ${lost && html`<p class=${`connection-text connection-${state}`}><${Icon} name="wifi-off" size="sm" />
      ${t(`connection.${state}`)}</p>`}
  </div>`;
}

/** Nobody should take a demo for a real agency. */
export const DemoRibbon = () =>
  (boot.demo ? html`<aside class="demo-ribbon" aria-label=${t("shell.demo_label")}>${t("shell.demo")}</aside>` : null);

/** Opens the choice of language, theme and text size, fetched when first wanted. */
export function Preferences() {
  const [open, setOpen] = useState(false);
  const [Choices, setChoices] = useState(/** @type {{it: any}} */ ({ it: null }));
  const show = async () => {
    const { PreferenceChoices } = await import("./preferences.js");
    setChoices({ it: PreferenceChoices });
    setOpen(true);
  };
  return html`
    <${IconButton} icon="sliders-horizontal" label=${t("shell.preferences")} popup="dialog" onClick=${show} />
    <${Dialog} open=${open} size="sm" title=${t("shell.preferences")} onClose=${() => setOpen(false)}>
      ${Choices.it && html`<${Choices.it} />`}
    <//>`;
}

/** Unread notices. @param {{href: string}} props */
export function Bell({ href }) {
  const unread = useResource(user.value ? "/notifications" : null, {
    query: { unread: 1, count: 1, page_size: 1 }, live: ["notification."],
  });
  const n = /** @type {any} */ (unread.data)?.total ?? 0;
  return html`<a class="icon-button bell" href=${href} aria-label=${tn("shell.bell", n)} title=${t("shell.notifications")}>
    <${Icon} name="bell" />
    ${n > 0 && html`<span class="badge" aria-hidden="true">${n > 99 ? `${number(99)}+` : number(n)}</span>`}
  </a>`;
}

/** Help, always in the same place. */
export const HelpLink = () =>
  html`<a class="icon-button" href="/help" aria-label=${t("shell.help")} title=${t("shell.help")}>
    <${Icon} name="circle-help" /></a>`;

/** The way in, or the person's name leading to their account. */
export function Who() {
  if (!user.value) return html`<${LinkButton} href="/login" kind="primary" size="sm">${t("shell.sign_in")}<//>`;
  return html`<a class="who" href="/account"><${Icon} name="user" />
    <span class="who-name" dir="auto">${user.value.name}</span></a>`;
}

/** The present screen, or why it is not there. */
function ScreenBody() {
  const [error, reset] = useErrorBoundary((thrown) => console.error(thrown));
  const now = screen.value;
  const failure = error ?? now?.error;
  if (!now) return null;
  if (failure) {
    const retry = () => (now.error ? location.reload() : reset());
    return html`<h1 class="visually-hidden">${t("state.error.title")}</h1>
      <${ProblemState} problem=${asProblem(failure)} onRetry=${retry} />`;
  }
  if (!now.module) {
    return html`<h1>${t("state.not_found.title")}</h1>
      <${Empty} icon="search" title=${t("state.not_found.text")}>
        <${LinkButton} href="/" icon="house">${t("shell.home")}<//>
      <//>`;
  }
  const Page = now.module.default;
  return html`<${Page} params=${now.params} query=${now.query} />`;
}

/** The main landmark. @param {{wide?: boolean}} props */
export function Main({ wide = false }) {
  const path = screen.value?.path;
  return html`<main id="main" tabindex="-1" class=${wide ? "main main-wide" : "main"} aria-busy=${moving.value ? "true" : null}>
    ${moving.value && html`<div class="moving" role="progressbar" aria-label=${t("state.loading")}></div>`}
    <${ScreenBody} key=${path} />
  </main>`;
}

/** Things that lie over every screen. */
export const Overlays = () => html`<${Toasts} /><${Confirmer} /><${SignInAgain} />`;
