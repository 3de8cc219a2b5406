// @ts-check
import { html, useEffect, useState } from "../../vendor/ui.mjs";
import { api } from "../../app/api.js";
import { number } from "../../app/digits.js";
import { t, word } from "../../app/i18n.js";
import { useAction, useResource } from "../../app/resource.js";
import { Button, Code, Loaded, PageHeader, Pill, ProblemState, Progress, Table, When, confirm, toast } from "../../app/ui/index.js";
import { ForStaff } from "../staff/gate.js";

export const title = "nav.keys";

/** @typedef {{key_id: string, class: string, state: string, created_at: string, cells: number}} Key */

const columns = [
  { key: "class", label: t("keys.class"), cell: (/** @type {Key} */ k) => html`<strong>${word("key_class", k.class)}</strong>` },
  { key: "key_id", label: t("keys.id"), cell: (/** @type {Key} */ k) => html`<${Code}>${k.key_id}<//>` },
  { key: "state", label: t("keys.state"), cell: (/** @type {Key} */ k) => html`<${Pill} code=${k.state === "active" ? "active" : "inactive"} />` },
  { key: "cells", label: t("keys.cells"), cell: (/** @type {Key} */ k) => number(k.cells) },
  { key: "created", label: t("keys.created"), cell: (/** @type {Key} */ k) => html`<${When} at=${k.created_at} />` },
];

/** How often a change of keys is looked at while it goes on. */
const LOOK_MS = 5_000;

/** Values still under a retired key are sealed anew bit by bit; says how far that is. @param {{keys: Key[], reload: () => void}} props */
function Renewal({ keys, reload }) {
  const sum = (/** @type {Key[]} */ some) => some.reduce((all, { cells }) => all + cells, 0);
  const left = sum(keys.filter(({ state }) => state !== "active"));
  useEffect(() => {
    if (left === 0) return undefined;
    const wait = setTimeout(reload, LOOK_MS);
    return () => clearTimeout(wait);
  }, [left, keys]);
  return left > 0 && html`<${Progress} value=${sum(keys) - left} max=${sum(keys)} label=${t("keys.renewing", { n: number(left) })} />`;
}

function Body() {
  // The sheet is fetched when it is wanted, and stands beside the heading's buttons, which paper leaves out.
  const [sheet, setSheet] = useState(/** @type {{it: any}} */ ({ it: null }));
  const openSheet = async () => setSheet({ it: (await import("./sheet-again.js")).SheetAgain });
  const keys = useResource("/admin/keys");
  const rotate = useAction((key) => api.post("/admin/keys/rotate", {}, { key }));
  const run = async () => {
    const sure = await confirm({ title: t("keys.rotate_title"), text: t("keys.rotate_text"), action: t("keys.rotate") });
    if (!sure || !(await rotate.run())) return;
    toast(t("keys.rotated"));
    keys.reload();
  };
  const act = html`<${Button} icon="printer" onClick=${openSheet}>${t("keys.sheet")}<//><${Button} icon="refresh-cw" busy=${rotate.busy} onClick=${run}>${t("keys.rotate")}<//>`;
  return html`<${PageHeader} title=${t("nav.keys")} lead=${t("keys.lead")} actions=${act} />
    ${sheet.it && html`<${sheet.it} onClose=${() => setSheet({ it: null })} />`}
    ${rotate.problem && html`<${ProblemState} problem=${rotate.problem} />`}
    <${Loaded} of=${keys} rows=${6}>${(/** @type {{items: Key[]}} */ page) =>
      html`<div class="stack"><${Renewal} keys=${page.items} reload=${keys.reload} /><${Table} caption=${t("nav.keys")} rows=${page.items.map((key) => ({ ...key, id: key.key_id }))} dense columns=${columns} /></div>`}<//>`;
}

/** Which keys seal and open the agency's data. */
export default function Page() {
  return html`<${ForStaff} title=${t("nav.keys")} roles=${["owner"]}>${() => html`<${Body} />`}<//>`;
}
