// @ts-check
import { html } from "../../vendor/ui.mjs";
import { t } from "../i18n.js";
import { Button } from "./button.js";
import { Icon } from "./icon.js";
import { FilteredEmpty, ProblemState, Skeleton, Stale } from "./states.js";

/**
 * @typedef {object} Column
 * @property {string} key
 * @property {string} label
 * @property {(row: any) => any} [cell] the value of `key` when absent
 * @property {boolean} [sortable]
 * @property {"start" | "end"} [align] numbers go to the end
 * @property {boolean} [wide] takes the room that is left
 */

/** @param {string} key @param {string} [sort] `key` or `-key` */
const direction = (key, sort) => (sort === key ? "ascending" : sort === `-${key}` ? "descending" : null);

/** @param {{column: Column, sort?: string, onSort?: (sort: string) => void}} props */
function Head({ column, sort, onSort }) {
  const now = direction(column.key, sort);
  const icon = now === "ascending" ? "arrow-up" : now ? "arrow-down" : "chevrons-up-down";
  return html`<th scope="col" role="columnheader" aria-sort=${now} class=${column.align === "end" ? "cell-end" : ""}>
    ${column.sortable && onSort
      ? html`<button type="button" class="sort" onClick=${() => onSort(now === "ascending" ? `-${column.key}` : column.key)}>
          ${column.label} <${Icon} name=${icon} size="sm" /></button>`
      : column.label}
  </th>`;
}

/**
 * A table that becomes cards on a phone. The first column is the row's heading; with `href` it links there.
 * @param {{caption: string, columns: Column[], rows: any[], rowKey?: (row: any) => string | number,
 *   href?: (row: any) => string, sort?: string, onSort?: (sort: string) => void, dense?: boolean}} props
 */
export function Table({ caption, columns, rows, rowKey = (row) => row.id, href, sort, onSort, dense = false }) {
  const value = (/** @type {Column} */ column, /** @type {any} */ row) =>
    column.cell ? column.cell(row) : (row[column.key] ?? t("common.none"));
  return html`<div class="table-box">
    <table class=${dense ? "table table-dense" : "table"} role="table">
      <caption class="visually-hidden">${caption}</caption>
      <thead role="rowgroup"><tr role="row">
        ${columns.map((column) => html`<${Head} key=${column.key} column=${column} sort=${sort} onSort=${onSort} />`)}
      </tr></thead>
      <tbody role="rowgroup">
        ${rows.map((row) => html`<tr key=${rowKey(row)} role="row" class=${href ? "row-link" : ""}>
          ${columns.map((column, i) => {
            const kind = (column.align === "end" ? "cell-end " : "") + (column.wide ? "cell-wide" : "");
            return i === 0
              ? html`<th scope="row" role="rowheader" class=${kind}>
                  ${href ? html`<a class="card-link" href=${href(row)}>${value(column, row)}</a>` : value(column, row)}</th>`
              : html`<td key=${column.key} role="cell" data-label=${column.label} class=${kind}>
                  <span class="cell-value">${value(column, row)}</span></td>`;
          })}
        </tr>`)}
      </tbody>
    </table>
  </div>`;
}

/**
 * Newer and older, never page numbers; a list that is ranked, not dated, says previous and next.
 * @param {{list: import("../resource.js").Listing<any>, ranked?: boolean}} props
 */
export function Pager({ list, ranked = false }) {
  if (!list.hasNewer && !list.hasOlder) return null;
  return html`<nav class="pager" aria-label=${t("pager.label")}>
    <${Button} icon="chevron-left" disabled=${!list.hasNewer} onClick=${list.newer}>${t(ranked ? "pager.previous" : "pager.newer")}<//>
    <${Button} iconEnd="chevron-right" disabled=${!list.hasOlder} onClick=${list.older}>${t(ranked ? "pager.next" : "pager.older")}<//>
  </nav>`;
}

/**
 * A whole list with all its states. Children is a function of the items; `empty` is what stands there when there is
 * nothing at all.
 * @param {{list: import("../resource.js").Listing<any>, empty: any, onClear?: () => void, children?: any, rows?: number,
 *   ranked?: boolean}} props
 */
export function ListView({ list, empty, onClear, children, rows = 6, ranked }) {
  const draw = Array.isArray(children) ? children[0] : children;
  if (list.loading) return html`<${Skeleton} rows=${rows} />`;
  if (list.problem && list.items.length === 0) {
    return html`<${ProblemState} problem=${list.problem} onRetry=${list.reload} />`;
  }
  if (list.items.length === 0 && !list.hasNewer) {
    return list.filtered && onClear ? html`<${FilteredEmpty} onClear=${onClear} />` : empty;
  }
  return html`<div class="list-view">
    <${Stale} n=${list.fresh} onRefresh=${list.reload} />
    ${draw(list.items)}
    <${Pager} list=${list} ranked=${ranked} />
  </div>`;
}
