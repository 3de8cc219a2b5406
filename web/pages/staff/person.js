// @ts-check
import { html, useState } from "../../vendor/ui.mjs";
import { api } from "../../app/api.js";
import { t, word } from "../../app/i18n.js";
import { useAction, useResource } from "../../app/resource.js";
import { hasRole } from "../../app/session.js";
import { Button, Card, Details, Loaded, Notice, PageHeader, Pill, ProblemState, Prose, When, confirm, toast } from "../../app/ui/index.js";
import { nursesPath } from "./base.js";
import { ForStaff } from "./gate.js";
import { AcceptingState, disciplinesOf, PapersState, placesOf } from "./nurse-words.js";
import { NurseOffers } from "./nurse-offers.js";
import { Papers } from "./papers.js";

export const title = "people.nurse";

/** @param {any} n */
const factsOf = (n) => [
  { label: t("people.gender"), value: word("gender", n.gender) },
  { label: t("people.disciplines"), value: disciplinesOf(n) },
  { label: t("people.places"), value: html`<bdi>${placesOf(n)}</bdi>` },
  { label: t("people.accepting"), value: html`<${AcceptingState} nurse=${n} />` },
  { label: t("people.papers"), value: html`<${PapersState} nurse=${n} />` },
  { label: t("people.about"), value: html`<${Prose} text=${n.about} />` },
  { label: t("people.since"), value: html`<${When} at=${n.created_at} />` },
];

/** Says that the papers were checked, or takes it back. @param {{nurse: any, onDone: (nurse: any) => void}} props */
function Judge({ nurse, onDone }) {
  const judge = useAction((key, /** @type {string} */ verb) => api.post(`/admin/nurses/${nurse.id}/${verb}`, {}, { key }));
  const name = nurse.display_name;
  const run = async () => {
    const asked = nurse.is_verified
      ? { title: t("people.unverify_ask", { name }), text: t("people.unverify_text"), action: t("people.unverify"), danger: true }
      : { title: t("people.verify_ask", { name }), text: t("people.verify_text"), action: t("people.verify") };
    if (!(await confirm(asked))) return;
    const answer = await judge.run(nurse.is_verified ? "unverify" : "verify");
    if (!answer) return;
    onDone(answer);
    toast(t(nurse.is_verified ? "people.unverified_now" : "people.verified_now", { name }));
  };
  return html`<${Button} kind=${nurse.is_verified ? "secondary" : "primary"} icon=${nurse.is_verified ? "ban" : "badge-check"} busy=${judge.busy}
      onClick=${run}>${t(nurse.is_verified ? "people.unverify" : "people.verify")}<//>
    ${judge.problem && html`<${ProblemState} problem=${judge.problem} />`}`;
}

/** Opens the correction; its form is fetched when it is wanted. @param {{nurse: any, onDone: (nurse: any) => void}} props */
function Amend({ nurse, onDone }) {
  const [form, setForm] = useState(/** @type {{it: any}} */ ({ it: null }));
  const open = async () => setForm({ it: (await import("./amendment.js")).Amendment });
  return html`<${Button} size="sm" icon="pencil" onClick=${open}>${t("action.edit")}<//>
    ${form.it && html`<${form.it} nurse=${nurse} onDone=${onDone} onClose=${() => setForm({ it: null })} />`}`;
}

/** @param {{id: string}} props */
function Body({ id }) {
  const source = useResource(`/admin/nurses/${id}`, { live: ["provider."] });
  const nurse = /** @type {any} */ (source.data);
  const mayJudge = hasRole("admin");
  return html`
    <${PageHeader} title=${nurse?.display_name ?? t("people.nurse")} named=${Boolean(nurse)} back=${{ href: nursesPath(), label: t("nav.nurses") }}
      status=${nurse && html`<${Pill} code=${nurse.is_verified ? "verified" : "unverified"} />`}
      actions=${nurse && mayJudge && html`<${Judge} nurse=${nurse} onDone=${source.replace} />`} />
    <${Loaded} of=${source} kind="card" rows=${3}>${(/** @type {any} */ one) => html`<div class="split">
      <div class="stack-cards">
        ${!one.is_verified && html`<${Notice} tone="warn" title=${t("people.unseen")}><p>${t("people.unseen_text")}</p><//>`}
        ${mayJudge && html`<${Papers} id=${one.id} onAdded=${source.reload} />`}
        <${NurseOffers} nurse=${one} />
      </div>
      <${Card} title=${t("people.facts")} aside=${mayJudge && html`<${Amend} nurse=${one} onDone=${source.replace} />`}><${Details} rows=${factsOf(one)} layout="stack" /><//>
    </div>`}<//>`;
}

/** One nurse: who it is, which papers, what families can ask for. @param {import("../../app/router.js").PageProps} props */
export default function Page({ params }) {
  return html`<${ForStaff} title=${t("people.nurse")}>${() => html`<${Body} id=${params.id ?? ""} />`}<//>`;
}
