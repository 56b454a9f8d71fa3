// The search as a form: the fields the server told, filled from the address. Enter or the button asks.
import { html, signal, useEffect, useRef } from "../vendor/preact/11.2.0/preact.mjs";
import { get } from "../js/api.js";
import { refused } from "../js/notice.js";
import { unitName } from "../js/words.js";
import { ask, problems, question } from "./list_data.js";
import { told } from "./told.js";

export const formOpen = signal(false);

const DAY = /^\d{4}-\d\d-\d\d$/;

function Several({ field, value, problem }) {
  const chosen = value.split(",").filter(Boolean);
  return html`<fieldset class="field several" aria-describedby=${problem && `wrong-${field.name}`}>
    <legend>${field.label}</legend>
    ${field.choices.map(([code, word]) => html`<label class="chip toggle tickable" key=${code}>
      <input type="checkbox" class="sr-only" name=${field.name} value=${code}
        defaultChecked=${chosen.includes(code)} />
      <span>${word}</span></label>`)}
  </fieldset>`;
}

/** The units of the centre that is chosen in the form: of a wide area there are too many to be told with the page. */
const inside = signal({ of: "", choices: [] });

async function lookInside(code) {
  if (inside.peek().of === code) return;
  inside.value = { of: code, choices: [] };
  if (!code) return;
  try {
    const { results } = await get("units/", { parent: code, limit: "200" });
    const choices = results.map((unit) => [unit.code, unitName(unit.name)]);
    if (inside.peek().of === code) inside.value = { of: code, choices };
  } catch (problem) {
    refused(problem);
  }
}

/** What can be chosen now: what the page was told, or what lies inside the choice of another field. */
const choicesOf = (field) => (field.within && field.choices.length === 0 ? inside.value.choices : field.choices);

/** Chosen at first and then left to the person: a `value` would be put back with every drawing. */
const optionsOf = (choices, value) => choices.map(([code, word]) =>
  html`<option key=${code} value=${code} selected=${code === value}>${word}</option>`);

function Choice({ field, value }) {
  return html`<label class="field"><span>${field.label}</span>
    <select class="input" name=${field.name}><option value="">—</option>
      ${optionsOf(choicesOf(field), value)}</select></label>`;
}

/** A length of time from a list, or a day from the calendar: whichever was touched last counts. */
function Period({ field, value }) {
  const isDay = DAY.test(value);
  const known = field.choices.some(([code]) => code === value);
  const select = useRef(null);
  const day = useRef(null);
  const clear = (other) => () => { if (other.current) other.current.value = ""; };
  return html`<fieldset class="field period"><legend>${field.label}</legend>
    ${field.choices.length > 0 && html`<select class="input" ref=${select} name=${field.name} aria-label=${field.label}
      onChange=${clear(day)}><option value="">—</option>
      ${optionsOf(field.choices, value)}
      ${value && !isDay && !known && html`<option value=${value} selected>${value}</option>`}</select>`}
    <input class="input" type="date" ref=${day} name=${field.name} aria-label=${gettext("A day")}
      defaultValue=${isDay ? value : ""} onInput=${clear(select)} /></fieldset>`;
}

function Text({ field, value }) {
  return html`<label class="field"><span>${field.label}</span><input class="input" name=${field.name}
    defaultValue=${value} maxlength=${field.most} autocomplete="off" spellcheck="false" /></label>`;
}

const SHAPES = { choices: Several, choice: Choice, yes_no: Choice, since: Period, until: Period, text: Text };

function Asked({ field }) {
  const value = question.value.filters[field.name] ?? "";
  const problem = problems.value[field.name];
  // The key makes the field anew when the address changes: what is typed and not asked yet is given up with it.
  return html`<div class=${`asked ${field.type}`} key=${`${field.name} ${value}`}>
    <${SHAPES[field.type]} field=${field} value=${value} problem=${problem} />
    ${problem && html`<p class="problem" id=${`wrong-${field.name}`}>${problem}</p>`}</div>`;
}

/** What is filled in, by name; several values of one with commas. */
function said(form) {
  const values = {};
  for (const [name, value] of new FormData(form)) {
    const words = String(value).trim();
    if (words) values[name] = values[name] ? `${values[name]},${words}` : words;
  }
  return values;
}

export function FilterForm() {
  const form = useRef(null);
  useEffect(() => {
    if (!formOpen.value) return;
    for (const { within } of told.fields) if (within) lookInside(question.value.filters[within] ?? "");
    form.current?.querySelector("input:not(.sr-only), select")?.focus();
  }, [formOpen.value]);
  if (!formOpen.value) return null;
  const submit = (event) => {
    event.preventDefault();
    const fields = new Set(told.fields.map((field) => field.name));
    const kept = Object.entries(question.value.filters).filter(([name]) => !fields.has(name));
    ask({ filters: { ...Object.fromEntries(kept), ...said(event.currentTarget) } });
    formOpen.value = false;
  };
  const changed = (event) => {
    if (told.fields.some((field) => field.within === event.target.name)) lookInside(event.target.value);
  };
  const escape = (event) => event.key === "Escape" && (event.stopPropagation(), (formOpen.value = false));
  return html`<form class="filter-form" id="filter-form" ref=${form} onSubmit=${submit} onKeyDown=${escape}
    onChange=${changed} aria-label=${gettext("Filters")}>
    ${told.fields.filter((field) => choicesOf(field).length > 0 || ["text", "until"].includes(field.type))
      .map((field) => html`<${Asked} key=${field.name} field=${field} />`)}
    <div class="form-buttons"><button class="button primary">${gettext("Search")}</button>
      <button type="button" class="button" onClick=${() => (formOpen.value = false)}>${gettext("Back")}</button></div>
  </form>`;
}
