// @ts-check
import { html } from "../../vendor/ui.mjs";
import { boot } from "../../app/boot.js";
import { t } from "../../app/i18n.js";
import { setLocale, setTheme } from "../../app/session.js";
import { Form, RadioGroup, useForm } from "../../app/ui/forms.js";
import { Back } from "./back.js";

/** @param {string} group @param {string[]} values */
const choices = (group, values) => values.map((value) => ({ value, label: t(`${group}.${value}`) }));

/** The language people meet first, and how days and numbers are written. @param {import("./setup.js").Step} props */
export function Language({ state, send, onDone, onBack }) {
  const { agency } = state;
  const form = useForm({
    initial: { default_locale: agency.default_locale, calendar: agency.calendar, digits: agency.digits, theme: agency.theme },
    guard: false,
    submit: async (values, key) => {
      await send("/setup/agency", values, key);
      return values;
    },
    done: (values) => {
      setTheme(values.theme);
      onDone();
      // Only now, so that the page comes back in the other language one step further on.
      if (values.default_locale !== boot.locale) setLocale(values.default_locale);
    },
  });
  return html`<${Form} form=${form} label=${t("action.next")} extra=${html`<${Back} onBack=${onBack} />`}>
    <${RadioGroup} form=${form} name="default_locale" label=${t("shell.language")} layout="row" hint=${t("setup.language_hint")}
      options=${choices("locale", ["fa", "en"])} />
    <${RadioGroup} form=${form} name="calendar" label=${t("setup.calendar")} layout="row" options=${choices("setup.calendar", ["persian", "gregorian"])} />
    <${RadioGroup} form=${form} name="digits" label=${t("setup.digits")} layout="row" options=${choices("setup.digits", ["persian", "latin"])} />
    <${RadioGroup} form=${form} name="theme" label=${t("shell.theme")} layout="row" options=${choices("theme", ["auto", "light", "dark"])} />
  <//>`;
}
