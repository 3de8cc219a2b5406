// @ts-check
/** The server's clock, kept on the client as an offset, so that countdowns agree with the deadlines. */
import { signal } from "../vendor/ui.mjs";
import { boot } from "./boot.js";

const TRUSTED_DRIFT_MS = 2000;

let offset = boot.now ? Date.parse(boot.now) - Date.now() : 0;

/** Milliseconds since 1970 by the server's clock. */
export const now = () => Date.now() + offset;

/** Today by the server's clock, as an RFC 3339 instant. */
export const nowIso = () => new Date(now()).toISOString();

/** The server said what time it is, e.g. after a fast-forward in a demo. @param {string} iso */
export function setClock(iso) {
  const at = Date.parse(iso);
  if (!Number.isNaN(at)) offset = at - Date.now();
  beat.value += 1;
}

/**
 * Takes the `Date` of an answer. In a demo the agency's clock is not the machine's, so it is ignored there.
 * @param {string | null} header
 */
export function noteDate(header) {
  const at = header ? Date.parse(header) : NaN;
  if (boot.demo || Number.isNaN(at)) return;
  if (Math.abs(at - now()) > TRUSTED_DRIFT_MS) offset = at - Date.now();
}

/** An event cannot come from the future: if it seems to, our clock is behind. @param {string | undefined} iso */
export function noteEvent(iso) {
  if (iso && Date.parse(iso) > now() + TRUSTED_DRIFT_MS) setClock(iso);
}

/** Counts seconds while anything watches; read `.value` to be redrawn each second. */
export const beat = signal(0);

let watchers = 0;
/** @type {ReturnType<typeof setInterval> | undefined} */
let timer;

/** Starts the beat for one watcher; call the answer to stop. */
export function watchBeat() {
  watchers += 1;
  timer ??= setInterval(() => (beat.value += 1), 1000);
  return () => {
    watchers -= 1;
    if (watchers === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}
