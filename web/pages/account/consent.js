// @ts-check
/** The text by which people agree to text messages. Whoever rewords it counts on, here and on the server. */
import { html } from "../../vendor/ui.mjs";
import { t } from "../../app/i18n.js";

/** Which version of `consent.sms.text` is shown. */
export const CONSENT_TEXT = 1;

/** What is agreed to, and where more is said. */
export const ConsentText = () => html`${t("consent.sms.text")} <a href="/privacy">${t("register.privacy")}</a>`;
