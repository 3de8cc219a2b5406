// @ts-check
import { html, useEffect, useState } from "../../vendor/ui.mjs";
import { TextField } from "../../app/ui/forms.js";

const PAUSE_MS = 350;

/**
 * A search that begins when the typing pauses.
 * @param {{label: string, value: string, onSearch: (text: string) => void}} props
 */
export function SearchField({ label, value, onSearch }) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text.trim() === value) return undefined;
    const wait = setTimeout(() => onSearch(text.trim()), PAUSE_MS);
    return () => clearTimeout(wait);
  }, [text]);
  return html`<${TextField} name="q" label=${label} optional type="search" value=${text} onChange=${setText} />`;
}
