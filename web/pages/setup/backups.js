// @ts-check
import { html, useState } from "../../vendor/ui.mjs";
import { number } from "../../app/digits.js";
import { dateTime } from "../../app/format.js";
import { t } from "../../app/i18n.js";
import { useAction } from "../../app/resource.js";
import { Form, RadioGroup, useForm } from "../../app/ui/forms.js";
import { Button, Code, Notice } from "../../app/ui/index.js";
import { Back } from "./back.js";

const KIB = 1024;
const HOUR_S = 3600;
const SPANS = [24, 12, 6, 1];

/** @typedef {{file: string, bytes: number, verified_at: string | null}} Copy */

/** Takes one now, restores it on trial, and says what came of it. @param {{send: import("./setup.js").Step["send"]}} props */
function Trial({ send }) {
  const [copy, setCopy] = useState(/** @type {Copy | null} */ (null));
  const trial = useAction((key) => send("/setup/backup", {}, key));
  const run = async () => setCopy((await trial.run()) ?? null);
  return html`<div class="stack-sm">
    <p>${t("setup.trial_text")}</p>
    <div><${Button} icon="shield-check" busy=${trial.busy} onClick=${run}>${t(copy ? "setup.trial_again" : "setup.trial")}<//></div>
    <div role="status">
      ${trial.busy && html`<p class="muted">${t("setup.trial_busy")}</p>`}
      ${copy?.verified_at && html`<${Notice} tone="ok" title=${t("setup.trial_ok")}>
        <p>${t("setup.trial_ok_text", { size: number(Math.ceil(copy.bytes / KIB)), at: dateTime(copy.verified_at) })}</p><p class="small"><${Code}>${copy.file}<//></p><//>`}
      ${trial.problem && html`<${Notice} tone="danger" title=${trial.problem.title}><p>${trial.problem.detail}</p><//>`}
    </div>
  </div>`;
}

/** How often the agency is copied, and what the owner must do beside it. @param {import("./setup.js").Step} props */
export function Backups({ state, send, onDone, onBack }) {
  const now = String(state.agency.backup_seconds ?? 24 * HOUR_S);
  const spans = SPANS.map((hours) => ({ value: String(hours * HOUR_S), label: t(`setup.every.${hours}`) }));
  const known = spans.some(({ value }) => value === now);
  const form = useForm({
    initial: { backup_seconds: known ? now : String(24 * HOUR_S) }, guard: false,
    submit: ({ backup_seconds }, key) => send("/setup/agency", { backup_seconds: Number(backup_seconds) }, key),
    done: onDone,
  });
  return html`<${Form} form=${form} label=${t("action.next")} extra=${html`<${Back} onBack=${onBack} />`}>
    <${RadioGroup} form=${form} name="backup_seconds" label=${t("setup.every")} options=${spans} layout="row" />
    <${Trial} send=${send} />
    <${Notice} tone="info" title=${t("setup.elsewhere")}><p>${t("setup.elsewhere_text")}</p><//>
  <//>`;
}
