// @ts-check
import { html, useState } from "../../vendor/ui.mjs";
import { date, today } from "../../app/format.js";
import { t } from "../../app/i18n.js";
import { navigate } from "../../app/router.js";
import { TextField } from "../../app/ui/forms.js";
import { Button, Card, Loaded, PageHeader, Stats } from "../../app/ui/index.js";
import { Due, Latest, runningOf, Standing, useRequests } from "./board.js";
import { ForStaff } from "./gate.js";

export const title = "nav.desk";

/** Somebody calls: who is it? */
function WhoCalls() {
  const [words, setWords] = useState("");
  const find = (/** @type {Event} */ event) => {
    event.preventDefault();
    void navigate(`/desk/customers?find=${encodeURIComponent(words.trim())}`);
  };
  return html`<${Card} title=${t("desk.who")} icon="phone-call">
    <form class="caller" role="search" onSubmit=${find}>
      <${TextField} name="find" type="search" label=${t("customers.find")} hint=${t("customers.lead")} value=${words} onChange=${setWords} />
      <${Button} type="submit" kind="primary" icon="search">${t("action.search")}<//>
    </form>
  <//>`;
}

function Board() {
  const requests = useRequests();
  return html`<${Loaded} of=${requests} rows=${8}>${(/** @type {{items: any[]}} */ { items }) => html`
    <${Stats}>
      <${Standing} status="pending_nurse_response" label=${t("today.pending")} icon="hourglass" />
      <${Standing} status="accepted_awaiting_payment" label=${t("today.unpaid")} icon="banknote" />
    <//>
    <${Due} running=${runningOf(items)} onOver=${requests.reload} />
    <${Latest} />`}<//>`;
}

/** Where support begins: find the family that calls, see what runs out. */
export default function Page() {
  return html`<${ForStaff} title=${t("nav.desk")}>${() => html`
    <${PageHeader} title=${t("nav.desk")} lead=${date(today(), "long")} />
    <div class="stack"><${WhoCalls} /><div><${Board} /></div></div>`}<//>`;
}
