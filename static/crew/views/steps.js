/** Progress of the job; a step that the server does not have yet carries an open tick. */
import { html } from "../../vendor/preact/11.2.0/preact.mjs";
import { becomes, stepOf, steps } from "../flow.js";
import { waiting } from "../store.js";
import { Icon } from "./parts.js";

export function Steps({ order }) {
  const reached = stepOf(order.status);
  const pending = new Set(
    waiting.value
      .filter((entry) => entry.number === order.number && becomes(entry.verb))
      .map((entry) => stepOf(becomes(entry.verb))),
  );
  return html`<ol class="progress" aria-label=${gettext("Progress")}>
    ${steps().map(
      (
        label,
        index,
      ) => html`<li key=${label} data-state=${stateOf(index, reached, pending)}
        aria-current=${index === reached ? "step" : undefined}>
      <i>${index <= reached && html`<${Icon} name="check" />`}</i><span>${label}</span>
      ${pending.has(index) && html`<span class="sr-only">${gettext("not sent yet")}</span>`}
    </li>`,
    )}
  </ol>`;
}

function stateOf(index, reached, pending) {
  if (pending.has(index)) return "pending";
  return index <= reached ? "done" : "todo";
}
