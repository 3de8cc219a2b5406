// @ts-check
/** Who is looking, and what they prefer. Preferences are cookies, so that the server draws the page right. */
import { signal } from "../vendor/ui.mjs";
import { api } from "./api.js";
import { boot } from "./boot.js";

const YEAR_S = 31_536_000;

/** @typedef {import("./boot.js").User} User */

/** The person signed in, or null. @type {import("../vendor/ui.mjs").Signal<User | null>} */
export const user = signal(boot.user);

/** Whether the person holds one of the roles; the owner counts as admin. @param {...string} roles */
export function hasRole(...roles) {
  const held = user.value?.roles ?? [];
  return roles.some((role) => held.includes(role) || (role === "admin" && held.includes("owner")));
}

/** Takes a sign-in's answer. Another person than before gets a fresh page. @param {User} next */
export function signedIn(next) {
  const before = user.value;
  if (before && before.id !== next.id) return location.reload();
  user.value = next;
}

/** Ends the session and goes to the front page. */
export async function signOut() {
  await api.post("/auth/logout", {}, { quiet: true });
  location.assign("/");
}

/** Where a person belongs after signing in. @param {User} who */
export function homeOf(who) {
  const has = (/** @type {string[]} */ ...roles) => roles.some((role) => who.roles.includes(role));
  if (has("owner", "admin", "finance")) return "/admin/";
  if (has("agent")) return "/desk/";
  return has("nurse", "doctor") ? "/n/" : "/me";
}

/** @param {string} name @param {string} value */
function remember(name, value) {
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `${name}=${value}; path=/; max-age=${YEAR_S}; samesite=lax${secure}`;
}

/** The page is drawn anew by the server, in the other language and direction. @param {"fa" | "en"} locale */
export function setLocale(locale) {
  remember("locale", locale);
  location.reload();
}

/** @type {import("../vendor/ui.mjs").Signal<"auto" | "light" | "dark">} */
export const theme = signal(boot.theme);

/** @param {"auto" | "light" | "dark"} value */
export function setTheme(value) {
  theme.value = value;
  document.documentElement.dataset.theme = value;
  remember("theme", value);
}

/** @typedef {"normal" | "large" | "larger"} TextSize */

/** @type {import("../vendor/ui.mjs").Signal<TextSize>} */
export const textSize = signal(/** @type {TextSize} */ (document.documentElement.dataset.textSize ?? "normal"));

/** @param {TextSize} value */
export function setTextSize(value) {
  textSize.value = value;
  document.documentElement.dataset.textSize = value;
  remember("text_size", value);
}
