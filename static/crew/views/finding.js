/** What did you find? One tap for how far it is dark, one for the cause; a danger is a tap too. */
import { html, useEffect, useState } from "../../vendor/preact/11.2.0/preact.mjs";
import { draft } from "../../js/drafts.js";
import { choicesOf, word } from "../../js/words.js";
import { actOnOrder } from "../acting.js";
import { askPlaces, knownPlaces } from "../found_places.js";
import { findingBody, keyOf, placeNote, placeWord, WITHOUT_LIST } from "../findings.js";
import { open, openForm, waiting } from "../store.js";
import { Chips } from "./parts.js";
import { FormHead } from "./permit.js";

const AGAIN_MS = 5_000;
const NOTHING = { place: null, cause: "", note: "", hazard: false };

export function FindingForm({ order }) {
  const places = usePlaces(order);
  const words = draft(`finding ${order.number}`, NOTHING);
  const found = words.values.value;
  const change = (part) => words.change(part);
  const send = async (event) => {
    event.preventDefault();
    if (!(await actOnOrder(order, "findings", findingBody(found), { found: found.place }))) return;
    words.drop();
    openForm.value = null;
  };
  return html`<main id="main"><form class="form" onSubmit=${send}>
    <${FormHead} title=${gettext("What did you find?")} />
    <div class="scroll">
      <${Places} places=${places} chosen=${found.place} onPick=${(place) => change({ place })} />
      <fieldset class="field"><legend>${gettext("Cause, if you know it")}</legend>
        <${Chips} label=${gettext("Cause, if you know it")} options=${choicesOf("cause")}
          value=${found.cause} onPick=${(cause) => change({ cause: cause === found.cause ? "" : cause })} /></fieldset>
      <label class="field"><span>${gettext("Note")}</span>
        <textarea class="input" name="note" rows="2" maxlength="500"
          placeholder=${gettext("More, if needed: part, type, place")} value=${found.note}
          onInput=${(event) => change({ note: event.target.value })}></textarea></label>
      <button type="button" class="place danger" aria-pressed=${found.hazard}
        onClick=${() => change({ hazard: !found.hazard })}><b>
        ${gettext("Danger to people: others must know")}</b></button>
    </div>
    <div class="actions"><button class="act" disabled=${!found.place}>${gettext("Tell the centre")}</button></div>
  </form></main>`;
}

/**
 * What was heard before; null until there is an answer. Without one the plain words, and the devices as soon as the
 * server answers.
 */
function usePlaces(order) {
  const [places, setPlaces] = useState(() => knownPlaces(order.number));
  useEffect(() => {
    let timer;
    const missed = () => {
      setPlaces((known) => known ?? WITHOUT_LIST);
      timer = setTimeout(ask, AGAIN_MS);
    };
    const ask = () => askPlaces(order.number).then(setPlaces, missed);
    ask();
    return () => clearTimeout(timer);
  }, []);
  return places;
}

function Places({ places, chosen, onPick }) {
  return html`<fieldset class="field"><legend>${gettext("How far is it dark?")}</legend>
    ${places === null && html`<div class="skeleton tall" aria-busy="true"></div>`}
    <div class="places">${(places ?? []).map(
      (
        place,
      ) => html`<button type="button" class="place" key=${keyOf(place)}
        aria-pressed=${chosen !== null && keyOf(chosen) === keyOf(place)} onClick=${() => onPick(place)}>
      <b>${placeWord(place)}</b>${placeNote(place) && html`<small data-closed=${place.closed}>
        ${placeNote(place)}</small>`}
    </button>`,
    )}</div>
  </fieldset>`;
}

/** On the job: the way into the form, and what this crew said last, sent or not. */
export function Found({ order }) {
  const unsent = waiting.value.filter((entry) => entry.verb === "findings" && entry.number === order.number).at(-1);
  const last = unsent?.found ?? order.finding;
  return html`<section class="card found">
    ${
      last &&
      html`<h3>${placeWord(last)}</h3>
    <p class="caption">${[placeNote(last), unsent ? gettext("not sent yet") :
      last.effect && word("effect", last.effect)].filter(Boolean).join(" · ")}</p>`
    }
    <button type="button" class="button" onClick=${() => open(order, "finding")}>
      ${last ? gettext("Found something else") : gettext("What did you find?")}</button>
  </section>`;
}
