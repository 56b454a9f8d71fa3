/** Progress of the job; a step that the server does not have yet carries an open tick. */
import { html } from "../../vendor/preact/11.2.0/preact.mjs";
import { BECOMES, STEPS, stepOf } from "../flow.js";
import { waiting } from "../store.js";
import { Icon } from "./parts.js";

export function Steps({ order }) {
  const reached = stepOf(order.status);
  const pending = new Set(
    waiting.value
      .filter((entry) => entry.number === order.number && entry.verb in BECOMES)
      .map((entry) => stepOf(BECOMES[entry.verb])),
  );
  return html`<ol class="progress" aria-label=${gettext("Progress")}>
    ${STEPS.map(
      (
        { status, label },
        index,
      ) => html`<li key=${status} data-state=${stateOf(index, reached, pending)}
        aria-current=${index === reached ? "step" : undefined}>
      <i>${index <= reached && html`<${Icon} name="check" />`}</i><span>${label()}</span>
      ${pending.has(index) && html`<span class="sr-only">${gettext("not sent yet")}</span>`}
    </li>`,
    )}
  </ol>`;
}

function stateOf(index, reached, pending) {
  if (pending.has(index)) return "pending";
  return index <= reached ? "done" : "todo";
}
