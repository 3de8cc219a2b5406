// @ts-check
import { html } from "../../vendor/ui.mjs";
import { api } from "../../app/api.js";
import { dateTime } from "../../app/format.js";
import { t } from "../../app/i18n.js";
import { useAction, useResource } from "../../app/resource.js";
import { Card, Loaded, Notice, toast } from "../../app/ui/index.js";
import { CONSENT_TEXT, ConsentText } from "./consent.js";

/** @typedef {{group: string, in_app: boolean, email: boolean, sms: boolean | null}} Preference */
/** @typedef {{target: HTMLInputElement}} Ticked */

/** @param {{problem: any}} props */
const Refused = ({ problem }) =>
  problem && html`<${Notice} tone="danger" title=${problem.title}><p>${problem.detail}</p><//>`;

/** Whether copies may leave at all. @param {import("./account.js").Part} props */
function Channels({ me, source }) {
  const change = useAction((_key, part) => api.put("/me", part));
  const set = async (/** @type {object} */ part) => {
    const answer = await change.run(part);
    if (answer === undefined) return;
    source.replace(answer);
    toast(t("form.saved"));
  };
  const agree = (/** @type {Ticked} */ { target }) =>
    set(target.checked ? { sms_consent: true, sms_consent_version: CONSENT_TEXT } : { sms_consent: false });
  const texted = me.mobile !== null;
  const mailed = me.email !== null;
  return html`<${Card} title=${t("account.channels")} meta=${t("account.channels_text")}>
    <fieldset class="field stack-sm"><legend class="visually-hidden">${t("account.channels")}</legend>
      <label class="choice">
        <input type="checkbox" checked=${me.sms_consent_at !== null} disabled=${change.busy || !texted} onChange=${agree} />
        <span class="choice-words"><span>${t("account.notify.sms")}</span>
          <span class="hint">${texted ? html`<${ConsentText} />` : t("account.notify.sms_none")}</span>
          ${me.sms_consent_at && html`<span class="hint">${t("consent.sms.since", { when: dateTime(me.sms_consent_at) })}</span>`}</span>
      </label>
      <label class="choice">
        <input type="checkbox" checked=${me.notify_email} disabled=${change.busy || !mailed}
          onChange=${(/** @type {Ticked} */ event) => set({ notify_email: event.target.checked })} />
        <span class="choice-words"><span>${t("account.notify.email")}</span>
          <span class="hint">${t(mailed ? "account.notify.email_hint" : "account.notify.email_none")}</span></span>
      </label>
    </fieldset>
    <${Refused} problem=${change.problem} />
  <//>`;
}

/** Which copies of what. @param {import("./account.js").Part} props */
function Groups({ me }) {
  const source = useResource("/me/notice_preferences");
  const change = useAction((_key, item) => api.put("/me/notice_preferences", { items: [item] }));
  const set = async (/** @type {object} */ item) => {
    const answer = await change.run(item);
    if (answer === undefined) return;
    source.replace(answer);
    toast(t("form.saved"));
  };
  const reachable = { email: me.notify_email && me.email !== null, sms: me.sms_consent_at !== null && me.mobile !== null };
  const box = (/** @type {Preference} */ item, /** @type {"email" | "sms"} */ way) => item[way] !== null && html`
    <label class="choice" key=${way}>
      <input type="checkbox" checked=${item[way] && reachable[way]} disabled=${change.busy || !reachable[way]}
        onChange=${(/** @type {Ticked} */ event) => set({ group: item.group, [way]: event.target.checked })} />
      <span class="choice-words">${t(`account.notify.${way}`)}</span>
    </label>`;
  return html`<${Card} title=${t("preferences.title")} meta=${t("preferences.text")}>
    <${Loaded} of=${source} kind="card" rows=${1}>${(/** @type {{items: Preference[]}} */ { items }) => html`<div class="stack">
      ${items.map((item) => html`<fieldset class="field" key=${item.group}>
        <legend class="label">${t(`preferences.group.${item.group}`)}</legend>
        <p class="hint">${t(`preferences.group.${item.group}_hint`)}</p>
        <div class="choices choices-row">
          <label class="choice"><input type="checkbox" checked disabled />
            <span class="choice-words">${t("preferences.in_app")}</span></label>
          ${box(item, "email")}${box(item, "sms")}
        </div>
      </fieldset>`)}
    </div>`}<//>
    <${Refused} problem=${change.problem} />
  <//>`;
}

/** By which ways one is told. @param {import("./account.js").Part} props */
export const Messages = ({ me, source }) => html`<div class="account-parts">
  <${Channels} me=${me} source=${source} />
  <${Groups} me=${me} source=${source} />
</div>`;
