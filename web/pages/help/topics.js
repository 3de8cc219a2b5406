// @ts-check
/** What help there is: every topic with its glyph and the number of its parts. */

/** @type {Record<string, {icon: string, parts: number}>} */
export const TOPICS = {
  start: { icon: "log-in", parts: 4 },
  families: { icon: "hand-heart", parts: 6 },
  nurses: { icon: "stethoscope", parts: 6 },
  emergencies: { icon: "siren", parts: 4 },
  notes: { icon: "lock", parts: 4 },
};
