// @ts-check
import { html } from "../../vendor/ui.mjs";
import { api } from "../../app/api.js";
import { boot } from "../../app/boot.js";
import { t } from "../../app/i18n.js";
import { useAction } from "../../app/resource.js";
import { setLocale, setTextSize, setTheme, textSize, theme } from "../../app/session.js";
import { RadioGroup } from "../../app/ui/forms.js";
import { Button, Card, Notice } from "../../app/ui/index.js";

/** @type {("fa" | "en")[]} */
const LOCALES = ["fa", "en"];

/** Language, colours, size of text. The language is kept with the account: messages come in it too. @param {import("./account.js").Part} props */
export function Display({ me }) {
  const choose = useAction(async (_key, locale) => {
    if (me.locale !== locale) await api.put("/me", { locale });
    setLocale(locale);
  });
  const themes = ["auto", "light", "dark"].map((value) => ({ value, label: t(`theme.${value}`) }));
  const sizes = ["normal", "large", "larger"].map((value) => ({ value, label: t(`text_size.${value}`) }));
  return html`<div class="account-parts">
    <${Card} title=${t("shell.language")} meta=${t("account.language_text")}>
      <div class="row" role="group" aria-label=${t("shell.language")}>
        ${LOCALES.map((locale) => html`<${Button} key=${locale} busy=${choose.busy} onClick=${() => choose.run(locale)}
          kind=${locale === boot.locale ? "primary" : "secondary"} icon=${locale === boot.locale ? "check" : undefined}>
          <span lang=${locale}>${t(`locale.${locale}`)}</span><//>`)}
      </div>
      ${choose.problem && html`<${Notice} tone="danger" title=${choose.problem.title}><p>${choose.problem.detail}</p><//>`}
    <//>
    <${Card} title=${t("account.screen")} meta=${t("account.screen_text")}>
      <div class="stack">
        <${RadioGroup} name="theme" layout="row" label=${t("shell.theme")} options=${themes} value=${theme.value} onChange=${setTheme} />
        <${RadioGroup} name="text_size" layout="row" label=${t("shell.text_size")} options=${sizes} value=${textSize.value}
          onChange=${setTextSize} />
      </div>
    <//>
  </div>`;
}
