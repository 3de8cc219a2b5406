// @ts-check
import { html, useEffect, useState } from "../../vendor/ui.mjs";
import { today } from "../../app/format.js";
import { t } from "../../app/i18n.js";
import { setQuery } from "../../app/router.js";
import { Select } from "../../app/ui/choice.js";
import { DateField } from "../../app/ui/date-field.js";
import { Filters } from "../../app/ui/filters.js";
import { MoneyField } from "../../app/ui/money-field.js";
import { TextField } from "../../app/ui/text-field.js";
import { useCategories } from "./categories.js";

/** What the search can be narrowed by, as the server names it. */
export const FILTERS = ["q", "category", "city", "district", "gender", "date", "min_price_irr", "max_price_irr", "min_rating"];

const WAIT_MS = 350;
const RATINGS = ["3", "4", "4.5"];

/**
 * A filter that is typed: the address changes once the typing pauses.
 * @param {{name: string, label: string, value: string}} props
 */
function Typed({ name, label, value }) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text.trim() === value) return;
    const timer = setTimeout(() => setQuery({ [name]: text.trim() }), WAIT_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return html`<${TextField} name=${name} label=${label} optional value=${text} onChange=${setText} most=${60} />`;
}

/** @param {{name: string, label: string, value: string | undefined}} props */
function Amount({ name, label, value }) {
  const irr = value ? Number(value) : null;
  const [amount, setAmount] = useState(/** @type {number | string | null} */ (irr));
  useEffect(() => {
    if (amount === irr || typeof amount === "string") return;
    const timer = setTimeout(() => setQuery({ [name]: amount ?? "" }), WAIT_MS);
    return () => clearTimeout(timer);
  }, [amount]);
  return html`<${MoneyField} key=${value ? "set" : "clear"} name=${name} label=${label} optional value=${amount} onChange=${setAmount} />`;
}

/** @param {{query: Record<string, string>, active: number, onClear: () => void}} props */
export function NurseFilters({ query, active, onClear }) {
  const categories = useCategories();
  const pick = (/** @type {string} */ name) => (/** @type {string} */ value) => setQuery({ [name]: value });
  const kinds = (categories.data ?? []).map((one) => ({ value: one.code, label: one.title }));
  const genders = ["female", "male"].map((value) => ({ value, label: t(`gender.${value}`) }));
  const ratings = RATINGS.map((value) => ({ value, label: t("nurses.rating_from", { rating: Number(value) }) }));
  const sorts = ["price", "rating"].map((value) => ({ value, label: t(`nurses.sort.${value}`) }));
  return html`<${Filters} active=${active} onClear=${onClear}>
    <${Typed} name="q" label=${t("nurses.q")} value=${query.q ?? ""} />
    <${Select} name="category" label=${t("nurses.category")} optional empty=${t("common.all")} options=${kinds}
      value=${query.category ?? ""} onChange=${pick("category")} />
    <${Select} name="gender" label=${t("nurses.gender")} optional empty=${t("gender.any")} options=${genders}
      value=${query.gender ?? ""} onChange=${pick("gender")} />
    <${Typed} name="city" label=${t("address.city")} value=${query.city ?? ""} />
    <${Typed} name="district" label=${t("address.district")} value=${query.district ?? ""} />
    <${DateField} name="date" label=${t("nurses.date")} optional min=${today()} value=${query.date ?? ""}
      onChange=${(/** @type {string} */ day) => /^(\d{4}-\d\d-\d\d)?$/.test(day) && setQuery({ date: day })} />
    <${Amount} name="min_price_irr" label=${t("nurses.min_price")} value=${query.min_price_irr} />
    <${Amount} name="max_price_irr" label=${t("nurses.max_price")} value=${query.max_price_irr} />
    <${Select} name="min_rating" label=${t("nurses.min_rating")} optional empty=${t("common.all")} options=${ratings}
      value=${query.min_rating ?? ""} onChange=${pick("min_rating")} />
    <${Select} name="sort" label=${t("nurses.sort")} optional empty=${t("nurses.sort.relevance")} options=${sorts}
      value=${query.sort ?? ""} onChange=${pick("sort")} />
  <//>`;
}
