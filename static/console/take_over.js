// Who acts on an order that a colleague had open before them says so once: two people must not telephone one customer.
// Nothing is locked: whoever says yes goes on, and both see each other's names.
import { html, signal, useEffect } from "../vendor/preact/11.2.0/preact.mjs";
import { person } from "../js/session.js";
import { fill } from "../js/text.js";
import { aheadOf } from "../live/presence.js";
import { Dialog } from "../ui/dialog.js";

/** {words, answer} while somebody is asked, else null. */
const question = signal(null);
/** "order id:person id" of whom this person has taken over from. */
const said = new Set();

/** What the person says, if anybody is asked. @param {boolean} yes */
export function answerOf(yes) {
  const asked = question.peek();
  question.value = null;
  asked?.answer(yes);
}

/** @returns {Promise<boolean>} whether this person may go on; asked at most once about a colleague at an order */
export async function mayGoOn(order) {
  const me = person.peek()?.id;
  const ahead = aheadOf(order.id, me, performance.now()).filter(({ id }) => !said.has(`${order.id}:${id}`));
  if (ahead.length === 0) return true;
  const names = ahead.map(({ name }) => name).join(gettext(", "));
  const words = fill(gettext("{name} is working on it: do you take it over?"), { name: names });
  answerOf(false); // of two questions the elder has been left, as an order is
  const yes = await new Promise((answer) => (question.value = { words, answer }));
  if (yes) ahead.forEach(({ id }) => said.add(`${order.id}:${id}`));
  return yes;
}

/** Stands where orders are acted upon, also where a step is taken back and none is open; whoever leaves has said no. */
export function TakeOver() {
  const asked = question.value;
  useEffect(() => () => answerOf(false), []);
  if (!asked) return null;
  const submit = (event) => {
    event.preventDefault();
    answerOf(true);
  };
  return html`<${Dialog} open label=${gettext("A colleague is working on it")} kind="take-over"
    onClose=${() => answerOf(false)}>
    <form onSubmit=${submit}><p>${asked.words}</p>
      <p class="form-buttons"><button class="button primary" autofocus>${gettext("Take it over")}</button>
        <button type="button" class="button" onClick=${() => answerOf(false)}>${gettext("Back")}</button></p>
    </form></${Dialog}>`;
}
