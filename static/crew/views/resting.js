/** No job: said calmly, and whether a new one would arrive. */
import { html } from "../../vendor/preact/11.2.0/preact.mjs";
import { hourMinute } from "../../js/format.js";
import { fill } from "../../js/text.js";
import { byHand, install, question } from "../install.js";
import { connection, loaded, notACrew, work } from "../store.js";
import { Finished } from "./finished.js";
import { Icon } from "./parts.js";

export function Resting() {
  if (!loaded.value && !notACrew.value && connection.value === "connecting")
    return html`<main id="main" class="resting" aria-busy="true"><div class="skeleton tall"></div><div class="skeleton">
      </div></main>`;
  if (notACrew.value)
    return html`<main id="main" class="resting"><h2>${gettext("This account does not work in a crew")}</h2><p>
      ${notACrew.value}</p></main>`;
  return html`<main id="main" class="scroll">
    <div class="resting">
      <${Icon} name="bolt" />
      <h2>${gettext("No job at the moment")}</h2>
      <p>${connection.value === "live" ? gettext("A new job rings on this page. Keep it open.") : staleText()}</p>
      <${Install} />
    </div>
    <${Finished} />
  </main>`;
}

function Install() {
  if (question.value)
    return html`<button type="button" class="button" onClick=${install}>${gettext("Put on the home screen")}</button>`;
  return byHand() && html`<p class="caption">
    ${gettext("In Safari: Share, then “Add to Home Screen”. It opens faster and keeps more for you.")}</p>`;
}

function staleText() {
  if (!work.value.at) return gettext("No connection: new jobs cannot reach you here. Stay on the phone.");
  return fill(gettext("No connection since {time}: new jobs cannot reach you here. Stay on the phone."), {
    time: hourMinute(work.value.at),
  });
}
