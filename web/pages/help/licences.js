// @ts-check
import { html, useEffect, useState } from "../../vendor/ui.mjs";
import { asProblem, assetText } from "../../app/api.js";
import { fetchArea } from "../../app/area.js";
import { t } from "../../app/i18n.js";
import { Code, PageHeader, ProblemState, Skeleton, Table } from "../../app/ui/index.js";

await fetchArea("help");

export const title = "licences.title";

const WEB = new URL("../../", import.meta.url);

/** The tables of the record of what others wrote. @param {string} toml @returns {Record<string, string>[]} */
const recordsOf = (toml) => toml.split("[[file]]").slice(1).map((table) =>
  Object.fromEntries([...table.matchAll(/^(\w+) = "(.*)"$/gm)].map(([, key, value]) => [key ?? "", value ?? ""])));

/** What others wrote and is part of this interface. */
export default function Page() {
  const [records, setRecords] = useState(/** @type {Record<string, string>[] | null} */ (null));
  const [problem, setProblem] = useState(/** @type {import("../../app/api.js").ApiProblem | null} */ (null));
  const load = () => {
    setProblem(null);
    assetText(new URL("vendor/VENDOR.toml", WEB)).then((toml) => setRecords(recordsOf(toml)), (error) => setProblem(asProblem(error)));
  };
  useEffect(load, []);
  const columns = [
    { key: "name", label: t("licences.name"), cell: (/** @type {any} */ row) => html`<${Code}>${row.name}<//>` },
    { key: "version", label: t("licences.version"), cell: (/** @type {any} */ row) => html`<span dir="ltr">${row.version}</span>` },
    { key: "licence", label: t("licences.licence"), cell: (/** @type {any} */ row) =>
      html`<a href=${new URL(row.licence_text, WEB).pathname} target="_blank" dir="ltr">${row.licence}</a>` },
  ];
  return html`<${PageHeader} title=${t("licences.title")} lead=${t("licences.lead")} back=${{ href: "/help", label: t("help.title") }} />
    ${problem && html`<${ProblemState} problem=${problem} onRetry=${load} />`}
    ${!problem && !records && html`<${Skeleton} />`}
    ${records && html`<${Table} caption=${t("licences.title")} rows=${records} rowKey=${(/** @type {any} */ row) => row.file} columns=${columns} />`}`;
}
