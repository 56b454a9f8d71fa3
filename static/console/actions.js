// The buttons of the chosen order, as the server tells them. Here stands only what a click on the map, a choice of a
// crew and a choice of a call look like.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { statusWord } from "../js/states.js";
import { orders } from "../live/store.js";
import { actionsOf } from "../ui/form_values.js";
import { draftOf, press, Verbs } from "../ui/verbs.js";
import { changeOf, nameOf } from "./choice.js";
import { sendCommand } from "./commands.js";
import { details, reloadDetails } from "./detail_data.js";
import { locating } from "./locate.js";
import { reassign, ReassignFields, reassignLabel } from "./reassign.js";
import { selected } from "./selection.js";
import { partLabel, partsOf, split } from "./split.js";
import { named } from "../js/names/names.js";

const callField = (order) => ({
  name: "part",
  label: gettext("Which call is another matter"),
  type: "choice",
  required: true,
  choices: [["", gettext("Choose…")], ...partsOf(order).map((part) => [part.id, partLabel(part)])],
});

/** Type of a field → how it is asked. */
const ON_THE_SCREEN = {
  place: (field, order) => ({ run: () => (locating.value = order.id) }),
  crew: (field, order) => ({
    above: html`<${ReassignFields} order=${order} />`,
    draft: changeOf(order),
    send: () => reassign(order),
    submit: reassignLabel(order),
  }),
  call: (field, order) => ({ fields: [callField(order)], send: (typed) => split(order, typed) }),
};

/** A card that is on no board is not pushed: its record is read again. */
async function act(order, action, body, key) {
  const answer = await sendCommand(order, action.path, body, gettext("Sending…"), key);
  if (answer.done && !orders.has(order.id)) reloadDetails();
  return answer;
}

const subjectOf = (order) => ({
  name: nameOf(order),
  ids: "action-",
  state: order.status,
  news: [named(order.crew?.name), statusWord(order.status, order.order_kind)].filter(Boolean).join(" "),
  act: (action, body, key) => act(order, action, body, key),
});

/** The actions of the order, once its record has come; of one that has left the board none. */
function actionsFor(order) {
  const { id, record } = details.value;
  return order.gone || id !== order.id ? [] : actionsOf(record?.verbs, ON_THE_SCREEN, order, { record });
}

/** The letters of the chosen order's verbs, as they are offered now. @returns {import("../ui/keys.js").Row[]} */
export function verbKeys() {
  const order = selected.peek();
  const lettered = order ? actionsFor(order).filter((action) => action.key) : [];
  return lettered.map((action) => [
    [action.key.toLowerCase()], action.key, () => action.label, () => press(subjectOf(order), action),
  ]);
}

/** Every button of the chosen order, for the palette. @returns {import("../ui/keys.js").Deed[]} */
export function deeds() {
  const order = selected.peek();
  const possible = order ? actionsFor(order) : [];
  return possible.map((action) => ({
    label: action.label,
    about: `…${order.number.slice(-7)}`,
    key: action.key ?? "",
    run: () => press(subjectOf(order), action),
  }));
}

/**
 * Opens the form of a verb of the chosen order, with some of its fields filled; what was typed into the others stays.
 * @param {string} verb @param {Record<string, string>} [values] @returns {"" | "absent" | "refused"} why it was not
 *   opened: there is no such verb now, or a choice does not have one of the values
 */
export function openVerb(verb, values = {}) {
  const order = selected.peek();
  const action = order && actionsFor(order).find((possible) => possible.verb === verb);
  if (!action) return "absent";
  const offered = (name) => action.fields.find((field) => field.name === name)?.choices?.map(([code]) => String(code));
  for (const [name, value] of Object.entries(values)) if (offered(name)?.includes(value) === false) return "refused";
  if (Object.keys(values).length > 0) draftOf(subjectOf(order), action).change(values);
  press(subjectOf(order), action);
  return "";
}

export const Actions = ({ order }) => html`<${Verbs} subject=${subjectOf(order)} actions=${actionsFor(order)} />`;
