// @ts-check
/**
 * Server-sent events keep screens live. When the stream cannot be held open, subscribers are told to look again
 * every 15 seconds. The stream is let go while the page is hidden, and everyone looks again when it returns.
 */
import { signal, useEffect, useRef } from "../vendor/ui.mjs";
import { url } from "./api.js";
import { noteEvent } from "./clock.js";

const POLL_MS = 15_000;
const RETRY_MS = [1000, 2000, 5000, 10_000, 30_000];

/** @typedef {{type: string, id: number | null, at: string}} ServerEvent `poll` and `resync` mean: look again */
/** @typedef {"idle" | "live" | "polling" | "offline"} Connection */

/** How the page hears from the server. @type {import("../vendor/ui.mjs").Signal<Connection>} */
export const connection = signal(/** @type {Connection} */ ("idle"));

/** @type {Set<(event: ServerEvent) => void>} */
const listeners = new Set();
/** @type {EventSource | null} */
let source = null;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let retry;
let failures = 0;
let wanted = false;

/** @param {ServerEvent} event */
const tell = (event) => listeners.forEach((listener) => listener(event));
const lookAgain = () => tell({ type: "poll", id: null, at: "" });

/** @param {MessageEvent} message */
function receive(message) {
  /** @type {ServerEvent} */
  const event = JSON.parse(message.data);
  noteEvent(event.at);
  tell(event);
}

function open() {
  source?.close();
  clearTimeout(retry);
  if (!wanted || document.hidden) return;
  source = new EventSource(url("/events"));
  source.onopen = () => {
    if (connection.value !== "idle") lookAgain();
    connection.value = "live";
    failures = 0;
  };
  source.onmessage = receive;
  source.onerror = () => {
    source?.close();
    connection.value = navigator.onLine ? "polling" : "offline";
    retry = setTimeout(open, RETRY_MS[Math.min(failures, RETRY_MS.length - 1)]);
    failures += 1;
  };
}

/** Starts listening, once; for signed-in people only. */
export function startEvents() {
  if (wanted) return;
  wanted = true;
  open();
  setInterval(() => connection.value === "polling" && !document.hidden && lookAgain(), POLL_MS);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) return open();
    source?.close();
    clearTimeout(retry);
  });
}

/** Watches the network itself, signed in or not. */
export function watchNetwork() {
  addEventListener("offline", () => (connection.value = "offline"));
  addEventListener("online", () => {
    connection.value = wanted ? "polling" : "idle";
    open();
    lookAgain();
  });
}

/**
 * Calls back for events whose type starts with one of the prefixes, and for `poll`.
 * @param {string[]} prefixes e.g. ["booking_request."]
 * @param {(event: ServerEvent) => void} callback
 */
export function useEvents(prefixes, callback) {
  const latest = useRef(callback);
  latest.current = callback;
  useEffect(() => {
    if (prefixes.length === 0) return;
    /** @param {ServerEvent} event */
    const listener = (event) => {
      const ours = event.type === "poll" || event.type === "resync" || prefixes.some((prefix) => event.type.startsWith(prefix));
      if (ours) latest.current(event);
    };
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, [prefixes.join()]);
}
