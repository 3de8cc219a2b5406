// @ts-check
/** States a booking can be found in. One that is not paid yet is never stored. */
export const STATES = ["confirmed", "in_progress", "completed", "disputed", "closed", "cancelled"];
