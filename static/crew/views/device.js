/** What a crew must know of its own phone: the battery, the screen, and what stops when it looks at something else. */
import { html } from "../../vendor/preact/11.2.0/preact.mjs";
import { number } from "../../js/format.js";
import { fill } from "../../js/text.js";
import { awake, battery, isLow } from "../device.js";
import { Icon } from "./parts.js";

export function Device() {
  const low = battery.value !== null && isLow(battery.value);
  const percent = battery.value && fill(gettext("Battery {n} %"), { n: number(battery.value.level * 100) });
  const parts = [
    percent,
    low && gettext("what is not sent stays on the phone even when it goes off"),
    awake.value && gettext("the screen stays on"),
    !low && gettext("in the background it neither rings nor tells your place"),
  ];
  return html`<p class="position" data-state=${low ? "denied" : "on"}><${Icon} name="bolt" /><span>
    ${parts.filter(Boolean).join(" · ")}</span></p>`;
}
