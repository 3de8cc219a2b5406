// @ts-check
/** Hooks that read from the server and act on it. What is shown is always what the server answered. */
import { useCallback, useEffect, useRef, useState } from "../vendor/ui.mjs";
import { api, asProblem, newKey } from "./api.js";
import { useEvents } from "./events.js";

/** @typedef {import("./api.js").ApiProblem} ApiProblem */

/**
 * @template T
 * @typedef {object} Resource
 * @property {T | null} data
 * @property {ApiProblem | null} problem
 * @property {boolean} loading true until the first answer
 * @property {() => void} reload
 * @property {(next: T) => void} replace puts an action's answer in place
 */

/**
 * Reads one thing, again when `path` changes or one of the `live` event prefixes is heard.
 * @template T
 * @param {string | null} path null reads nothing
 * @param {{query?: Record<string, unknown>, live?: string[], quiet?: boolean}} [options] quiet: a 401 is shown, not asked about
 * @returns {Resource<T>}
 */
export function useResource(path, options = {}) {
  const [state, setState] = useState(
    /** @type {{data: T | null, problem: ApiProblem | null, loading: boolean}} */
    ({ data: null, problem: null, loading: path !== null }),
  );
  const [round, setRound] = useState(0);
  const address = JSON.stringify([path, options.query ?? null]);
  const shown = useRef(address);
  useEffect(() => {
    if (path === null) return;
    const stop = new AbortController();
    if (shown.current !== address) setState({ data: null, problem: null, loading: true });
    shown.current = address;
    api.get(path, options.query, { signal: stop.signal, quiet: options.quiet ?? false }).then(
      (data) => stop.signal.aborted || setState({ data, problem: null, loading: false }),
      (error) =>
        stop.signal.aborted ||
        setState((old) => ({ data: old.data, problem: asProblem(error), loading: false })),
    );
    return () => stop.abort();
  }, [address, round]);
  const reload = useCallback(() => setRound((n) => n + 1), []);
  useEvents(options.live ?? [], reload);
  const replace = useCallback((/** @type {T} */ data) => setState({ data, problem: null, loading: false }), []);
  return { ...state, reload, replace };
}

/**
 * @template T
 * @typedef {object} Listing
 * @property {T[]} items
 * @property {ApiProblem | null} problem
 * @property {boolean} loading
 * @property {number} fresh how many events came since the list was read
 * @property {boolean} hasNewer
 * @property {boolean} hasOlder
 * @property {() => void} newer
 * @property {() => void} older
 * @property {() => void} reload
 * @property {boolean} filtered whether any filter is set
 */

/**
 * Reads a keyset list page by page. On the first page an event reads it again; on others it counts as `fresh`.
 * @template T
 * @param {string} path
 * @param {{query?: Record<string, unknown>, live?: string[], pageSize?: number}} [options] query holds the filters
 * @returns {Listing<T>}
 */
export function useList(path, options = {}) {
  const query = options.query ?? {};
  const address = JSON.stringify([path, query]);
  const [place, setPlace] = useState({ address, cursors: /** @type {string[]} */ ([]) });
  const cursors = place.address === address ? place.cursors : [];
  const [fresh, setFresh] = useState(0);
  const page = useResource(path, {
    query: { ...query, page_size: options.pageSize ?? 25, cursor: cursors.at(-1) },
  });
  const body = /** @type {{items: T[], next_cursor: string | null} | null} */ (page.data);
  const reload = () => {
    setFresh(0);
    page.reload();
  };
  useEvents(options.live ?? [], (event) => {
    if (cursors.length === 0) reload();
    else if (event.type !== "poll") setFresh((n) => n + 1);
  });
  const next = body?.next_cursor ?? null;
  return {
    items: body?.items ?? [],
    problem: page.problem,
    loading: page.loading,
    fresh,
    hasNewer: cursors.length > 0,
    hasOlder: next !== null,
    newer: () => setPlace({ address, cursors: cursors.slice(0, -1) }),
    older: () => next && setPlace({ address, cursors: [...cursors, next] }),
    reload: () => {
      setPlace({ address, cursors: [] });
      reload();
    },
    filtered: Object.values(query).some((value) => value !== undefined && value !== null && value !== ""),
  };
}

/**
 * One act on the server: busy until answered, refused acts keep their problem, and a repeat after a lost answer
 * carries the same idempotency key, so nothing happens twice.
 * @template T
 * @param {(key: string, ...args: any[]) => Promise<T>} act
 * @returns {{busy: boolean, problem: ApiProblem | null, run: (...args: any[]) => Promise<T | undefined>, clear: () => void}}
 */
export function useAction(act) {
  const [state, setState] = useState({ busy: false, problem: /** @type {ApiProblem | null} */ (null) });
  const key = useRef({ value: "", of: "" });
  const busy = useRef(false);
  const run = async (/** @type {any[]} */ ...args) => {
    if (busy.current) return undefined;
    const of = JSON.stringify(args);
    if (!key.current.value || key.current.of !== of) key.current = { value: newKey(), of };
    busy.current = true;
    setState({ busy: true, problem: null });
    try {
      const answer = await act(key.current.value, ...args);
      key.current.value = "";
      setState({ busy: false, problem: null });
      return answer;
    } catch (error) {
      const problem = asProblem(error);
      if (problem.status > 0 && problem.status < 500) key.current.value = "";
      setState({ busy: false, problem });
      return undefined;
    } finally {
      busy.current = false;
    }
  };
  return { ...state, run, clear: () => setState({ busy: false, problem: null }) };
}
