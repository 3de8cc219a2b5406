// @ts-check
import { number } from "../../app/digits.js";
import { t } from "../../app/i18n.js";

const STEPS = ["bytes", "kib", "mib", "gib"];

/** Bytes as people say them. @param {number} bytes */
export function size(bytes) {
  let [amount, step] = [bytes, 0];
  while (amount >= 1024 && step < STEPS.length - 1) [amount, step] = [amount / 1024, step + 1];
  return t(`backups.size.${STEPS[step]}`, { n: number(Math.round(amount * 10) / 10) });
}
