// @ts-check
import { html } from "../../vendor/ui.mjs";
import { api } from "../api.js";
import { boot } from "../boot.js";
import { t } from "../i18n.js";
import { setLocale, setTextSize, setTheme, textSize, theme, user } from "../session.js";
import { Button } from "./button.js";
import { RadioGroup } from "./choice.js";

/** @type {("fa" | "en")[]} */
const LOCALES = ["fa", "en"];

/** The account keeps the language too, where there is one. @param {"fa" | "en"} locale */
async function choose(locale) {
  if (user.value) await api.put("/me", { locale }).catch(() => null);
  setLocale(locale);
}

/** Language, theme and text size. The language is a button: it loads the page anew. */
export function PreferenceChoices() {
  const themes = ["auto", "light", "dark"].map((value) => ({ value, label: t(`theme.${value}`) }));
  const sizes = ["normal", "large", "larger"].map((value) => ({ value, label: t(`text_size.${value}`) }));
  return html`<div class="stack">
    <section class="field" aria-label=${t("shell.language")}>
      <p class="label">${t("shell.language")}</p>
      <div class="row">${LOCALES.map((locale) => html`<${Button} key=${locale} onClick=${() => choose(locale)}
        kind=${locale === boot.locale ? "primary" : "secondary"}><span lang=${locale}>${t(`locale.${locale}`)}</span><//>`)}
      </div>
    </section>
    <${RadioGroup} name="theme" layout="row" label=${t("shell.theme")} options=${themes} value=${theme.value}
      onChange=${setTheme} />
    <${RadioGroup} name="text_size" layout="row" label=${t("shell.text_size")} options=${sizes}
      value=${textSize.value} onChange=${setTextSize} />
  </div>`;
}
