// @ts-check
import { html, useEffect } from "../../vendor/ui.mjs";
import { t, word } from "../../app/i18n.js";
import { hasRole, user } from "../../app/session.js";
import { Empty, LinkButton, PageHeader, Skeleton } from "../../app/ui/index.js";

const STAFF = ["owner", "admin", "finance", "agent"];

/**
 * Draws its child for staff with one of the roles. Others are led to the sign-in, or told which role is needed. The
 * child is a function, so that nothing is asked of the server before.
 * @param {{title?: string, roles?: string[], children?: any}} props
 */
export function ForStaff({ title, roles = STAFF, children }) {
  const known = user.value !== null;
  useEffect(() => {
    if (!known) location.replace(`/login?next=${encodeURIComponent(location.pathname + location.search)}`);
  }, [known]);
  const draw = Array.isArray(children) ? children[0] : children;
  if (known && hasRole(...roles)) return draw();
  const heading = html`<${PageHeader} title=${title ?? t("staff.gate.heading")} />`;
  if (!known) return html`${heading}<${Skeleton} />`;
  const needed = roles.map((role) => word("role", role)).join(t("staff.gate.or"));
  return html`${heading}<${Empty} icon="lock" title=${t("staff.gate.title")} text=${t("staff.gate.text", { roles: needed })}>
    <${LinkButton} href="/" icon="house">${t("shell.home")}<//><//>`;
}
