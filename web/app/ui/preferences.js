// @ts-check
import { html } from "../../vendor/ui.mjs";
import { boot } from "../boot.js";
import { t } from "../i18n.js";
import { setLocale, setTextSize, setTheme, textSize, theme } from "../session.js";
import { RadioGroup } from "./choice.js";

/** Language, theme and text size. */
export function PreferenceChoices() {
  const themes = ["auto", "light", "dark"].map((value) => ({ value, label: t(`theme.${value}`) }));
  const sizes = ["normal", "large", "larger"].map((value) => ({ value, label: t(`text_size.${value}`) }));
  const locales = ["fa", "en"].map((value) => ({ value, label: t(`locale.${value}`) }));
  return html`<div class="stack">
    <${RadioGroup} name="locale" layout="row" label=${t("shell.language")} options=${locales} value=${boot.locale}
      onChange=${setLocale} />
    <${RadioGroup} name="theme" layout="row" label=${t("shell.theme")} options=${themes} value=${theme.value}
      onChange=${setTheme} />
    <${RadioGroup} name="text_size" layout="row" label=${t("shell.text_size")} options=${sizes}
      value=${textSize.value} onChange=${setTextSize} />
  </div>`;
}
