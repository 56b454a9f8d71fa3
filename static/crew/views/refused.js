/** What the server did not take, in plain words, until the crew has read it. */
import { html } from "../../vendor/preact/11.2.0/preact.mjs";
import { hourMinute } from "../../js/format.js";
import { named } from "../../js/names/names.js";
import { fill } from "../../js/text.js";
import { dismiss, readMessage } from "../acting.js";
import { labelOf } from "../flow.js";
import { leftOut, messages, noRoom, readNotice, refused, suspended, takenBack } from "../store.js";

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
/** A step that has no word here says its button's. */
const verbWord = ({ verb }) => VERBS[verb]?.() ?? labelOf(verb);

export function Refused() {
  return html`<div class="refused" role="alert"><ul>
    ${refused.value.map(
      (entry) => html`<li key=${entry.id}>
      <div><b>${entry.late ? gettext("Kept, but late") :
        gettext("Not taken over")}: ${verbWord(entry)} · ${hourMinute(entry.observed_at)}</b>
        <p>${entry.problem.detail}</p><p class="caption">${named(entry.place)}</p></div>
      <button type="button" class="button" onClick=${() => dismiss(entry)}>${gettext("Understood")}</button>
    </li>`,
    )}
  </ul></div>`;
}

/** The desk gave the order to somebody else, or closed it: the crew must not drive on. */
export function TakenBack() {
  return html`<div class="refused" role="alert"><ul>
    ${takenBack.value.map(
      (order) => html`<li key=${order.id}>
      <div><b>${gettext("No longer yours")} · ${hourMinute(order.at)}</b><p>${order.title}</p><p>${whoAndWhy(order)}</p>
        <p class="caption">${named(order.place)}</p></div>
      <button type="button" class="button" onClick=${() => readNotice(`withdrawn-${order.id}`)}>
        ${gettext("Understood")}</button>
    </li>`,
    )}
  </ul></div>`;
}

function whoAndWhy({ by, why, now_with: crew, status }) {
  const what = by ? fill(gettext("{name} took it back"), { name: by }) : status;
  const where = crew ? fill(gettext("{crew} has it now"), { crew: named(crew) }) : by ? status : "";
  return [what, why, where].filter(Boolean).join(" · ");
}

/** The desk stopped the work for a while: nothing to do, and nothing to tap until it goes on. */
export function StandingStill() {
  return html`<div class="refused calm" role="status"><ul>
    ${suspended.value.map(
      (order) => html`<li key=${order.number}>
      <div><b>${gettext("Suspended by the desk")}</b><p>${order.title}</p>
        <p class="caption">${named(order.place)}</p><p>
        ${gettext("It stays with your crew and comes back here when the desk resumes it.")}</p></div>
    </li>`,
    )}
  </ul></div>`;
}

const LEFT_OUT = {
  photo: {
    title: () => gettext("The report is in, without its photo"),
    why: () => gettext("The picture could not be read."),
  },
  observed_at: {
    title: () => gettext("Taken over with the time of sending"),
    why: () => gettext("The clock of this phone is wrong. Tell the centre when it was, and set the clock."),
  },
};

/** The action is in, a part of it is not: said once, nothing to do. */
export function LeftOut() {
  return html`<div class="refused" role="status"><ul>
    ${leftOut.value.map(
      (entry) => html`<li key=${entry.key + entry.what}>
      <div><b>${LEFT_OUT[entry.what].title()}</b><p>${entry.why || LEFT_OUT[entry.what].why()}</p>
        <p class="caption">${named(entry.place)}</p></div>
      <button type="button" class="button" onClick=${() => (leftOut.value =
        leftOut.value.filter((item) => item !== entry))}>${gettext("Understood")}</button>
    </li>`,
    )}
  </ul></div>`;
}

/** The last tap is not recorded anywhere: what was typed is still in its form. */
export function NoRoom() {
  return html`<div class="refused" role="alert"><ul><li>
    <div><b>${gettext("Not recorded")}: ${verbWord(noRoom.value)}</b><p>${gettext(
      "This phone has no room left and there is no connection. Delete some pictures or videos and tap again, or call.",
    )}</p></div>
    <a class="button" href="tel:95598">${gettext("Call")}</a></li></ul></div>`;
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
