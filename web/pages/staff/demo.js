// @ts-check
import { html } from "../../vendor/ui.mjs";
import { api } from "../../app/api.js";
import { boot } from "../../app/boot.js";
import { nowIso, setClock } from "../../app/clock.js";
import { dateTime, relative, span } from "../../app/format.js";
import { t } from "../../app/i18n.js";
import { useAction, useList } from "../../app/resource.js";
import { Button, Card, Code, Empty, ListView, PageHeader, Pill, ProblemState, Prose, Section, toast } from "../../app/ui/index.js";
import { ForStaff } from "./gate.js";

export const title = "nav.demo";

const STEPS_S = [1200, 3600, 6 * 3600, 24 * 3600, 7 * 24 * 3600];

/** @typedef {{id: number, channel: "sms" | "email", to: string, subject: string, body: string, event: string, created_at: string}} Message */

/** Lets time pass; deadlines and jobs happen as they would. @param {{onPassed: () => void}} props */
function Clock({ onPassed }) {
  const advance = useAction((key, /** @type {number} */ seconds) => api.post("/demo/clock", { advance_seconds: seconds }, { key }));
  const run = async (/** @type {number} */ seconds) => {
    const answer = /** @type {{now: string} | undefined} */ (await advance.run(seconds));
    if (!answer) return;
    setClock(answer.now);
    toast(t("demo.passed", { at: dateTime(answer.now, "long") }));
    onPassed();
  };
  return html`<${Card} title=${t("demo.clock")} meta=${t("demo.clock_text")} icon="timer">
    <div class="stack-sm"><p>${t("demo.now")} <strong><time datetime=${nowIso()}>${dateTime(nowIso(), "long")}</time></strong></p>
    <div class="row">${STEPS_S.map((seconds) => html`<${Button} key=${seconds} busy=${advance.busy} onClick=${() => run(seconds)}>
      ${t("demo.advance", { span: span(seconds) })}<//>`)}</div></div>
    ${advance.problem && html`<${ProblemState} problem=${advance.problem} />`}
  <//>`;
}

/** @param {{message: Message}} props */
const Sent = ({ message }) => html`<${Card} level=${3} icon=${message.channel === "sms" ? "smartphone" : "mail"}
  title=${html`<span dir="ltr">${message.to}</span>`} meta=${html`${relative(message.created_at)} · <${Code}>${message.event}<//>`}
  aside=${html`<${Pill} tone="info" icon=${message.channel === "sms" ? "smartphone" : "mail"}>${t(`demo.channel.${message.channel}`)}<//>`}>
  ${message.subject && html`<p dir="auto"><strong>${message.subject}</strong></p>`}
  <${Prose} text=${message.body} />
<//>`;

function Body() {
  const list = useList("/demo/outbox", { live: ["notification."] });
  return html`
    <${PageHeader} title=${t("nav.demo")} lead=${t("demo.lead")} />
    <${Clock} onPassed=${list.reload} />
    <${Section} title=${t("demo.outbox")}>
      <${ListView} list=${list} empty=${html`<${Empty} icon="send" title=${t("demo.outbox_none")} text=${t("demo.outbox_none_text")} />`}>
        ${(/** @type {Message[]} */ items) => html`<div class="stack-cards">${items.map((message) =>
          html`<${Sent} key=${message.id} message=${message} />`)}</div>`}
      <//>
    <//>`;
}

/** Tools of the demo: every message that would have left, and time that passes at a press. */
export default function Page() {
  if (!boot.demo) return html`<${PageHeader} title=${t("nav.demo")} /><${Empty} icon="timer" title=${t("demo.not_here")} />`;
  return html`<${ForStaff} title=${t("nav.demo")} roles=${["owner"]}>${() => html`<${Body} />`}<//>`;
}
