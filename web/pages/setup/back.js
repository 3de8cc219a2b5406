// @ts-check
import { html } from "../../vendor/ui.mjs";
import { t } from "../../app/i18n.js";
import { Button } from "../../app/ui/index.js";

/** To the step before; the first step has none. @param {{onBack: (() => void) | undefined}} props */
export const Back = ({ onBack }) => onBack && html`<${Button} kind="quiet" icon="arrow-left" onClick=${onBack}>${t("action.back")}<//>`;
