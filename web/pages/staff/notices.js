// @ts-check
import { html } from "../../vendor/ui.mjs";
import { t } from "../../app/i18n.js";
import { PageHeader } from "../../app/ui/index.js";
import { Feed } from "../notices/feed.js";
import { base } from "./base.js";
import { ForStaff } from "./gate.js";

export const title = "shell.notifications";

/** @param {any} data */
function target(data) {
  if (data?.booking_request_id) return `${base()}/requests/${data.booking_request_id}`;
  return data?.booking_id ? `${base()}/bookings/${data.booking_id}` : null;
}

/** Notices of a member of staff. @param {import("../../app/router.js").PageProps} props */
export default function Page({ query }) {
  return html`<${ForStaff} title=${t("shell.notifications")}>${() => html`
    <${PageHeader} title=${t("shell.notifications")} lead=${t("notices.staff")} />
    <${Feed} query=${query} none=${t("notices.staff_none")} target=${target} />`}<//>`;
}
