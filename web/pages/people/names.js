// @ts-check
/** How a family's people and places are named in lists and choices. */
import { age } from "../../app/format.js";
import { t, tn } from "../../app/i18n.js";

/** Gender and age. @param {{gender: string, birth_date?: string | null}} patient */
export const aboutPatient = (patient) =>
  [t(`gender.${patient.gender}`), patient.birth_date ? tn("patient.age", age(patient.birth_date)) : ""]
    .filter(Boolean).join(t("common.comma"));

/** City and district. @param {{city: string, district: string | null}} address */
export const placeOf = (address) => [address.city, address.district].filter(Boolean).join(t("common.comma"));
