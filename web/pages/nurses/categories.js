// @ts-check
/** The kinds of care the agency offers, as its catalog names them. */
import { useResource } from "../../app/resource.js";

/** @typedef {{code: string, title: string}} Category */

/** A glyph for each kind known to the agency. @type {Record<string, string>} */
const ICONS = {
  nursing_visit: "stethoscope", injection: "activity", wound_care: "shield-check", elderly_care: "hand-heart",
  post_surgery: "heart-pulse", mother_newborn: "users", child_care: "user", physiotherapy: "accessibility", palliative: "moon",
};

/** @param {string} code */
export const categoryIcon = (code) => ICONS[code] ?? "heart-pulse";

/** @returns {import("../../app/resource.js").Resource<Category[]>} */
export function useCategories() {
  const found = useResource("/catalog/categories");
  const body = /** @type {any} */ (found.data);
  return { ...found, data: body ? (body.items ?? body) : null };
}

/** The name of a category code. @param {Category[] | null} all @param {string} code */
export const categoryName = (all, code) => all?.find((one) => one.code === code)?.title ?? "";
