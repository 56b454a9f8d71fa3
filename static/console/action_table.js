// What the signed-in person may do with the chosen order now, as the server tells it: buttons, keys, forms, in words.
// Here stands only what a click on the map, a choice of a crew and a choice of a call look like.
import { html, signal } from "../vendor/preact/11.2.0/preact.mjs";
import { changeOf } from "./choice.js";
import { details } from "./detail_data.js";
import { locating } from "./locate.js";
import { reassign, ReassignFields, reassignLabel } from "./reassign.js";
import { partsOf, partLabel, split } from "./split.js";

/** verb → how it was told last: a form with words in it stays readable when the verb is no longer possible. */
const lastTold = signal(new Map());

const callField = (order) => ({
  name: "part",
  label: gettext("Which call is another matter"),
  required: true,
  choices: [["", gettext("Choose…")], ...partsOf(order).map((part) => [part.id, partLabel(part)])],
});

/** What is asked in another way than by a field: type of the field → what its verb does instead. */
const ASKED_ON_THE_SCREEN = {
  place: () => ({ run: (order) => (locating.value = order.id) }),
  crew: () => ({
    above: (order) => html`<${ReassignFields} order=${order} />`,
    draft: changeOf,
    send: reassign,
    submit: reassignLabel,
  }),
  call: () => ({ extra: callField, send: split }),
};

/**
 * @typedef {{verb: string, path: string, label: string, done: string, key: string, primary: boolean, danger: boolean,
 *   form: object[]}} Told
 */

/** @param {Told} told */
function actionOf(told) {
  const asked = told.form.map((field) => ASKED_ON_THE_SCREEN[field.type]).find(Boolean)?.() ?? {};
  const typed = told.form.filter((field) => !(field.type in ASKED_ON_THE_SCREEN));
  return { ...told, ...asked, fields: (order) => [...(asked.extra ? [asked.extra(order)] : []), ...typed] };
}

/** The actions of the chosen order, once its record has come. */
export function actionsFor(order) {
  const { id, record } = details.value;
  const told = id === order.id ? (record?.verbs ?? []) : [];
  for (const one of told) lastTold.peek().set(one.verb, one);
  return told.map(actionOf);
}

/** An action as it was told last, or undefined. */
export const actionNamed = (verb) => lastTold.peek().has(verb) ? actionOf(lastTold.peek().get(verb)) : undefined;

const VALUE = {
  moment: (value) => (value ? `${value}:00+08:00` : undefined),
  number: (value) => (value === "" ? undefined : Number(value)),
  yes_no: (value) => value === true || value === "true",
};

/** What was typed, as the API wants it. */
export function bodyOf(action, values) {
  const body = action.form.map(({ name, type }) => [name, (VALUE[type] ?? String)(values[name] ?? "")]);
  return Object.fromEntries(body.filter(([, value]) => value !== undefined));
}
