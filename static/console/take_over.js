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

/** @returns {Promise<boolean>} whether this person may go on; asked at most once about a colleague at an order */
export async function mayGoOn(order) {
  const me = person.peek()?.id;
  const ahead = aheadOf(order.id, me, performance.now()).filter(({ id }) => !said.has(`${order.id}:${id}`));
  if (ahead.length === 0) return true;
  const names = ahead.map(({ name }) => name).join(gettext(", "));
  const words = fill(gettext("{name} is working on it: do you take it over?"), { name: names });
  const yes = await new Promise((answer) => (question.value = { words, answer }));
  question.value = null;
  if (yes) ahead.forEach(({ id }) => said.add(`${order.id}:${id}`));
  return yes;
}

/** Stands where orders are acted upon; whoever leaves the order meanwhile has said no. */
export function TakeOver() {
  const asked = question.value;
  useEffect(() => () => question.peek()?.answer(false), []);
  if (!asked) return null;
  const submit = (event) => {
    event.preventDefault();
    asked.answer(true);
  };
  return html`<${Dialog} open label=${gettext("A colleague is working on it")} kind="take-over"
    onClose=${() => asked.answer(false)}>
    <form onSubmit=${submit}><p>${asked.words}</p>
      <p class="form-buttons"><button class="button primary" autofocus>${gettext("Take it over")}</button>
        <button type="button" class="button" onClick=${() => asked.answer(false)}>${gettext("Back")}</button></p>
    </form></${Dialog}>`;
}
