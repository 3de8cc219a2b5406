// @ts-check
import { html, useEffect, useState } from "../../vendor/ui.mjs";
import { api } from "../../app/api.js";
import { t } from "../../app/i18n.js";
import { useResource } from "../../app/resource.js";
import { Card, Countdown, Icon, Pill, Section } from "../../app/ui/index.js";
import { LIVE, nextVisit, placeOf, titleOf, whenOf } from "./facts.js";

/** Bookings looked into for the next visit, of each live state. */
const MOST = 5;

/** @param {string} status */
const inState = (status) => useResource("/bookings", { query: { role: "customer", status, page_size: MOST }, live: LIVE });

/** The booking whose visit comes first, once the live ones have been read. @returns {any | null} */
function useNext() {
  const lists = [inState("in_progress"), inState("confirmed")];
  const [next, setNext] = useState(/** @type {any} */ (null));
  const [round, setRound] = useState(0);
  useEffect(() => {
    const items = lists.flatMap((list) => /** @type {any} */ (list.data)?.items ?? []);
    let wanted = true;
    void Promise.all(items.map(({ id }) => api.get(`/bookings/${id}`).catch(() => null))).then((bookings) => {
      const coming = bookings.filter((booking) => booking && nextVisit(booking));
      const starts = (/** @type {any} */ booking) => Date.parse(nextVisit(booking).starts_at);
      if (wanted) setNext(coming.sort((a, b) => starts(a) - starts(b))[0] ?? null);
    });
    return () => {
      wanted = false;
    };
  }, [lists[0]?.data, lists[1]?.data, round]);
  return { next, again: () => setRound((n) => n + 1) };
}

/** The visit that comes first, of all that is booked. Nothing, while there is none. */
export function NextVisit() {
  const { next, again } = useNext();
  if (!next) return null;
  const visit = nextVisit(next);
  const running = visit.status === "in_progress";
  const more = html`<a href="/me/bookings">${t("bookings.all")}</a>`;
  return html`<${Section} title=${t(running ? "booking.here" : "booking.next_visit")} actions=${more}>
    <${Card} level=${3} tone="accent" icon="calendar-check" href=${`/me/bookings/${next.id}`} title=${whenOf(visit)}
      meta=${html`<span dir="auto">${titleOf(next.variant)}</span>`} aside=${html`<${Pill} code=${next.status} />`}>
      <p class="note-line"><${Icon} name="stethoscope" size="sm" /> <span>${t("booking.who", { nurse: next.nurse.display_name, patient: next.patient.display_name })}</span></p>
      <p class="note-line"><${Icon} name="map-pin" size="sm" /> <bdi>${placeOf(next.address)}</bdi></p>
      ${!running && html`<div class="section-tight"><${Countdown} until=${visit.starts_at} label=${t("booking.starts")} over=${t("booking.due")} onOver=${again} /></div>`}
    <//>
  <//>`;
}
