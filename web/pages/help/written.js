// @ts-check
import { html, useLayoutEffect, useRef } from "../../vendor/ui.mjs";
import { heading, words } from "../../app/written.js";

/** The server has given the window its title. */
export const title = null;

/** A page as the server wrote it. */
export default function Page() {
  const place = useRef(/** @type {HTMLElement | null} */ (null));
  useLayoutEffect(() => {
    document.title = heading;
    if (words) place.current?.append(words);
  }, []);
  return html`<div ref=${place}></div>`;
}
