// @ts-check
/**
 * Starts the shell this page belongs to: messages, then the frame, then the screen the address names.
 *
 * A screen is a module in web/pages/<slice>/<screen>.js with `export const title = "message.key"` and
 * `export default function Page({params, query})`; it is reached through a line in web/shells/<shell>.js.
 * Screens use `html` from vendor/ui.mjs, components from app/ui/index.js and app/ui/forms.js (their headers
 * list them), `t` and `tn` from i18n.js, `useResource`, `useList` and `useAction` from resource.js, `api` from api.js, `navigate`, `setQuery` from
 * router.js, `legal` from lifecycles.js, and write dates and money with format.js and money.js.
 */
import { html, render } from "../vendor/ui.mjs";
import { asset } from "./api.js";
import { boot } from "./boot.js";
import { startEvents, watchNetwork } from "./events.js";
import { areasOf, install, t } from "./i18n.js";
import { onLeave, startRouter } from "./router.js";
import { user } from "./session.js";
import { confirm } from "./ui/dialog.js";
import { askOnSignedOut } from "./ui/sign-in-again.js";

/** @type {Record<string, () => Promise<{default: any, routes: import("./router.js").Routes}>>} */
const shells = {
  public: () => import("../shells/public.js"),
  nurse: () => import("../shells/nurse.js"),
  desk: () => import("../shells/desk.js"),
  admin: () => import("../shells/admin.js"),
};

const messagesOf = (/** @type {string} */ area) =>
  asset(new URL(`../i18n/${boot.locale}/${area}.json`, import.meta.url)).then(install);

async function start() {
  if (boot.setup_required && location.pathname !== "/setup") return location.replace("/setup");
  const open = shells[boot.shell] ?? shells.public;
  const [shell] = await Promise.all([open?.(), ...(areasOf[boot.shell] ?? []).map(messagesOf)]);
  const root = document.getElementById("app");
  if (!shell || !root) return;
  onLeave(() => confirm({
    title: t("form.leave.title"), text: t("form.leave.text"), action: t("form.leave.action"),
    cancel: t("form.leave.stay"), danger: true,
  }));
  askOnSignedOut();
  watchNetwork();
  await startRouter(shell.routes);
  root.replaceChildren();
  render(html`<${shell.default} />`, root);
  if (user.value) startEvents();
}

void start();
