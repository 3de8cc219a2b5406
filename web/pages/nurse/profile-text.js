// @ts-check
import { html } from "../../vendor/ui.mjs";
import { api } from "../../app/api.js";
import { t } from "../../app/i18n.js";
import { useAction } from "../../app/resource.js";
import { Form, TextArea, TextField, useForm } from "../../app/ui/forms.js";
import { Button, Card, Icon, Notice, toast } from "../../app/ui/index.js";
import { Districts } from "./districts.js";
import { profileBody } from "./profile.js";

/** @typedef {import("./profile.js").Part} Part */

const DISCIPLINES = ["nursing", "elderly_care", "child_care", "physiotherapy", "midwifery", "caregiving"];
const ABOUT_MOST = 1000;

/** Whether families may ask now. @param {Part} props */
export function Accepting({ profile, source }) {
  const change = useAction((_key, on) => api.put("/nurse/profile", profileBody(profile, { is_accepting_bookings: on })));
  const on = profile.is_accepting_bookings;
  const turn = async () => {
    const answer = await change.run(!on);
    if (answer === undefined) return;
    source.replace(answer);
    toast(t(answer.is_accepting_bookings ? "accepting.now_on" : "accepting.now_off"));
  };
  return html`<div class=${on ? "switch-line switch-on" : "switch-line"}>
    <span class="card-icon"><${Icon} name=${on ? "circle-check" : "ban"} /></span>
    <div class="switch-words"><p class="card-title">${t(on ? "accepting.on" : "accepting.off")}</p>
      <p class="muted small">${t(on ? "accepting.on_text" : "accepting.off_text")}</p></div>
    <${Button} size="sm" kind=${on ? "secondary" : "primary"} busy=${change.busy} onClick=${turn}>${t(on ? "accepting.turn_off" : "accepting.turn_on")}<//>
    ${change.problem && html`<${Notice} tone="danger" title=${change.problem.title}><p>${change.problem.detail}</p><//>`}
  </div>`;
}

/** What one has learned. @param {{form: import("../../app/ui/form.js").FormState}} props */
function Disciplines({ form }) {
  /** @type {string[]} */
  const held = form.values.disciplines;
  const turn = (/** @type {string} */ code) =>
    form.set("disciplines", held.includes(code) ? held.filter((one) => one !== code) : [...held, code]);
  return html`<fieldset class="field">
    <legend class="label">${t("profile.disciplines")}</legend>
    <div class="choices checks">${DISCIPLINES.map((code) => html`<label key=${code} class="choice">
      <input type="checkbox" checked=${held.includes(code)} onChange=${() => turn(code)} /> <span>${t(`discipline.${code}`)}</span></label>`)}
    </div>
    ${form.error("disciplines") && html`<p class="field-error">${form.error("disciplines")}</p>`}
  </fieldset>`;
}

/** What families read. @param {Part} props */
export function ProfileText({ profile, source }) {
  const form = useForm({
    initial: {
      display_name: profile.display_name, about: profile.about ?? "", disciplines: profile.disciplines, districts: profile.districts,
    },
    submit: (values) => api.put("/nurse/profile", profileBody(profile, { ...values, about: values.about.trim() || null })),
    done: (answer) => {
      source.replace(answer);
      toast(t("form.saved"));
    },
  });
  return html`<${Card}>
    <${Form} form=${form} label=${t("action.save")}>
      <${TextField} form=${form} name="display_name" label=${t("profile.name")} hint=${t("profile.name_hint")} most=${100} />
      <${TextArea} form=${form} name="about" label=${t("profile.about")} hint=${t("profile.about_hint")} rows=${5} most=${ABOUT_MOST} optional />
      <${Disciplines} form=${form} />
      <${Districts} form=${form} />
    <//>
  <//>`;
}
