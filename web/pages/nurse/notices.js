// @ts-check
import { html } from "../../vendor/ui.mjs";
import { t } from "../../app/i18n.js";
import { PageHeader } from "../../app/ui/index.js";
import { Feed } from "../notices/feed.js";
import { ForNurses } from "./gate.js";

export const title = "shell.notifications";

/** @param {any} data */
function target(data) {
  if (data?.booking_request_id) return `/n/requests/${data.booking_request_id}`;
  if (data?.booking_id) return "/n/";
  return data?.credential_kind ? "/n/profile" : null;
}

/** Notices of a nurse. @param {import("../../app/router.js").PageProps} props */
export default function Page({ query }) {
  return html`<${ForNurses} title=${t("shell.notifications")}>${() => html`
    <${PageHeader} title=${t("shell.notifications")} lead=${t("notices.nurse")} />
    <${Feed} query=${query} none=${t("notices.nurse_none")} target=${target} />`}<//>`;
}
