// @ts-check
import { html } from "../../vendor/ui.mjs";
import { t } from "../../app/i18n.js";
import { Button, Icon, Pill } from "../../app/ui/index.js";
import { Back } from "./back.js";

const CHANNELS = [["sms", "smartphone"], ["mail", "mail"]];

/** What becomes of messages until a real sender is connected. @param {import("./setup.js").Step} props */
export const Messages = ({ onDone, onBack }) => html`
  <ul class="sessions">${CHANNELS.map(([channel, icon]) => html`<li key=${channel} class="session">
    <span class="card-icon"><${Icon} name=${icon} /></span>
    <div class="session-words"><p><strong>${t(`setup.channel.${channel}`)}</strong></p><p class="muted small">${t(`setup.channel.${channel}_text`)}</p></div>
    <${Pill} tone="info" icon="inbox">${t("setup.sandbox")}<//></li>`)}</ul>
  <div class="form-actions"><${Button} kind="primary" onClick=${onDone}>${t("action.next")}<//><${Back} onBack=${onBack} /></div>`;
