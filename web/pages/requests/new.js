// @ts-check
import { html } from "../../vendor/ui.mjs";
import { t } from "../../app/i18n.js";
import { useResource } from "../../app/resource.js";
import { Empty, LinkButton, Loaded, Notice, PageHeader } from "../../app/ui/index.js";
import { SignedIn } from "../me/gate.js";
import { carried } from "../nurses/carried.js";
import { RequestForm } from "./form.js";

export const title = "request_new.title";

const MOST = 100;

/** Reads what the form needs before it is drawn: the nurse, the family's people and places, a request to repeat. @param {{nurse: any, query: Record<string, string>}} props */
function Prepared({ nurse, query }) {
  const patients = useResource("/patients", { query: { page_size: MOST } });
  const addresses = useResource("/addresses", { query: { page_size: MOST } });
  const again = useResource(query.again ? `/booking_requests/${query.again}` : null);
  const parts = [nurse, patients, addresses, again];
  const together = {
    data: nurse.data && patients.data && addresses.data ? true : null,
    problem: nurse.problem ?? patients.problem ?? addresses.problem,
    loading: parts.some((part) => part.loading),
    reload: () => parts.forEach((part) => part.reload()),
    replace: () => {},
  };
  return html`<${Loaded} of=${together} kind="card" rows=${3}>
    ${() => html`<${RequestForm} nurse=${nurse.data} patients=${/** @type {any} */ (patients.data).items}
      addresses=${/** @type {any} */ (addresses.data).items} again=${again.data} query=${query} />`}
  <//>`;
}

/** A family asks a nurse for care. @param {import("../../app/router.js").PageProps} props */
export default function Page({ query }) {
  const nurse = useResource(query.nurse ? `/nurses/${query.nurse}` : null);
  const name = /** @type {any} */ (nurse.data)?.display_name;
  const back = query.nurse
    ? { href: `/nurses/${query.nurse}${carried(query)}`, label: t("request_new.back") }
    : { href: "/nurses", label: t("nurses.title") };
  const draw = () => (query.nurse
    ? html`<${Prepared} nurse=${nurse} query=${query} />`
    : html`<${Empty} icon="search" title=${t("request_new.no_nurse")} text=${t("request_new.no_nurse_text")}>
        <${LinkButton} href="/nurses" kind="primary" icon="search">${t("home.find")}<//><//>`);
  return html`
    <${PageHeader} title=${name ? t("request_new.title_for", { nurse: name }) : t("request_new.title")} lead=${t("request_new.lead")} back=${back} />
    ${query.again && html`<div class="section-tight"><${Notice}>${t("request_new.again")}<//></div>`}
    <${SignedIn}>${draw}<//>`;
}
