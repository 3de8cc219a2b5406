// @ts-check
import { html } from "../../vendor/ui.mjs";
import { ApiProblem } from "../../app/api.js";
import { boot } from "../../app/boot.js";
import { fetchArea } from "../../app/area.js";
import { t } from "../../app/i18n.js";
import { Card, Icon, LinkButton, PageHeader, ProblemState } from "../../app/ui/index.js";
import { phone } from "../../app/format.js";
import { Parts } from "./parts.js";
import { TOPICS } from "./topics.js";

await fetchArea("help");

export const title = "help.title";

/** The numbers to call, in order. */
function Calls() {
  const line = boot.agency.emergency_phone || "115";
  const calls = [["emergency", line], ["agency", boot.agency.phone]].filter(([, number]) => number);
  return html`<div class="stack-sm">${calls.map(([who, number]) => html`<${LinkButton} key=${who} href=${`tel:${number}`}
    size="lg" wide kind=${who === "emergency" ? "danger" : "secondary"} icon="phone-call">
    ${t(`help.call.${who}`)} <span dir="ltr" class="nowrap">${phone(number)}</span><//>`)}</div>`;
}

/** One topic of help. @param {import("../../app/router.js").PageProps} props */
export default function Page({ params }) {
  const name = params.topic ?? "";
  const topic = Object.hasOwn(TOPICS, name) ? TOPICS[name] : undefined;
  const back = { href: "/help", label: t("help.title") };
  if (!topic) return html`<${PageHeader} title=${t("help.title")} back=${back} /><${ProblemState} problem=${new ApiProblem({ status: 404 })} />`;
  const others = Object.entries(TOPICS).filter(([other]) => other !== name);
  return html`<${PageHeader} title=${t(`help.${name}.title`)} lead=${t(`help.${name}.lead`)} back=${back} named />
    <div class="split">
      <div class="stack">
        ${name === "emergencies" && html`<${Calls} />`}
        <${Parts} topic=${name} count=${topic.parts} />
      </div>
      <${Card} title=${t("help.others")}><ul class="stack-sm">${others.map(([other, { icon }]) => html`<li key=${other} class="row">
        <${Icon} name=${icon} size="sm" /><a href=${`/help/${other}`}>${t(`help.${other}.title`)}</a></li>`)}</ul><//>
    </div>`;
}
