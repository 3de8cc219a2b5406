// @ts-check
import { html } from "../../vendor/ui.mjs";
import { boot } from "../../app/boot.js";
import { t, word } from "../../app/i18n.js";
import { useResource } from "../../app/resource.js";
import { setQuery } from "../../app/router.js";
import { hasRole, homeOf, signOut, user } from "../../app/session.js";
import { Button, LinkButton, Loaded, Notice, PageHeader, Pill, Tabs } from "../../app/ui/index.js";
import { ownAddress } from "./arrival.js";
import { Display } from "./display.js";
import { Keys } from "./keys.js";
import { Messages } from "./messages.js";
import { Security } from "./security.js";
import { You } from "./you.js";

export const title = "account.title";

/**
 * One's own account, as the server tells it.
 * @typedef {{id: number, name: string, roles: string[], mobile: string | null, email: string | null, locale: string | null,
 *   sms_consent_at: string | null, sms_consent_version: number | null,
 *   mobile_verified_at: string | null, email_verified_at: string | null, notify_email: boolean, has_password: boolean, totp_enabled: boolean, totp_required: boolean,
 *   recovery_codes_left: number, last_sign_in_at: string | null, created_at: string}} Me
 */
/** @typedef {{me: Me, source: import("../../app/resource.js").Resource<Me>}} Part what every part of this page takes */

/** @type {Record<string, (props: Part) => any>} */
const PARTS = { you: You, messages: Messages, security: Security, display: Display, keys: Keys };

/** What must be done before anything else. @param {{me: Me, next: string | undefined}} props */
function Owed({ me, next }) {
  const onward = ownAddress(next);
  if (me.totp_required && !me.totp_enabled) {
    return html`<${Notice} tone="warn" title=${t("account.factor_owed")}><p>${t("account.factor_owed_text")}</p><//>`;
  }
  return onward && html`<${Notice} tone="ok" title=${t("account.factor_done")}>
    <${LinkButton} href=${onward} kind="primary" size="sm" iconEnd="arrow-right">${t("login.go_on")}<//><//>`;
}

/** One's own account. @param {import("../../app/router.js").PageProps} props */
export default function Page({ query }) {
  const source = /** @type {import("../../app/resource.js").Resource<Me>} */ (useResource("/me"));
  const ids = hasRole("admin", "finance", "agent") ? ["you", "messages", "security", "display", "keys"] : ["you", "messages", "security", "display"];
  const tabs = ids.map((id) => ({ id, label: t(`account.tab.${id}`) }));
  const roles = source.data?.roles.map((role) => html`<${Pill} key=${role} tone="accent" icon="user">${word("role", role)}<//>`);
  const home = user.value ? homeOf(user.value) : "/";
  // The shell of families has no way back to another one's work.
  const back = boot.shell === "public" && home !== "/me" ? { href: home, label: t("account.back") } : undefined;
  return html`
    <${PageHeader} title=${t("account.title")} back=${back} lead=${source.data && html`<bdi>${source.data.name}</bdi>`}
      status=${roles && html`<span class="row">${roles}</span>`}
      actions=${html`<${Button} kind="quiet" icon="log-out" onClick=${signOut}>${t("shell.sign_out")}<//>`} />
    <${Loaded} of=${source} kind="card" rows=${2}>${(/** @type {Me} */ me) => html`
      <div class="stack">
        <${Owed} me=${me} next=${query.next} />
        <${Tabs} label=${t("account.title")} tabs=${tabs} value=${ids.includes(query.tab ?? "") ? query.tab : "you"}
          onChange=${(/** @type {string} */ tab) => setQuery({ tab })}>
          ${(/** @type {string} */ id) => html`<${PARTS[id]} me=${me} source=${source} />`}
        <//>
      </div>`}<//>`;
}
