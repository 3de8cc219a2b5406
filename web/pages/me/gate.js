// @ts-check
import { html, useEffect } from "../../vendor/ui.mjs";
import { navigate } from "../../app/router.js";
import { user } from "../../app/session.js";
import { PageHeader, Skeleton } from "../../app/ui/index.js";

/**
 * Draws its child for people who are signed in; others are led to the sign-in and come back here.
 * The child is a function, so that nothing is asked of the server before.
 * @param {{children?: any, title?: string}} props title: a heading for the wait, where the child brings its own
 */
export function SignedIn({ children, title }) {
  const known = user.value !== null;
  useEffect(() => {
    if (!known) void navigate(`/login?next=${encodeURIComponent(location.pathname + location.search)}`, { replace: true });
  }, [known]);
  const draw = Array.isArray(children) ? children[0] : children;
  if (known) return draw();
  return html`${title && html`<${PageHeader} title=${title} />`}<${Skeleton} />`;
}
