// @ts-check
/** Words of bookings and visits. Families, nurses and staff share them; they come with the first screen that needs them. */
import { fetchArea } from "../../app/area.js";

await fetchArea("bookings");
