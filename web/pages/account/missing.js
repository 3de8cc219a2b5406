// @ts-check

/**
 * Messages for the fields that are not filled in well enough, as a form's `check` answers them.
 * @param {Record<string, [filled: unknown, message: string]>} wanted
 * @returns {Record<string, string>}
 */
export function missing(wanted) {
  const lacking = Object.entries(wanted).filter(([, [filled]]) => !filled);
  return Object.fromEntries(lacking.map(([field, [, message]]) => [field, message]));
}
