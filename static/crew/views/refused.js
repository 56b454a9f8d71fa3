/** What the server did not take, in plain words, until the crew has read it. */
import { html } from "../../vendor/preact/11.2.0/preact.mjs";
import { hourMinute } from "../../js/format.js";
import { fill } from "../../js/text.js";
import { dismiss, readMessage } from "../acting.js";
import { messages, photoLeftOut, refused, suspended, takenBack } from "../store.js";

const VERBS = {
  accept: () => gettext("Accept"),
  reject: () => gettext("Decline"),
  depart: () => gettext("Set off"),
  arrive: () => gettext("I have arrived"),
  start: () => gettext("Start repair"),
  restore: () => gettext("Power is back"),
  reply: () => gettext("Send the report"),
  findings: () => gettext("What did you find?"),
  read: () => gettext("Message read"),
  help: () => gettext("Call for help"),
  "nothing-found": () => gettext("No fault here"),
  "not-restored": () => gettext("Not back after all"),
};

export function Refused() {
  return html`<div class="refused" role="alert"><ul>
    ${refused.value.map(
      (entry) => html`<li key=${entry.id}>
      <div><b>${entry.late ? gettext("Kept, but late") :
        gettext("Not taken over")}: ${VERBS[entry.verb]()} · ${hourMinute(entry.observed_at)}</b>
        <p>${entry.problem.detail}</p><p class="caption">${entry.place}</p></div>
      <button type="button" class="button" onClick=${() => dismiss(entry)}>${gettext("Understood")}</button>
    </li>`,
    )}
  </ul></div>`;
}

/** The desk gave the order to somebody else, or closed it: the crew must not drive on. */
export function TakenBack() {
  return html`<div class="refused" role="alert"><ul>
    ${takenBack.value.map(
      (order) => html`<li key=${order.number}>
      <div><b>${gettext("No longer yours")}</b><p>${order.title}</p><p class="caption">${order.place}</p></div>
      <button type="button" class="button" onClick=${() => (takenBack.value =
        takenBack.value.filter((item) => item !== order))}>${gettext("Understood")}</button>
    </li>`,
    )}
  </ul></div>`;
}

/** The desk stopped the work for a while: nothing to do, and nothing to tap until it goes on. */
export function StandingStill() {
  return html`<div class="refused calm" role="status"><ul>
    ${suspended.value.map(
      (order) => html`<li key=${order.number}>
      <div><b>${gettext("Suspended by the desk")}</b><p>${order.title}</p><p class="caption">${order.place}</p><p>
        ${gettext("It stays with your crew and comes back here when the desk resumes it.")}</p></div>
    </li>`,
    )}
  </ul></div>`;
}

/** The report is in, its photo is not: said once, nothing to do. */
export function PhotoLeftOut() {
  return html`<div class="refused" role="status"><ul>
    ${photoLeftOut.value.map(
      (entry) => html`<li key=${entry.id}>
      <div><b>${gettext("The report is in, without its photo")}</b><p>
        ${entry.why || gettext("The picture could not be read.")}</p><p class="caption">${entry.place}</p></div>
      <button type="button" class="button" onClick=${() => (photoLeftOut.value =
        photoLeftOut.value.filter((item) => item !== entry))}>${gettext("Understood")}</button>
    </li>`,
    )}
  </ul></div>`;
}

/** What the desk tells the crew, until somebody here says that it was read. */
export function Messages() {
  return html`<div class="refused told" role="alert"><ul>
    ${messages.value.map((message) => html`<li key=${message.id}>
      <div><b>${fill(gettext("{name} to your crew · {time}"), { name: message.by,
        time: hourMinute(message.sent_at) })}</b><p>${message.text}</p></div>
      <button type="button" class="button" onClick=${() => readMessage(message)}>${gettext("Read")}</button>
    </li>`)}
  </ul></div>`;
}
