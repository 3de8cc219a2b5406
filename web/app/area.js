// @ts-check
/** Words of screens few people open: fetched with the screen, not with the shell. */
import { asset } from "./api.js";
import { boot } from "./boot.js";
import { install } from "./i18n.js";

/** Fetches the messages of one area. @param {string} name a file of web/i18n/<language>/ */
export const fetchArea = (name) =>
  asset(new URL(`../i18n/${boot.locale}/${name}.json`, import.meta.url)).then(install);
