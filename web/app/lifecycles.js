// @ts-check
/**
 * Which acts are legal in which state, from the table the server publishes. A button for an act is drawn only when
 * the table has an edge for it, so screens never invent rules of their own.
 */
import { signal } from "../vendor/ui.mjs";
import { api } from "./api.js";

/** @typedef {{from: string, event: string, to: string}} Edge */
/** @typedef {{name: string, edges: Edge[]}} Lifecycle */

/** @type {import("../vendor/ui.mjs").Signal<Map<string, Edge[]>>} */
const tables = signal(new Map());
let asked = false;

function load() {
  asked = true;
  api.get("/lifecycles", {}, { quiet: true }).then(
    (/** @type {Lifecycle[]} */ published) => {
      tables.value = new Map(published.map(({ name, edges }) => [name, edges]));
    },
    () => {
      asked = false;
    },
  );
}

/** `AskAgain` as `ask_again`. @param {string} event */
const snake = (event) => event.replace(/(?!^)([A-Z])/g, "_$1").toLowerCase();

/** @param {string} lifecycle @param {string | undefined} state @returns {Edge[]} */
function edgesFrom(lifecycle, state) {
  if (!asked) load();
  return (tables.value.get(lifecycle) ?? []).filter(({ from }) => from === state);
}

/**
 * The events that are legal from a state, in snake case; empty until the table has come. Read inside a component.
 * @param {string} lifecycle as the server names it
 * @param {string | undefined} state
 * @returns {Set<string>}
 */
export function legal(lifecycle, state) {
  return new Set(edgesFrom(lifecycle, state).map((edge) => snake(edge.event)));
}

/**
 * The states an edge leads to from here, in the order of the table; empty until it has come. Read inside a component.
 * @param {string} lifecycle @param {string | undefined} state
 */
export const targets = (lifecycle, state) => edgesFrom(lifecycle, state).map(({ to }) => to);
