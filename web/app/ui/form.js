// @ts-check
import { html, useEffect, useId, useRef, useState } from "../../vendor/ui.mjs";
import { t } from "../i18n.js";
import { useAction } from "../resource.js";
import { useUnsaved } from "../router.js";
import { Button } from "./button.js";
import { Icon } from "./icon.js";

/** @typedef {import("../api.js").ApiProblem} ApiProblem */
/** @typedef {Record<string, any>} Values */

/**
 * @typedef {object} FormState
 * @property {Values} values
 * @property {(name: string, value: any) => void} set
 * @property {(name: string) => string} error message under a field, or ""
 * @property {(name: string, label: string) => void} register a field tells its label for the summary
 * @property {Map<string, string>} labels
 * @property {(name: string) => string} idOf
 * @property {ApiProblem | null} problem
 * @property {{field: string, message: string}[]} errors
 * @property {boolean} busy
 * @property {boolean} dirty
 * @property {number} attempts how often it was refused; moves focus to the summary
 * @property {(event?: Event) => Promise<void>} submit
 * @property {(values?: Values) => void} reset
 */

/**
 * The state of a form. `submit` gets the values and an idempotency key and talks to the server; what it answers goes to
 * `done`. Refusals land under the fields by the server's `errors[]`.
 * @param {{initial: Values, submit: (values: any, key: string) => Promise<any>, done?: (answer: any) => void,
 *   check?: (values: any) => Record<string, string>, guard?: boolean}} options
 *   check: quick client checks, field to message; guard false: no question when left half-filled
 * @returns {FormState}
 */
export function useForm(options) {
  const [values, setValues] = useState(options.initial);
  const [start, setStart] = useState(options.initial);
  const [checked, setChecked] = useState(/** @type {Record<string, string>} */ ({}));
  const [touched, setTouched] = useState(/** @type {Set<string>} */ (new Set()));
  const [attempts, setAttempts] = useState(0);
  const labels = useRef(new Map()).current;
  const prefix = useId();
  const act = useAction((key, sent) => options.submit(sent, key));
  const dirty = JSON.stringify(values) !== JSON.stringify(start);
  const forget = useUnsaved(dirty && options.guard !== false);
  useEffect(() => {
    if (act.problem) setAttempts((n) => n + 1);
  }, [act.problem]);

  const told = act.problem?.errors ?? [];
  const errors = [
    ...Object.entries(checked).map(([field, message]) => ({ field, message })),
    ...told.map(({ field, message, code }) => ({ field, message: message || code })),
  ].filter(({ field }) => !touched.has(field));

  const submit = async (/** @type {Event | undefined} */ event) => {
    event?.preventDefault();
    setTouched(new Set());
    const found = options.check?.(values) ?? {};
    setChecked(found);
    if (Object.keys(found).length > 0) {
      act.clear();
      setAttempts((n) => n + 1);
      return;
    }
    const answer = await act.run(values);
    if (answer === undefined) return;
    setStart(values);
    forget();
    options.done?.(answer);
  };
  return {
    values, errors, labels, dirty, attempts, submit,
    problem: act.problem, busy: act.busy,
    set: (name, value) => {
      setValues((old) => ({ ...old, [name]: value }));
      setTouched((old) => new Set(old).add(name));
    },
    error: (name) => errors.find(({ field }) => field === name)?.message ?? "",
    register: (name, label) => void labels.set(name, label),
    idOf: (name) => `${prefix}-${name}`,
    reset: (next = start) => {
      setValues(next);
      setStart(next);
      setChecked({});
      act.clear();
    },
  };
}

/** The refusals on top of a form, each a link to its field. @param {{form: FormState}} props */
export function ErrorSummary({ form }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    if (form.attempts > 0) box.current?.focus();
  }, [form.attempts]);
  const { problem, errors } = form;
  const general = problem && problem.errors.length === 0;
  if (!general && errors.length === 0) return null;
  const go = (/** @type {Event} */ event, /** @type {string} */ field) => {
    event.preventDefault();
    document.getElementById(form.idOf(field))?.focus();
  };
  return html`<div class="summary" role="alert" tabindex="-1" ref=${box}>
    <${Icon} name="circle-alert" />
    <div>
      <p class="summary-title">${general ? problem.title : t("form.summary")}</p>
      ${general && problem.detail && html`<p>${problem.detail}</p>`}
      ${errors.length > 0 && html`<ul>${errors.map(({ field, message }) => {
        const label = form.labels.get(field);
        return html`<li key=${field}>${label
          ? html`<a href=${`#${form.idOf(field)}`} onClick=${(/** @type {Event} */ e) => go(e, field)}>
              ${label}: ${message}</a>`
          : message}</li>`;
      })}</ul>`}
      ${problem?.request_id && html`<p class="summary-id">
        ${t("state.request_id")} <code dir="ltr">${problem.request_id}</code></p>`}
    </div>
  </div>`;
}

/**
 * A form: summary, fields, actions. Children are the fields; `label` is the submit button.
 * @param {{form: FormState, label: string, children?: any, cancel?: string, kind?: "primary" | "danger",
 *   icon?: string, extra?: any, narrow?: boolean}} props
 *   cancel: where "cancel" leads; extra: more buttons beside it
 */
export function Form({ form, label, children, cancel, kind = "primary", icon, extra, narrow = true }) {
  return html`<form class=${narrow ? "form form-narrow" : "form"} noValidate onSubmit=${form.submit}>
    <${ErrorSummary} form=${form} />
    ${children}
    <div class="form-actions">
      <${Button} type="submit" kind=${kind} icon=${icon} busy=${form.busy}>${label}<//>
      ${cancel && html`<a class="button button-quiet button-md" href=${cancel}>${t("action.cancel")}</a>`}
      ${extra}
    </div>
  </form>`;
}

/** Fields that belong together. @param {{legend: string, hint?: string, children?: any}} props */
export function FieldSet({ legend, hint, children }) {
  return html`<fieldset class="fieldset">
    <legend>${legend}</legend>
    ${hint && html`<p class="hint">${hint}</p>`}
    ${children}
  </fieldset>`;
}
