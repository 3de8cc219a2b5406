// @ts-check
import { html, useState } from "../../vendor/ui.mjs";
import { t, word } from "../../app/i18n.js";
import { useAction } from "../../app/resource.js";
import { Button, Icon, Notice, Pill, Prose } from "../../app/ui/index.js";
import { Back } from "./back.js";

/** @type {["sms" | "email", string, string][]} */
const CHANNELS = [["sms", "sms", "smartphone"], ["email", "mail", "mail"]];

/** @typedef {{recipient: string, body: string, status: "sent" | "queued" | "failed", error: string | null}} Tried */

/** What became of the test: taken, waiting, or refused and why. @param {{tried: Tried}} props */
const Outcome = ({ tried }) => html`<${Notice} tone=${tried.status === "sent" ? "ok" : "warn"} title=${t(`setup.test_${tried.status}`)}>
  <p class="small"><span dir="ltr">${tried.recipient}</span>${tried.error && html` · ${word("setup.test_why", tried.error)}`}</p>
  <${Prose} text=${tried.body} /><//>`;

/** @param {{channel: string, words: string, icon: string, reachable: boolean, send: import("./setup.js").Step["send"]}} props */
function Channel({ channel, words, icon, reachable, send }) {
  const [tried, setTried] = useState(/** @type {Tried | null} */ (null));
  const test = useAction((key) => send("/setup/message", { channel }, key));
  const run = async () => setTried((await test.run()) ?? null);
  return html`<li class="session">
    <span class="card-icon"><${Icon} name=${icon} /></span>
    <div class="session-words"><p><strong>${t(`setup.channel.${words}`)}</strong></p><p class="muted small">${t(`setup.channel.${words}_text`)}</p>
      ${reachable ? html`<p><${Button} size="sm" icon="send" busy=${test.busy} onClick=${run}>${t("setup.test")}<span class="visually-hidden">: ${t(`setup.channel.${words}`)}</span><//></p>`
        : html`<p class="muted small">${t(`setup.test_none.${words}`)}</p>`}
      <div role="status">${tried && html`<${Outcome} tried=${tried} />`}
        ${test.problem && html`<${Notice} tone="danger" title=${test.problem.title}><p>${test.problem.detail}</p><//>`}</div></div>
    <${Pill} tone="info" icon="inbox">${t("setup.sandbox")}<//></li>`;
}

/** What becomes of messages until a real sender is connected, and a try of both ways. @param {import("./setup.js").Step} props */
export const Messages = ({ state, send, onDone, onBack }) => html`
  <ul class="sessions">${CHANNELS.map(([channel, words, icon]) => html`<${Channel} key=${channel} channel=${channel} words=${words} icon=${icon}
    reachable=${state.owner_channels.includes(channel)} send=${send} />`)}</ul>
  <div class="form-actions"><${Button} kind="primary" onClick=${onDone}>${t("action.next")}<//><${Back} onBack=${onBack} /></div>`;
