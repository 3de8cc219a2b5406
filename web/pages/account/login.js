// @ts-check
import { html, useState } from "../../vendor/ui.mjs";
import { boot } from "../../app/boot.js";
import { t } from "../../app/i18n.js";
import { homeOf, signOut, user } from "../../app/session.js";
import { Button, LinkButton } from "../../app/ui/button.js";
import { PageHeader } from "../../app/ui/page.js";
import { SignInForm } from "../../app/ui/sign-in.js";
import { arriveAs, ownAddress } from "./arrival.js";
import { DemoAccounts } from "./demo.js";

export const title = "login.title";

/** Somebody is signed in already. @param {{who: import("../../app/boot.js").User, next: string | null}} props */
const Already = ({ who, next }) => html`<div class="gate">
  <${PageHeader} title=${t("login.already", { name: who.name })} lead=${t("login.already_text")} />
  <div class="row">
    <${LinkButton} href=${next ?? homeOf(who)} kind="primary" iconEnd="arrow-right">${t("login.go_on")}<//>
    <${Button} kind="quiet" icon="log-out" onClick=${signOut}>${t("shell.sign_out")}<//>
  </div>
</div>`;

/** The way in for everybody. @param {import("../../app/router.js").PageProps} props */
export default function Page({ query }) {
  const [fill, setFill] = useState(/** @type {import("../../app/boot.js").DemoAccount | undefined} */ (undefined));
  const next = ownAddress(query.next);
  const pick = (/** @type {import("../../app/boot.js").DemoAccount} */ account) => {
    setFill(account);
    requestAnimationFrame(() => document.querySelector(".gate-card [type=submit]")?.scrollIntoView({ block: "center" }));
  };
  if (user.value) return html`<${Already} who=${user.value} next=${next} />`;
  const staff = next?.startsWith("/admin") || next?.startsWith("/desk");
  const onward = next ? `?next=${encodeURIComponent(next)}` : "";
  return html`<div class=${boot.demo_accounts.length > 0 ? "gate gate-demo" : "gate"}>
    <div>
      <${PageHeader} title=${t("login.title")} lead=${t(next ? "login.lead_next" : "login.lead")} />
      <div class="gate-card">
        <${SignInForm} first=${staff || boot.demo ? "password" : "code"} fill=${fill}
          onDone=${(/** @type {import("../../app/boot.js").User} */ who) => arriveAs(who, query.next)} />
        <p class="gate-more"><a href="/forgot">${t("login.forgot")}</a></p>
      </div>
      <p class="gate-other">${t("login.new_here")} <a class="nowrap" href=${`/register${onward}`}>${t("login.register")}</a></p>
    </div>
    <${DemoAccounts} onPick=${pick} picked=${fill?.login ?? ""} />
  </div>`;
}
