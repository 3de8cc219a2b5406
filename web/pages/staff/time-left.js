// @ts-check
import { html, useEffect } from "../../vendor/ui.mjs";
import { beat, now, watchBeat } from "../../app/clock.js";
import { dateTime, span } from "../../app/format.js";
import { t } from "../../app/i18n.js";

const HOUR_S = 3600;

/**
 * Time left by the server's clock, in a table cell; under an hour it warns.
 * @param {{until: string, onOver?: () => void}} props
 */
export function TimeLeft({ until, onOver }) {
  useEffect(() => watchBeat(), []);
  const left = beat.value >= 0 ? Math.ceil((Date.parse(until) - now()) / 1000) : 0;
  const over = left <= 0;
  useEffect(() => {
    if (over) onOver?.();
  }, [over]);
  const words = over ? t("countdown.over") : span(left >= HOUR_S ? left - (left % 60) : left);
  return html`<time datetime=${until} title=${dateTime(until)} class=${left < HOUR_S ? "time-left time-short" : "time-left"}>${words}</time>`;
}
