// @ts-check
/** The console and the desk share screens; links stay in the shell one is in. */
import { boot } from "../../app/boot.js";

/** Where addresses of this shell begin. */
export const base = () => (boot.shell === "desk" ? "/desk" : "/admin");

/** The list of nurses in this shell. */
export const nursesPath = () => (boot.shell === "desk" ? "/desk/nurses" : "/admin/people");
