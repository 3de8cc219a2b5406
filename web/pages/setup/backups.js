// @ts-check
import { html } from "../../vendor/ui.mjs";
import { t } from "../../app/i18n.js";
import { Form, RadioGroup, useForm } from "../../app/ui/forms.js";
import { Notice } from "../../app/ui/index.js";
import { Back } from "./back.js";

const HOUR_S = 3600;
const SPANS = [24, 12, 6, 1];

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
    <${Notice} tone="info" title=${t("setup.elsewhere")}><p>${t("setup.elsewhere_text")}</p><//>
  <//>`;
}
