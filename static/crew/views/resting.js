/** No job: said calmly, and whether a new one would arrive. */
import { html } from "../../vendor/preact/11.2.0/preact.mjs";
import { hourMinute } from "../../js/format.js";
import { fill } from "../../js/text.js";
import { connection, loaded, notACrew, work } from "../store.js";
import { Icon } from "./parts.js";

export function Resting() {
  if (!loaded.value && !notACrew.value && connection.value === "connecting")
    return html`<main id="main" class="resting" aria-busy="true"><div class="skeleton tall"></div><div class="skeleton">
      </div></main>`;
  if (notACrew.value)
    return html`<main id="main" class="resting"><h2>${gettext("This account does not work in a crew")}</h2><p>
      ${notACrew.value}</p></main>`;
  return html`<main id="main" class="resting">
    <${Icon} name="bolt" />
    <h2>${gettext("No job at the moment")}</h2>
    <p>${connection.value === "live" ? gettext("A new job rings on this page. Keep it open.") : staleText()}</p>
  </main>`;
}

function staleText() {
  if (!work.value.at) return gettext("No connection: new jobs cannot reach you here. Stay on the phone.");
  return fill(gettext("No connection since {time}: new jobs cannot reach you here. Stay on the phone."), {
    time: hourMinute(work.value.at),
  });
}
