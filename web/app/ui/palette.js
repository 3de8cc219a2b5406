// @ts-check
import { html, useEffect, useState } from "../../vendor/ui.mjs";
import { t } from "../i18n.js";
import { navigate } from "../router.js";
import { Dialog } from "./dialog.js";
import { Combobox } from "./combobox.js";
import { Icon } from "./icon.js";
import { visible } from "./nav.js";

/**
 * Everything reachable, by typing its name. Ctrl+K or Command+K opens it.
 * @param {{places: import("./nav.js").Place[]}} props
 */
export function Palette({ places }) {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
      if (event.code !== "KeyK" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      setOpen((was) => !was);
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, []);
  const go = (/** @type {string} */ href) => {
    if (!href) return;
    setOpen(false);
    void navigate(href);
  };
  const options = visible(places).map(({ href, label }) => ({ value: href, label: t(label) }));
  return html`
    <button type="button" class="palette-button" aria-haspopup="dialog" onClick=${() => setOpen(true)}>
      <${Icon} name="search" size="sm" /><span>${t("palette.open")}</span><kbd dir="ltr">${t("palette.keys")}</kbd>
    </button>
    <${Dialog} open=${open} title=${t("palette.title")} onClose=${() => setOpen(false)}>
      <div class="palette">
        <${Combobox} name="palette" label=${t("palette.label")} optional options=${options} value="" onChange=${go} />
      </div>
    <//>`;
}
