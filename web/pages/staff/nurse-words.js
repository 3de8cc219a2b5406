// @ts-check
import { html } from "../../vendor/ui.mjs";
import { date } from "../../app/format.js";
import { t, word } from "../../app/i18n.js";
import { Pill } from "../../app/ui/index.js";

/** @param {{nurse: any}} props */
export const Verification = ({ nurse }) => html`<span class="nowrap"><${Pill} code=${nurse.is_verified ? "verified" : "unverified"} /></span>`;

/** Whether the mandatory papers hold, and how long. @param {{nurse: any}} props */
export function PapersState({ nurse }) {
  if (nurse.credentials === "expired") return html`<span class="nowrap"><${Pill} code="expired" /></span>`;
  return html`<span class="nowrap">${nurse.credentials_until ? t("people.until", { day: date(nurse.credentials_until) }) : t("people.endless")}</span>`;
}

/** @param {{nurse: any}} props */
export const AcceptingState = ({ nurse }) => html`<span class="nowrap"><${Pill} tone=${nurse.is_accepting_bookings ? "ok" : "muted"}
  icon=${nurse.is_accepting_bookings ? "circle-check" : "ban"}>${t(nurse.is_accepting_bookings ? "people.accepting_on" : "people.accepting_off")}<//></span>`;

/** @param {any} nurse */
export const disciplinesOf = (nurse) =>
  nurse.disciplines.map((/** @type {string} */ code) => word("discipline", code)).join(t("common.comma")) || t("common.none");

/** Where a nurse goes; nothing said means everywhere. @param {any} nurse */
export const placesOf = (nurse) => nurse.districts.length === 0 ? t("people.anywhere")
  : nurse.districts.map((/** @type {any} */ one) => (one.district ? `${one.city} · ${one.district}` : one.city)).join(t("common.comma"));
