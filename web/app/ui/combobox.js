// @ts-check
import { html, useEffect, useRef, useState } from "../../vendor/ui.mjs";
import { t, tn } from "../i18n.js";
import { FieldFrame, useField } from "./field.js";
import { Icon } from "./icon.js";

/** @typedef {import("./field.js").FieldProps} FieldProps */
/** @typedef {{value: string, label: string, hint?: string}} Choice */

const MOST_SHOWN = 50;
const WAIT_MS = 200;

/** Folds what people type differently: Arabic letter forms, the half-space, case. @param {string} text */
function fold(text) {
  return text.replace(/\u064a/g, "\u06cc").replace(/\u0643/g, "\u06a9").replace(/\u200c/g, " ").toLowerCase().trim();
}

/**
 * Choices for what is typed: filtered here, or asked from the server.
 * @param {string} typed @param {boolean} open @param {Choice[]} options
 * @param {((text: string) => Promise<Choice[]>) | undefined} search
 */
function useChoices(typed, open, options, search) {
  const [found, setFound] = useState(/** @type {Choice[]} */ ([]));
  useEffect(() => {
    if (!search || !open) return;
    let live = true;
    const timer = setTimeout(() => search(typed).then((rows) => live && setFound(rows)), WAIT_MS);
    return () => {
      live = false;
      clearTimeout(timer);
    };
  }, [typed, open]);
  if (search) return found.slice(0, MOST_SHOWN);
  const wanted = fold(typed);
  return options.filter(({ label }) => fold(label).includes(wanted)).slice(0, MOST_SHOWN);
}

/**
 * A text box with a list of choices (ARIA combobox with list autocomplete). The value is the chosen `value`; with `free`
 * what is typed counts too.
 * @param {FieldProps & {options?: Choice[], search?: (text: string) => Promise<Choice[]>, shown?: string, free?: boolean,
 *   autocomplete?: string}} props shown: the label of the present value when it is not among `options`
 */
export function Combobox(props) {
  const field = useField(props);
  const { options = [] } = props;
  const labelOf = (/** @type {string} */ value) =>
    options.find((option) => option.value === value)?.label ?? props.shown ?? (props.free ? value : "") ?? "";
  const [typed, setTyped] = useState(/** @type {string | null} */ (null));
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const choices = useChoices(typed ?? "", open, options, props.search);
  const listId = `${field.id}-list`;
  const strip = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    strip.current?.children[at]?.scrollIntoView({ block: "nearest" });
  }, [at]);

  const close = () => {
    setOpen(false);
    setAt(-1);
  };
  const choose = (/** @type {Choice} */ choice) => {
    setTyped(props.search ? choice.label : null);
    field.set(choice.value);
    close();
  };
  const onInput = (/** @type {{target: HTMLInputElement}} */ { target }) => {
    setTyped(target.value);
    setOpen(true);
    setAt(-1);
    if (props.free || target.value === "") field.set(target.value);
  };
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      setAt(open ? (at + step + choices.length + (at < 0 && step < 0 ? 1 : 0)) % Math.max(1, choices.length) : -1);
      setOpen(true);
    } else if (event.key === "Enter" && open && choices[at]) {
      event.preventDefault();
      choose(choices[at]);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      close();
    }
  };
  const onBlur = () => {
    const exact = choices.find(({ label }) => fold(label) === fold(typed ?? ""));
    if (typed && exact) choose(exact);
    else if (!props.free && !props.search) setTyped(null);
    close();
  };
  const text = typed ?? labelOf(field.value ?? "");
  return html`<${FieldFrame} id=${field.id} props=${props} error=${field.error}>
    <div class="combobox">
      <input ...${field.control} class="input" role="combobox" dir="auto" autocomplete=${props.autocomplete ?? "off"}
        aria-autocomplete="list" aria-expanded=${String(open)} aria-controls=${listId}
        aria-activedescendant=${choices[at] ? `${listId}-${at}` : null} value=${text} onInput=${onInput}
        onKeyDown=${onKeyDown} onBlur=${onBlur} onClick=${() => setOpen(true)} />
      <span class="select-mark"><${Icon} name="chevron-down" size="sm" /></span>
      <ul class="listbox" role="listbox" id=${listId} aria-label=${props.label} ref=${strip}
        hidden=${!open || choices.length === 0}>
        ${choices.map((choice, i) => html`<li key=${choice.value} role="option" id=${`${listId}-${i}`}
          aria-selected=${String(i === at)} class="option"
          onMouseDown=${(/** @type {Event} */ event) => {
            event.preventDefault();
            choose(choice);
          }}>
          <span>${choice.label}</span>${choice.hint && html`<span class="hint">${choice.hint}</span>`}
        </li>`)}
      </ul>
      <span class="visually-hidden" role="status">
        ${open ? (choices.length ? tn("combobox.found", choices.length) : t("combobox.none")) : ""}</span>
    </div>
  <//>`;
}
