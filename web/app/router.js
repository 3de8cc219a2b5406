// @ts-check
/**
 * Addresses to screens, over the History API. Links inside the shell's own table are followed without loading the
 * page; anything else is left to the browser. Screens are imported when first visited.
 */
import { signal, useEffect, useRef } from "../vendor/ui.mjs";
import { t } from "./i18n.js";
import { boot } from "./boot.js";
import { written } from "./written.js";

/**
 * @typedef {{params: Record<string, string>, query: Record<string, string>}} PageProps
 * @typedef {{default: (props: any) => any, title: string | null}} PageModule title: null when it came with the page
 * @typedef {() => Promise<any>} Loader imports a module of the shape PageModule
 * @typedef {Record<string, Loader>} Routes paths such as "/me/requests/:id"
 * @typedef {object} Screen
 * @property {string} path
 * @property {PageModule | null} module null when there is no such page
 * @property {Record<string, string>} params
 * @property {Record<string, string>} query
 * @property {unknown} [error] why the module did not come
 */

/** @type {import("../vendor/ui.mjs").Signal<Screen | null>} */
export const screen = signal(/** @type {Screen | null} */ (null));

/** True while the next screen is being fetched. */
export const moving = signal(false);

/** @type {Routes} */
let table = {};
let index = 0;
let visit = 0;

/** "/n" and "/n/" are one address. @param {string} path */
const tidy = (path) => (path.length > 1 ? path.replace(/\/+$/, "") : path);

/** A part of an address as text; a broken escape stays as it is. @param {string} part */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/**
 * What a pattern's places hold in an address, or null when it does not fit.
 * @param {string} pattern @param {string[]} given
 */
function fit(pattern, given) {
  const parts = tidy(pattern).split("/");
  /** @type {Record<string, string>} */
  const params = {};
  const fits = parts.length === given.length && parts.every((part, i) => {
    const here = given[i] ?? "";
    if (part.startsWith(":")) params[part.slice(1)] = here;
    return part.startsWith(":") ? here !== "" : part === here;
  });
  return fits ? params : null;
}

/**
 * The screen of an address. Words win over places: `/patients/new` before `/patients/:id`.
 * @param {string} path @returns {{load: Loader, params: Record<string, string>} | null}
 */
function match(path) {
  const given = tidy(path).split("/").map(decoded);
  /** @type {{load: Loader, params: Record<string, string>, places: number} | null} */
  let best = null;
  for (const [pattern, load] of Object.entries(table)) {
    const params = fit(pattern, given);
    if (!params) continue;
    const places = Object.keys(params).length;
    if (!best || places < best.places) best = { load, params, places };
  }
  return best;
}

/** Whether this shell draws a screen at the address. @param {string} path */
export const hasRoute = (path) => (match(path.split("?")[0] ?? "")?.load ?? written) !== written;

/** @type {Set<() => boolean>} */
const dirtyForms = new Set();
/** @type {() => Promise<boolean>} */
let askToLeave = () => Promise.resolve(true);

/** Registers the question asked before unsaved work is left. @param {() => Promise<boolean>} ask */
export function onLeave(ask) {
  askToLeave = ask;
}

const isDirty = () => [...dirtyForms].some((dirty) => dirty());

/**
 * Keeps the person on the page while `dirty` is true, unless they say otherwise. The answer forgets this form's unsaved
 * work, just before going on after a save; other forms of the page keep theirs.
 * @param {boolean} dirty
 */
export function useUnsaved(dirty) {
  const held = useRef(dirty);
  held.current = dirty;
  useEffect(() => {
    const check = () => held.current;
    dirtyForms.add(check);
    return () => void dirtyForms.delete(check);
  }, [dirty]);
  return () => void (held.current = false);
}

/** Forgets all unsaved work of the page. */
export const forgetUnsaved = () => dirtyForms.clear();

/** @param {string} detail */
export function setTitle(detail) {
  document.title = boot.agency.name ? t("page.title", { page: detail, agency: boot.agency.name }) : detail;
}

const queryOf = () => Object.fromEntries(new URLSearchParams(location.search));

/** Puts the reader at the top of the new screen: heading focused, page scrolled. @param {number} scroll */
function arrive(scroll) {
  requestAnimationFrame(() => {
    const heading = document.querySelector("main h1");
    if (heading instanceof HTMLElement) {
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    }
    scrollTo(0, scroll);
  });
}

/** Shows what the address bar says. @param {{focus: boolean, scroll?: number}} how */
async function show({ focus, scroll = 0 }) {
  visit += 1;
  const mine = visit;
  const path = location.pathname;
  const found = match(path);
  /** @type {Screen} */
  const next = { path, module: null, params: found?.params ?? {}, query: queryOf() };
  if (found) {
    moving.value = true;
    try {
      next.module = await found.load();
    } catch (error) {
      next.error = error;
    }
    if (mine !== visit) return;
    moving.value = false;
  }
  screen.value = next;
  if (next.module?.title !== null) setTitle(t(next.module?.title ?? "state.not_found.title"));
  if (focus) arrive(scroll);
}

/** Goes to an address; outside this shell the browser loads it. @param {string} to @param {{replace?: boolean}} [how] */
export async function navigate(to, how = {}) {
  if (isDirty() && !(await askToLeave())) return;
  forgetUnsaved();
  if (!hasRoute(new URL(to, location.href).pathname)) return location.assign(to);
  history.replaceState({ ...history.state, scroll: scrollY }, "");
  if (!how.replace) index += 1;
  history[how.replace ? "replaceState" : "pushState"]({ index }, "", to);
  await show({ focus: true });
}

/** Changes the query of this screen without leaving it; empty values are removed. @param {Record<string, unknown>} patch */
export function setQuery(patch) {
  const search = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(patch)) {
    if (value === undefined || value === null || value === "") search.delete(name);
    else search.set(name, String(value));
  }
  const text = search.toString();
  history.replaceState(history.state, "", location.pathname + (text ? `?${text}` : ""));
  if (screen.value) screen.value = { ...screen.value, query: queryOf() };
}

/** @param {MouseEvent} event */
function follow(event) {
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!plain || event.defaultPrevented || !(link instanceof HTMLAnchorElement)) return;
  const external = link.target || link.download || link.origin !== location.origin;
  const inPage = link.pathname === location.pathname && link.hash !== "";
  if (external || inPage || !hasRoute(link.pathname)) return;
  event.preventDefault();
  void navigate(link.pathname + link.search);
}

/**
 * Back and forward. The address has already changed, so it is put back while the person is asked.
 * @param {PopStateEvent} event
 */
async function travel(event) {
  // A link inside the page changed the hash: no screen changes.
  if (event.state === null) return history.replaceState({ index }, "");
  const target = event.state.index ?? 0;
  const distance = target - index;
  if (distance !== 0 && isDirty()) {
    history.go(-distance);
    if (!(await askToLeave())) return;
    forgetUnsaved();
    return history.go(distance);
  }
  if (distance === 0) return;
  index = target;
  await show({ focus: true, scroll: event.state?.scroll ?? 0 });
}

/** Starts following addresses. @param {Routes} routes */
export async function startRouter(routes) {
  table = routes;
  index = history.state?.index ?? 0;
  history.scrollRestoration = "manual";
  history.replaceState({ ...history.state, index }, "");
  document.addEventListener("click", follow);
  addEventListener("popstate", (event) => void travel(event));
  addEventListener("beforeunload", (event) => isDirty() && event.preventDefault());
  await show({ focus: false });
}
