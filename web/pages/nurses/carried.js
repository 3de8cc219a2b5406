// @ts-check
/** What a search passes on to the profile and to the request: the request being repeated, the patient, the day. */

const CARRIED = ["again", "patient", "date"];

/**
 * The query of a link onwards, with `?`, or nothing.
 * @param {Record<string, string>} query of the present address
 * @param {Record<string, string | number>} [more]
 */
export function carried(query, more = {}) {
  const search = new URLSearchParams(Object.entries(more).map(([name, value]) => [name, String(value)]));
  for (const name of CARRIED) if (query[name]) search.set(name, query[name]);
  return search.size > 0 ? `?${search}` : "";
}
