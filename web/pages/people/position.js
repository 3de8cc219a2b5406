// @ts-check
import { html, useState } from "../../vendor/ui.mjs";
import { toLatin } from "../../app/digits.js";
import { t } from "../../app/i18n.js";
import { FieldSet, TextField } from "../../app/ui/forms.js";
import { Button, Code, Notice } from "../../app/ui/index.js";

const DECIMALS = 6;
const WAIT_MS = 15_000;
const LIMITS = { lat: 90, lng: 180 };

/** What was typed as degrees, at most six decimals; null when it is none. @param {string} text @param {"lat" | "lng"} axis */
export function readDegrees(text, axis) {
  const raw = toLatin(text).trim();
  if (!/^-?\d{1,3}(\.\d{1,6})?$/.test(raw)) return null;
  const degrees = Number(raw);
  return Math.abs(degrees) <= LIMITS[axis] ? degrees : null;
}

/** Why the browser gave no position, by its error codes. @param {{code: number}} error */
const reasonOf = (error) => (error.code === 1 ? "denied" : error.code === 3 ? "timeout" : "unavailable");

/** Asks the device where it is. @param {any} form */
function useHere(form) {
  const [state, setState] = useState("idle");
  const ask = () => {
    if (!globalThis.isSecureContext || !navigator.geolocation) return setState("unsupported");
    setState("asking");
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      form.set("lat", coords.latitude.toFixed(DECIMALS));
      form.set("lng", coords.longitude.toFixed(DECIMALS));
      setState("idle");
    }, (error) => setState(reasonOf(error)), { enableHighAccuracy: true, timeout: WAIT_MS });
  };
  return { state, ask };
}

/**
 * Where the door is: from the device, or as coordinates. Optional: the address line is what the nurse reads, the position
 * helps to find the door.
 * @param {{form: any}} props
 */
export function Position({ form }) {
  const { state, ask } = useHere(form);
  const { lat, lng } = form.values;
  const clear = () => {
    form.set("lat", "");
    form.set("lng", "");
  };
  const asking = state === "asking";
  const known = lat !== "" && lng !== "";
  return html`<${FieldSet} legend=${t("address.position")} hint=${t("address.position_hint")}>
    <div class="row">
      <${Button} icon="map-pin" busy=${asking} onClick=${ask}>${t(asking ? "address.locating" : "address.locate")}<//>
      ${known && html`<${Button} kind="quiet" icon="x" onClick=${clear}>${t("address.position_clear")}<//>`}
    </div>
    <div role="status">
      ${state !== "idle" && !asking && html`<${Notice} tone="warn">${t(`address.locate.${state}`)}<//>`}
      ${known && html`<p class="hint">${t("address.position_known")} <${Code}>${lat}, ${lng}<//></p>`}
    </div>
    <details class="more"><summary>${t("address.by_hand")}</summary>
      <div class="grid-2">
        <${TextField} form=${form} name="lat" kind="code" inputmode="decimal" label=${t("address.lat")} optional most=${11} />
        <${TextField} form=${form} name="lng" kind="code" inputmode="decimal" label=${t("address.lng")} optional most=${11} />
      </div>
    </details>
  <//>`;
}
