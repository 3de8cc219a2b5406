// @ts-check
import { html } from "../../vendor/ui.mjs";
import { t } from "../../app/i18n.js";
import { PageHeader } from "../../app/ui/index.js";
import { SignedIn } from "../me/gate.js";
import { Feed } from "./feed.js";
import { familyTarget } from "./item.js";

export const title = "shell.notifications";

/** What the agency told a family. @param {import("../../app/router.js").PageProps} props */
export default function Page({ query }) {
  return html`<${PageHeader} title=${t("shell.notifications")} lead=${t("notices.family")} />
    <${SignedIn}>${() => html`<${Feed} query=${query} none=${t("notices.family_none")} target=${familyTarget} />`}<//>`;
}
