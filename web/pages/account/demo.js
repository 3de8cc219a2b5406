// @ts-check
import { html } from "../../vendor/ui.mjs";
import { boot } from "../../app/boot.js";
import { has, t, word } from "../../app/i18n.js";
import { Icon } from "../../app/ui/icon.js";

/** @typedef {import("../../app/boot.js").DemoAccount} DemoAccount */

/** @type {Record<string, string>} */
const ICONS = {
  owner: "key-round", admin: "sliders-horizontal", finance: "banknote", agent: "phone-call", nurse: "stethoscope",
  doctor: "heart-pulse", customer: "users",
};

/** What each person of a demo can show. @param {{onPick: (account: DemoAccount) => void, picked: string}} props */
export function DemoAccounts({ onPick, picked }) {
  if (boot.demo_accounts.length === 0) return null;
  return html`<section class="demo-accounts" aria-labelledby="demo-accounts">
    <h2 id="demo-accounts">${t("login.demo")}</h2>
    <p class="muted small">${t("login.demo_text")}</p>
    <ul>${boot.demo_accounts.map((account) => {
      const key = `login.demo.${account.role}`;
      return html`<li key=${account.login}>
        <button type="button" class="demo-account" aria-pressed=${String(picked === account.login)}
          onClick=${() => onPick(account)}>
          <span class="card-icon"><${Icon} name=${ICONS[account.role] ?? "user"} /></span>
          <span class="demo-account-words">
            <span><strong>${word("role", account.role)}</strong> <bdi class="muted">${account.name}</bdi></span>
            ${has(key) && html`<span class="hint">${t(key)}</span>`}
          </span>
        </button>
      </li>`;
    })}</ul>
  </section>`;
}
