// @ts-check
/**
 * The only caller of `fetch`. Answers are JSON; refusals are thrown as ApiProblem. A 401 asks the person to
 * sign in again, in place, and repeats the call, so nothing typed is lost.
 */
import { boot } from "./boot.js";
import { noteDate } from "./clock.js";
import { t } from "./i18n.js";

const BASE = "/api/v1";
const TIMEOUT_MS = 30_000;

/**
 * @typedef {{field: string, code: string, message: string}} FieldProblem
 * @typedef {{status?: number, code?: string, title?: string, detail?: string, request_id?: string,
 *   retry_after?: number, errors?: FieldProblem[]}} Told what a problem document says
 */

/** A refusal by the server, or of the network (status 0). */
export class ApiProblem extends Error {
  /** @param {Told} from */
  constructor(from) {
    super(from.title ?? from.code ?? "");
    this.status = from.status ?? 0;
    this.code = from.code ?? "";
    this.title = from.title ?? "";
    this.detail = from.detail ?? "";
    this.request_id = from.request_id ?? "";
    this.retry_after = from.retry_after ?? 0;
    /** @type {FieldProblem[]} */
    this.errors = from.errors ?? [];
  }
}

/** Any thrown thing as a problem a screen can show. @param {unknown} error */
export function asProblem(error) {
  if (error instanceof ApiProblem) return error;
  return new ApiProblem({ code: "client.error", title: t("state.error.title"), detail: String(error) });
}

/** A fresh key for one intended act; the same key may be sent again for the same act. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}

/** @type {(() => Promise<boolean>) | null} */
let askSignIn = null;
/** @type {Promise<boolean> | null} */
let asking = null;

/** Registers what to do on a 401; answers whether the person signed in. @param {() => Promise<boolean>} ask */
export function onSignedOut(ask) {
  askSignIn = ask;
}

/** One question for any number of calls refused at once. */
function signInAgain() {
  if (!askSignIn) return Promise.resolve(false);
  asking ??= askSignIn().finally(() => (asking = null));
  return asking;
}

/**
 * @typedef {object} CallOptions
 * @property {Record<string, unknown>} [query] empty and absent values are left out
 * @property {string} [key] idempotency key of a POST; made when absent
 * @property {string} [etag] sent as If-Match
 * @property {AbortSignal} [signal]
 * @property {boolean} [quiet] a 401 is thrown instead of asking for a sign-in
 */

/** @param {string} path @param {Record<string, unknown>} [query] */
export function url(path, query) {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value === undefined || value === null || value === "" || value === false) continue;
    search.set(name, String(value));
  }
  const text = search.toString();
  return BASE + path + (text ? `?${text}` : "");
}

/** @param {string} method @param {string} path @param {unknown} body @param {CallOptions} options */
async function send(method, path, body, options) {
  /** @type {Record<string, string>} */
  const headers = { accept: "application/json", "accept-language": boot.locale };
  if (body !== undefined) headers["content-type"] = "application/json";
  if (options.key) headers["idempotency-key"] = options.key;
  if (options.etag) headers["if-match"] = options.etag;
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), TIMEOUT_MS);
  options.signal?.addEventListener("abort", () => stop.abort());
  try {
    return await fetch(url(path, options.query), {
      method, headers, signal: stop.signal, credentials: "same-origin",
      body: body === undefined ? null : JSON.stringify(body),
    });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new ApiProblem({
      code: "client.network", title: t("problem.network.title"), detail: t("problem.network.detail"),
    });
  } finally {
    clearTimeout(timer);
  }
}

/** @param {Response} answer @returns {Promise<ApiProblem>} */
async function problemOf(answer) {
  /** @type {Told} */
  let told = {};
  try {
    told = await answer.json();
  } catch {
    // Not ours: a proxy's page, or nothing at all. The status says enough.
  }
  return new ApiProblem({
    ...told, status: answer.status,
    title: told.title ?? t("state.error.title"),
    request_id: told.request_id ?? answer.headers.get("x-request-id") ?? "",
    retry_after: Number(answer.headers.get("retry-after") ?? 0),
  });
}

/** @param {string} method @param {string} path @param {unknown} body @param {CallOptions} options @returns {Promise<any>} */
async function call(method, path, body, options) {
  const answer = await send(method, path, body, options);
  noteDate(answer.headers.get("date"));
  if (answer.status === 401 && !options.quiet && (await signInAgain())) {
    return call(method, path, body, { ...options, quiet: true });
  }
  if (!answer.ok) throw await problemOf(answer);
  return answer.status === 204 ? null : answer.json();
}

/** Paths are below /api/v1. Every answer is the parsed body. */
export const api = {
  /** @param {string} path @param {Record<string, unknown>} [query] @param {CallOptions} [options] */
  get: (path, query, options) => call("GET", path, undefined, { query: query ?? {}, ...options }),
  /** @param {string} path @param {unknown} [body] @param {CallOptions} [options] */
  post: (path, body, options) => call("POST", path, body, { key: newKey(), ...options }),
  /** @param {string} path @param {unknown} body @param {CallOptions} [options] */
  put: (path, body, options) => call("PUT", path, body, options ?? {}),
  /** @param {string} path @param {CallOptions} [options] @param {unknown} [body] */
  del: (path, options, body) => call("DELETE", path, body, options ?? {}),
};

/** @param {URL} where */
async function file(where) {
  const answer = await fetch(where, { credentials: "same-origin" });
  if (!answer.ok) throw await problemOf(answer);
  return answer;
}

/** A file of the interface itself, e.g. a message table. @param {URL} where @returns {Promise<any>} */
export const asset = async (where) => (await file(where)).json();

/** A text file of the interface itself. @param {URL} where */
export const assetText = async (where) => (await file(where)).text();
