// @ts-check
/**
 * What the server put into the page: who is looking, how to write dates and money, which agency this is.
 * Read once; no other module looks for the boot element.
 */

/**
 * @typedef {{id: number, name: string, roles: string[]}} User
 * @typedef {{role: string, name: string, login: string, password: string}} DemoAccount
 * @typedef {object} Boot
 * @property {"public"|"nurse"|"desk"|"admin"} shell
 * @property {"fa"|"en"} locale
 * @property {"auto"|"light"|"dark"} theme
 * @property {"persian"|"latin"} digits
 * @property {"toman"|"rial"|"dual"} money_unit
 * @property {"persian"|"gregorian"} calendar
 * @property {string} zone IANA zone of the agency
 * @property {string} now RFC 3339 server time when the page was made
 * @property {boolean} demo
 * @property {string} build
 * @property {{name: string, phone: string, emergency_phone: string}} agency phones in E.164 or short numbers
 * @property {User | null} user
 * @property {boolean} setup_required
 * @property {DemoAccount[]} demo_accounts only filled in demo mode
 */

/** @type {Boot} */
const blank = {
  shell: "public", locale: "fa", theme: "auto", digits: "persian", money_unit: "toman",
  calendar: "persian", zone: "Asia/Tehran", now: "", demo: false, build: "",
  agency: { name: "", phone: "", emergency_phone: "" }, user: null, setup_required: false,
  demo_accounts: [],
};

function read() {
  const text = globalThis.document?.getElementById("boot")?.textContent;
  return text ? { ...blank, .../** @type {Partial<Boot>} */ (JSON.parse(text)) } : { ...blank };
}

/** @type {Boot} */
export const boot = read();

/** True on right-to-left pages. */
export const isRtl = () => boot.locale === "fa";
