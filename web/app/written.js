// @ts-check
/**
 * Pages the server writes itself, so that they can be read without this program. A page that came so is kept aside
 * before the frame is drawn, and put into it as it is; links to other such pages load them.
 */

/** What the server has written into this page, or null. */
export const words = globalThis.document?.querySelector("[data-written]") ?? null;

/** The window's title it came with. */
export const heading = globalThis.document?.title ?? "";

/** The screen that shows it. */
export const written = () => import("../pages/help/written.js");
