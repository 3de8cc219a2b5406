// @ts-check
/** Phone numbers as people type and read them. */
import { toLatin } from "./digits.js";

/** What a person typed as a mobile number, in E.164, or null. @param {string} text */
export function toE164(text) {
  const raw = toLatin(text).replace(/[\s().\u2010-\u2015\u200e\u200f\u2066-\u2069-]/g, "");
  const iran = /^(?:\+98|0098|98|0)?(9\d{9})$/.exec(raw);
  if (iran) return `+98${iran[1]}`;
  return /^\+[1-9]\d{7,14}$/.test(raw) ? raw : null;
}

/** A phone number in groups, always Latin digits: show it inside `dir="ltr"`. @param {string | null | undefined} e164 or as dialled at home */
export function phone(e164) {
  if (!e164) return "";
  const mobile = /^(?:\+98|0)(9\d\d)(\d{3})(\d{4})$/.exec(e164);
  if (mobile) return `0${mobile[1]} ${mobile[2]} ${mobile[3]}`;
  const tehran = /^(?:\+98|0)(\d\d)(\d{4})(\d{4})$/.exec(e164);
  return tehran ? `0${tehran[1]} ${tehran[2]} ${tehran[3]}` : e164;
}
