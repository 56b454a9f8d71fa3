/** Off the usual way: no fault is found, or power is not back after all. What the crew sees goes with it. */
import { html, useState } from "../../vendor/preact/11.2.0/preact.mjs";
import { actOnOrder } from "../acting.js";
import { ASIDE } from "../flow.js";
import { openForm } from "../store.js";
import { FormHead } from "./permit.js";

export function Aside({ order }) {
  const [words, setWords] = useState("");
  const action = ASIDE[order.status];
  const send = (event) => {
    event.preventDefault();
    openForm.value = null;
    actOnOrder(order, action.verb, { text: words.trim() });
  };
  return html`<main id="main"><form class="form" onSubmit=${send}>
    <${FormHead} title=${action.label()} />
    <div class="scroll">
      <label class="field"><span>${gettext("What do you see?")}</span>
        <textarea class="input" name="seen" rows="3" maxlength="400" required value=${words}
          onInput=${(event) => setWords(event.target.value)}></textarea></label>
    </div>
    <div class="actions"><button class="act" disabled=${!words.trim()}>${action.label()}</button></div>
  </form></main>`;
}

export function AsideButton({ order }) {
  const action = ASIDE[order.status];
  return (
    action &&
    html`<p class="ask-help"><button type="button" class="button" onClick=${() => (openForm.value = "aside")}>
      ${action.label()}</button></p>`
  );
}
