// @ts-check
import { html, useEffect, useState } from "../../vendor/ui.mjs";
import "../bookings/words.js";
import { api } from "../../app/api.js";
import { t } from "../../app/i18n.js";
import { useAction } from "../../app/resource.js";
import { Button, Card, Empty, Icon, Notice, PageHeader, Phone, ProblemState, Prose, When } from "../../app/ui/index.js";
import { ForNurses } from "./gate.js";

export const title = "care.title";

const SECTIONS = ["allergies", "medications", "current_conditions", "special_instructions"];
/** What is shown is hidden again after so many milliseconds: a phone may lie open on a table. */
const SHOWN_FOR = 120_000;

/** @typedef {Record<string, string | null>} Care */

/** Who to call, first. @param {{care: Care}} props */
const Contact = ({ care }) => html`<${Card} tone="accent" icon="phone-call" title=${t("care.contact")}>
  ${care.emergency_contact_phone
    ? html`<p><bdi>${care.emergency_contact_name}</bdi></p><p class="lead"><${Phone} value=${care.emergency_contact_phone} /></p>`
    : html`<p>${t("care.no_contact")}</p>`}
<//>`;

/** @param {{care: Care}} props */
function Sections({ care }) {
  const said = SECTIONS.filter((name) => care[name]);
  if (said.length === 0) return html`<${Empty} icon="file-text" title=${t("care.nothing")} text=${t("care.nothing_text")} />`;
  return html`${said.map((name) => html`<${Card} key=${name} title=${t(`care.${name}`)}><${Prose} text=${care[name]} /><//>`)}`;
}

/** @param {{id: string}} props */
function Body({ id }) {
  const [care, setCare] = useState(/** @type {Care | null} */ (null));
  const open = useAction(() => api.get(`/bookings/${id}/care_instructions`));
  useEffect(() => {
    if (care === null) return undefined;
    const hiding = setTimeout(() => setCare(null), SHOWN_FOR);
    return () => clearTimeout(hiding);
  }, [care]);
  const show = async () => {
    const told = await open.run();
    if (told !== undefined) setCare(/** @type {Care} */ (told));
  };
  return html`
    <${PageHeader} title=${t("care.title")} back=${{ href: "/n/", label: t("nav.today") }} />
    <div class="stack">
      <p class="note-line muted"><${Icon} name="eye" size="sm" /> <span>${t("care.logged")}</span></p>
      ${open.problem && html`<${ProblemState} problem=${open.problem} onRetry=${show} />`}
      <div role="status" class="stack">${care && html`<${Contact} care=${care} /><${Sections} care=${care} />
        ${care.updated_at && html`<p class="muted small">${t("care.last_written")} <${When} at=${care.updated_at} /></p>`}
        <${Button} icon="eye-off" onClick=${() => setCare(null)}>${t("care.hide")}<//>`}</div>
      ${!care && !open.problem && html`<${Notice} tone="info" title=${t("care.hidden")}>
        <p>${t("care.hidden_text")}</p>
        <p class="section-tight"><${Button} kind="primary" icon="eye" busy=${open.busy} onClick=${show}>${t("care.show")}<//></p><//>`}
    </div>`;
}

/** What the nurse at the door must know. @param {import("../../app/router.js").PageProps} props */
export default function Page({ params }) {
  return html`<${ForNurses} title=${t("care.title")}>${() => html`<${Body} id=${params.id} />`}<//>`;
}
