/** The crew's further jobs; a tap brings one to the front. */
import { html } from "../../vendor/preact/11.2.0/preact.mjs";
import { named } from "../../js/names/names.js";
import { stepOf, steps } from "../flow.js";
import { chosenNumber, job, jobs } from "../store.js";
import { Grade } from "./parts.js";

export function OtherJobs() {
  const others = jobs.value.filter((order) => order.number !== job.value.number);
  if (others.length === 0) return null;
  return html`<section class="others">
    <h3>${gettext("Further jobs")} <span class="caption">${others.length}</span></h3>
    <ul>${others.map(
      (
        order,
      ) => html`<li key=${order.number}><button type="button" onClick=${() => (chosenNumber.value = order.number)}>
      <${Grade} grade=${order.grade} /><span><b>${order.title}</b><small>${named(order.place)}</small></span><em>
        ${steps()[stepOf(order.status)]}</em>
    </button></li>`,
    )}</ul>
  </section>`;
}
