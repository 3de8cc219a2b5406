// @ts-check
/** After a session ended: sign in over the page, so that what was typed stays. */
import { html, signal } from "../../vendor/ui.mjs";
import { onSignedOut } from "../api.js";
import { boot } from "../boot.js";
import { t } from "../i18n.js";
import { signedIn, user } from "../session.js";
import { Dialog } from "./dialog.js";

/**
 * The form and where its answer goes, while the question stands.
 * @typedef {{Form: any, answer: (ok: boolean) => void}} Asked
 */

/** @type {import("../../vendor/ui.mjs").Signal<Asked | null>} */
const asked = signal(/** @type {Asked | null} */ (null));

/** From now on a 401 opens the dialog; someone who never signed in is led to the sign-in page. */
export function askOnSignedOut() {
  onSignedOut(async () => {
    if (!user.value) {
      location.assign(`/login?next=${encodeURIComponent(location.pathname + location.search)}`);
      return false;
    }
    const { SignInForm } = await import("./sign-in.js");
    return new Promise((resolve) => (asked.value = { Form: SignInForm, answer: resolve }));
  });
}

/** Where the question is drawn; each frame holds one. */
export function SignInAgain() {
  const now = asked.value;
  if (!now) return null;
  const finish = (/** @type {boolean} */ ok) => {
    asked.value = null;
    now.answer(ok);
  };
  const done = (/** @type {import("../boot.js").User} */ who) => {
    signedIn(who);
    finish(true);
  };
  return html`<${Dialog} open=${true} size="sm" title=${t("sign_in.again")} onClose=${() => finish(false)}>
    <p class="lead">${t("sign_in.again_text")}</p>
    <${now.Form} onDone=${done} first=${boot.shell === "public" ? "code" : "password"} />
  <//>`;
}
