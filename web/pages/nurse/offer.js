// @ts-check
import { html } from "../../vendor/ui.mjs";
import { api, ApiProblem } from "../../app/api.js";
import { boot } from "../../app/boot.js";
import { t } from "../../app/i18n.js";
import { useResource } from "../../app/resource.js";
import { navigate } from "../../app/router.js";
import { Checkbox, Form, MoneyField, RadioGroup, Select, TextField, useForm } from "../../app/ui/forms.js";
import { Card, Loaded, PageHeader, ProblemState, Skeleton, toast } from "../../app/ui/index.js";
import { missing } from "../account/missing.js";
import { ForNurses } from "./gate.js";

export const title = "offer.title";

const UNITS = ["per_visit", "per_hour", "per_day"];
const BLANK = {
  category: "", title: "", title_en: "", price_irr: null, price_unit: "per_visit", is_overnight: false, is_active: true, options: [],
};

/** What can be chosen within a category. @param {{form: import("../../app/ui/form.js").FormState, options: any[]}} props */
function Options({ form, options }) {
  if (options.length === 0) return null;
  /** @type {string[]} */
  const held = form.values.options;
  const turn = (/** @type {string} */ code) =>
    form.set("options", held.includes(code) ? held.filter((one) => one !== code) : [...held, code]);
  return html`<fieldset class="field">
    <legend class="label">${t("offer.options")} <span class="label-optional">${t("form.optional")}</span></legend>
    <div class="choices checks">${options.map(({ code, title: name }) => html`<label key=${code} class="choice">
      <input type="checkbox" checked=${held.includes(code)} onChange=${() => turn(code)} /> <span>${name}</span></label>`)}</div>
    ${form.error("options") && html`<p class="field-error">${form.error("options")}</p>`}
  </fieldset>`;
}

/** @param {{id: string | null, offer: any, categories: any[]}} props id: null for a new one */
function Fields({ id, offer, categories }) {
  const form = useForm({
    initial: { ...offer, title_en: offer.title_en ?? "" },
    check: (values) => missing({
      category: [values.category, t("offer.need_category")], title: [values.title.trim(), t("offer.need_title")],
      price_irr: [typeof values.price_irr === "number" && values.price_irr > 0, t("offer.need_price")],
    }),
    submit: (values, key) => {
      const known = categories.find(({ code }) => code === values.category)?.options ?? [];
      const options = values.options.filter((/** @type {string} */ code) => known.some((/** @type {any} */ one) => one.code === code));
      const body = { ...values, title_en: values.title_en.trim() || null, options };
      return id ? api.put(`/nurse/variants/${id}`, body) : api.post("/nurse/variants", body, { key });
    },
    done: () => {
      toast(t(id ? "form.saved" : "offer.added"));
      void navigate("/n/variants");
    },
  });
  const chosen = categories.find(({ code }) => code === form.values.category);
  return html`<${Card}><${Form} form=${form} label=${t(id ? "action.save" : "offer.add")} cancel="/n/variants">
    <${Select} form=${form} name="category" label=${t("offer.category")} empty=${t("offer.choose")}
      options=${categories.map(({ code, title: label }) => ({ value: code, label }))} />
    <${Options} form=${form} options=${chosen?.options ?? []} />
    <${TextField} form=${form} name="title" label=${t("offer.name")} hint=${t("offer.name_hint")} most=${100} />
    <${TextField} form=${form} name="title_en" label=${t("offer.name_en")} most=${100} optional />
    <${MoneyField} form=${form} name="price_irr" label=${t("offer.price")} hint=${t("offer.price_hint")} />
    <${RadioGroup} form=${form} name="price_unit" label=${t("offer.unit")} layout="row"
      options=${UNITS.map((value) => ({ value, label: t(`offer.unit.${value}`) }))} />
    <${Checkbox} form=${form} name="is_overnight" label=${t("offer.overnight")} hint=${t("offer.overnight_hint")} />
    <${Checkbox} form=${form} name="is_active" label=${t("offer.active")} hint=${t("offer.active_hint")} />
    ${id && html`<p class="muted small">${t("offer.kept")}</p>`}
  <//><//>`;
}

/** An offer of one's own by its id; there is no reading of a single one. @param {{id: string, categories: any[]}} props */
function Existing({ id, categories }) {
  const offers = useResource("/nurse/variants", { query: { page_size: 100 } });
  return html`<${Loaded} of=${offers} kind="card" rows=${2}>${(/** @type {any} */ { items }) => {
    const offer = items.find((/** @type {any} */ one) => String(one.id) === id);
    if (!offer) return html`<${ProblemState} problem=${new ApiProblem({ status: 404 })} />`;
    const { id: _id, created_at: _at, ...own } = offer;
    return html`<${Fields} id=${id} offer=${own} categories=${categories} />`;
  }}<//>`;
}

/** @param {{id: string | null}} props */
function Body({ id }) {
  const found = /** @type {any} */ (useResource("/catalog/categories"));
  const name = t(id ? "offer.edit_title" : "offer.new_title");
  return html`<${PageHeader} title=${name} lead=${t("offer.lead", { agency: boot.agency.name })} back=${{ href: "/n/variants", label: t("offers.title") }} />
    ${found.loading && html`<${Skeleton} kind="card" rows=${2} />`}
    ${found.problem && html`<${ProblemState} problem=${found.problem} onRetry=${found.reload} />`}
    ${found.data && (id ? html`<${Existing} id=${id} categories=${found.data.items} />`
      : html`<${Fields} id=${null} offer=${BLANK} categories=${found.data.items} />`)}`;
}

/** A new offer, or a change of one. @param {import("../../app/router.js").PageProps} props */
export default function Page({ params }) {
  return html`<${ForNurses} title=${t("offer.title")}>${() => html`<${Body} id=${params.id ?? null} />`}<//>`;
}
