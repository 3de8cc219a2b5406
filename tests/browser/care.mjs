// Requests for care made over the API, for tests that begin where one exists.
import assert from "node:assert/strict";

/** A day so many days after the agency's today. */
export const later = (agency, days) => new Date(Date.parse(agency.today) + days * 86_400_000).toISOString().slice(0, 10);

/** A nurse of a gender with an offer by day, and the account that answers for them. */
export async function nurseOf(agency, family, gender) {
  const { items } = await agency.call(family, "GET", `/nurses?gender=${gender}`);
  const nurse = items.find(({ variants }) => variants.some((offer) => !offer.is_overnight));
  assert.ok(nurse, `the demo has no nurse by day who is ${gender}`);
  const offer = nurse.variants.find(({ is_overnight }) => !is_overnight);
  const account = agency.accounts.find(({ role, name }) => role === "nurse" && name === nurse.display_name);
  return { nurse, offer, account };
}

/** A family asks a nurse for care in three days. */
export async function ask(agency, family, { nurse, offer }, more = {}) {
  const [patients, addresses] = await Promise.all(["/patients", "/addresses"].map((path) => agency.call(family, "GET", path)));
  return agency.call(family, "POST", "/booking_requests", {
    nurse_id: nurse.id, variant_id: offer.id, patient_id: patients.items[0].id, customer_address_id: addresses.items[0].id,
    requested_date: later(agency, 3), requested_time_start: "09:00", requested_time_end: "12:00", ...more,
  });
}
