// @ts-check
import { html } from "../../vendor/ui.mjs";
import { phone } from "../../app/format.js";
import { t } from "../../app/i18n.js";
import { useAction } from "../../app/resource.js";
import { Button, Code, Details, Notice, Pill, ProblemState } from "../../app/ui/index.js";
import { Back } from "./back.js";

/** A demonstration is an agency of its own. */
const DEMO = "balinyaar demo";

/** Everything once more, then the owner comes in. @param {import("./setup.js").Step} props */
export function Finish({ state, send, onBack }) {
  const finish = useAction((key) => send("/setup", {}, key));
  const onFinish = async () => {
    if ((await finish.run()) !== undefined) location.assign("/admin/");
  };
  const { agency } = state;
  const rows = [
    { label: t("setup.name"), value: html`<bdi>${agency.agency_name}</bdi>` },
    { label: t("setup.phone"), value: html`<span dir="ltr">${phone(agency.agency_phone)}</span>` },
    { label: t("setup.owner_name"), value: html`<bdi>${state.owner_name}</bdi>` },
    { label: t("setup.step.key"), value: html`<${Pill} tone="ok" icon="check">${t("setup.sheet_confirmed")}<//>` },
    { label: t("factor.title"), value: state.totp_enabled
      ? html`<${Pill} tone="ok" icon="shield-check">${t("factor.on")}<//>` : html`<${Pill} tone="warn" icon="triangle-alert">${t("factor.off")}<//>` },
  ];
  return html`
    <${Details} rows=${rows} />
    ${!state.totp_enabled && html`<${Notice} tone="warn" title=${t("setup.no_factor")}><p>${t("setup.no_factor_text")}</p><//>`}
    <${Notice} tone="info" title=${t("setup.empty")}><p>${t("setup.empty_text")}</p><p><${Code}>${DEMO}<//></p><//>
    ${finish.problem && html`<${ProblemState} problem=${finish.problem} onRetry=${onFinish} />`}
    <div class="form-actions">
      <${Button} kind="primary" size="lg" icon="check" busy=${finish.busy} onClick=${onFinish}>${t("setup.finish")}<//>
      <${Back} onBack=${onBack} />
    </div>
    <p class="muted small">${t("setup.after")}</p>`;
}
