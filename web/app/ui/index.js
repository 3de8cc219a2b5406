// @ts-check
/**
 * The components screens are made of. Import them from here, those of forms from forms.js; frames and
 * navigation belong to the shells. The screens people meet first, the front page, the search and the sign-in, import
 * from the components' own files instead, so that a first visit fetches nothing it does not show.
 *
 * Page:     PageHeader {title, lead, back: {href, label}, actions, status, named}, Section {title, actions}
 * Surfaces: Card {title, href, icon, meta, aside, footer, level, tone}, Cards {size}, Stat {label, value, hint, icon, tone},
 *           Stats, Details {rows: [{label, value}], layout}, KeyValue {label, icon}, Notice {tone, title}
 * Text:     Icon {name, size, label}, Phone {value}, Code, Prose {text}, When {at, style, clock}, Money {irr, weight}
 * Buttons:  Button {kind, size, wide, icon, iconEnd, busy, disabled, type, onClick}, LinkButton {href, ...},
 *           IconButton {icon, label, onClick}, CopyButton {text, label}
 * Lists:    Table {caption, columns, rows, href, sort, onSort, dense}, ListView {list, empty, onClear}, Pager, Filters
 * States:   Empty {icon, title, text}, FilteredEmpty, Skeleton {rows}, ProblemState {problem, onRetry}, Stale, Loaded {of}
 * Status:   Pill {code}, Timeline {steps}, Countdown {until, label, over, onOver}, Progress {value, max, label}
 * Overlays: Dialog {open, onClose, title, footer, size}, confirm({title, text, action, danger}), toast(text, tone)
 * Others:   Tabs {label, tabs, value, onChange}, Qr {path, size, label, text}
 */
export { Button, CopyButton, IconButton, LinkButton } from "./button.js";
export { Card, Cards, Details, KeyValue, Notice, Stat, Stats } from "./card.js";
export { Dialog, confirm } from "./dialog.js";
export { Filters } from "./filters.js";
export { Icon } from "./icon.js";
export { PageHeader, Section } from "./page.js";
export { Phone } from "./phone.js";
export { Qr } from "./qr.js";
export { Empty, FilteredEmpty, Loaded, ProblemState, Skeleton, Stale } from "./states.js";
export { Countdown, Pill, Progress, Timeline } from "./status.js";
export { ListView, Pager, Table } from "./table.js";
export { Tabs } from "./tabs.js";
export { toast } from "./toast.js";
export { Code, Money, Prose, When } from "./words.js";
