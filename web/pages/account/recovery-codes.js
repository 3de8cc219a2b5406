// @ts-check
import { html, useEffect, useRef, useState } from "../../vendor/ui.mjs";
import { boot } from "../../app/boot.js";
import { t } from "../../app/i18n.js";
import { useUnsaved } from "../../app/router.js";
import { Checkbox } from "../../app/ui/forms.js";
import { Button, Code, CopyButton, Notice } from "../../app/ui/index.js";

/** Puts a text into the person's downloads. @param {string} name @param {string} text */
export function download(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/**
 * Recovery codes at the one moment they can be shown.
 * @param {{codes: string[], onKept: () => void}} props
 */
export function RecoveryCodes({ codes, onKept }) {
  const [kept, setKept] = useState(false);
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  useUnsaved(!kept);
  useEffect(() => box.current?.focus(), []);
  const text = codes.join("\n");
  const save = () => download("recovery-codes.txt", `${boot.agency.name}\n${t("factor.codes")}\n\n${text}\n`);
  return html`<section class="stack-sm" aria-label=${t("factor.codes")} tabindex="-1" ref=${box}>
    <${Notice} tone="warn" title=${t("factor.codes_once")}><p>${t("factor.codes_once_text")}</p><//>
    <ol class="recovery-codes">${codes.map((code) => html`<li key=${code}><${Code}>${code}<//></li>`)}</ol>
    <div class="row">
      <${CopyButton} text=${text} label=${t("factor.codes_copy")} />
      <${Button} kind="quiet" size="sm" icon="download" onClick=${save}>${t("factor.codes_download")}<//>
    </div>
    <${Checkbox} name="kept" label=${t("factor.codes_kept")} value=${kept} onChange=${setKept} />
    <div><${Button} kind="primary" disabled=${!kept} onClick=${onKept}>${t("factor.codes_done")}<//></div>
  </section>`;
}
