// @ts-check
import { html, useEffect } from "../../vendor/ui.mjs";
import { t } from "../../app/i18n.js";
import { hasRole, user } from "../../app/session.js";
import { Empty, LinkButton, PageHeader, Skeleton } from "../../app/ui/index.js";

/**
 * Draws its child for nurses. Others are led to the sign-in, or told that this part is not theirs. The child is a
 * function, so that nothing is asked of the server before.
 * @param {{title: string, children?: any}} props title: the heading while the child is not drawn
 */
export function ForNurses({ title, children }) {
  const known = user.value !== null;
  useEffect(() => {
    if (!known) location.replace(`/login?next=${encodeURIComponent(location.pathname + location.search)}`);
  }, [known]);
  const draw = Array.isArray(children) ? children[0] : children;
  if (known && hasRole("nurse")) return draw();
  if (!known) return html`<${PageHeader} title=${title} /><${Skeleton} />`;
  return html`<${PageHeader} title=${title} />
    <${Empty} icon="lock" title=${t("nurse_gate.title")} text=${t("nurse_gate.text")}>
      <${LinkButton} href="/" icon="house">${t("shell.home")}<//><//>`;
}
