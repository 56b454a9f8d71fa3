/** The crew cannot do it alone: what is wanted in one tap, more in words; the desk is asked at once. */
import { html } from "../../vendor/preact/11.2.0/preact.mjs";
import { draft } from "../../js/drafts.js";
import { actOnOrder } from "../acting.js";
import { openForm } from "../store.js";
import { FormHead } from "./permit.js";

const WANTED = () => [
  gettext("Another crew"),
  gettext("Aerial platform or crane"),
  gettext("Parts or tools"),
  gettext("Switching permission"),
  gettext("Police or fire brigade"),
  gettext("Ambulance"),
];

export function Help({ order }) {
  const typed = draft(`help ${order.number}`, { wanted: [], words: "" });
  const { wanted, words } = typed.values.value;
  const toggle = (word) =>
    typed.change({ wanted: wanted.includes(word) ? wanted.filter((item) => item !== word) : [...wanted, word] });
  const text = [...wanted, words.trim()].filter(Boolean).join(gettext(", "));
  const send = async (event) => {
    event.preventDefault();
    if (!(await actOnOrder(order, "help", { text }))) return;
    typed.drop();
    openForm.value = null;
  };
  return html`<main id="main"><form class="form" onSubmit=${send}>
    <${FormHead} title=${gettext("Call for help")} />
    <div class="scroll">
      <fieldset class="field"><legend>${gettext("What do you need?")}</legend>
        <div class="chips">${WANTED().map((word) => html`<button type="button" class="pick" key=${word}
          aria-pressed=${wanted.includes(word)} onClick=${() => toggle(word)}>${word}</button>`)}</div></fieldset>
      <label class="field"><span>${gettext("Note")}</span>
        <textarea class="input" name="help" rows="3" maxlength="400" value=${words}
          onInput=${(event) => typed.change({ words: event.target.value })}></textarea></label>
      <p class="hint">${gettext("The order stays with you. If somebody is hurt, call first.")}</p>
    </div>
    <div class="actions"><button class="act" disabled=${!text}>${gettext("Call for help")}</button></div>
  </form></main>`;
}
