// @ts-check
// A plan is drafted, or drafted anew: on the left what is said, on the right what the server says it would mean.
import { html, signal, useEffect, useRef } from "../../vendor/preact/11.2.0/preact.mjs";
import { ApiProblem, newKey, post } from "../../js/api.js";
import { draft } from "../../js/drafts.js";
import { picking } from "../../js/map/network/picking.js";
import { say } from "../../js/notice.js";
import { may } from "../../js/rights.js";
import { fill } from "../../js/text.js";
import { choicesOf } from "../../js/words.js";
import { Dialog } from "../../ui/dialog.js";
import { Field, goOn, SheetForm } from "../../ui/form.js";
import { side } from "../side.js";
import { choosePlan, readAgain, show } from "./data.js";
import { DeviceSearch } from "./device_search.js";
import { BLANK, bodyOf, canBeSeen, fromPlan, withDevice, withoutDevice } from "./form_draft.js";
import { Preview } from "./preview.js";

const REST_MS = 350;
const NO_SIGHT = { seen: null, problem: "" };

const open = signal(false);
const plan = draft("plan", BLANK);
const sight = signal(/** @type {{seen: any, problem: string}} */ (NO_SIGHT));
/** @type {Element | null} */
let opener = null;
let wanted = false;
let looking = false;

export function openPlanForm() {
  if (!may("plan_outages")) return;
  opener = document.activeElement;
  open.value = true;
}

/** The form begins with what was drafted before. @param {any} before */
export function draftAnew(before) {
  plan.change(fromPlan(before));
  openPlanForm();
}

function close() {
  open.value = false;
  /** @type {HTMLElement | null} */ (opener)?.focus?.();
}

/**
 * The form steps aside until a device is clicked on the map; what was typed stays.
 * @param {"open" | "close"} name
 */
function chooseOnMap(name) {
  const back = () => {
    picking.value = null;
    open.value = true;
  };
  open.value = false;
  side.value = "map";
  picking.value = {
    take: (device) => {
      plan.change({ [name]: withDevice(plan.values.peek()[name], device) });
      back();
    },
    hint: name === "open" ? gettext("Click the device to be opened") : gettext("Click the tie to be closed"),
    stop: back,
  };
}

/** While somebody types: one question at a time, the last one in any case; what was seen stays until there is newer. */
async function look() {
  wanted = true;
  if (looking) return;
  looking = true;
  while (wanted) {
    wanted = false;
    try {
      sight.value = { seen: await post("planned-outages/preview/", bodyOf(plan.values.peek())), problem: "" };
    } catch (problem) {
      sight.value = { seen: null, problem: /** @type {Error} */ (problem).message };
    }
    if (!canBeSeen(plan.values.peek())) sight.value = NO_SIGHT;
  }
  looking = false;
}

/** The key is kept with the draft: after silence or a reload the same plan is still one plan. */
async function file() {
  if (!plan.values.peek().key) plan.change({ key: newKey() });
  const { key, number, rev } = plan.values.peek();
  const path = number ? `planned-outages/${number}/redraft/` : "planned-outages/";
  let answer;
  try {
    answer = await post(path, bodyOf(plan.values.peek()), number ? { key, rev } : { key });
  } catch (problem) {
    if (problem instanceof ApiProblem) plan.change({ key: "" });
    throw problem;
  }
  plan.drop();
  sight.value = NO_SIGHT;
  close();
  say(fill(gettext("Plan {number} is drafted: check it next."), { number: answer.number ?? number }));
  show("plans");
  await readAgain();
  choosePlan(answer.number ?? number);
}

/** @param {{errors: Record<string, string>}} props */
function Fields({ errors }) {
  const values = plan.values.value;
  const field = (/** @type {string} */ name, /** @type {string} */ label, /** @type {any} */ more = {}) =>
    html`<${Field} typed=${plan} error=${errors[name]} field=${{ name, label, type: "text", ...more }} />`;
  const devices = (/** @type {"open" | "close"} */ name, /** @type {string} */ label) =>
    html`<${DeviceSearch} id=${`plan-${name}`} label=${label} chosen=${values[name]} error=${errors[name]}
      onAdd=${(/** @type {any} */ device) => plan.change({ [name]: withDevice(plan.values.peek()[name], device) })}
      onMap=${() => chooseOnMap(name)}
      onDrop=${(/** @type {string} */ code) =>
        plan.change({ [name]: withoutDevice(plan.values.peek()[name], code) })} />`;
  return html`${devices("open", gettext("Devices to be opened"))}
    <div class="two">${field("start", gettext("From"), { type: "moment", required: true })}
      ${field("end", gettext("Until"), { type: "moment", required: true })}</div>
    ${devices("close", gettext("Ties to be closed meanwhile"))}
    ${field("title", gettext("What is done, as customers read it"), { required: true, most: 120 })}
    ${field("reason", gettext("Reason"), { required: true, most: 200 })}
    ${field("kind", gettext("Kind"), { choices: choicesOf("outage_kind").filter(([code]) =>
      code === "PLANNED" || code === "TEMPORARY") })}
    ${field("work", gettext("Work"), { type: "area", most: 2000 })}`;
}

export function PlanDialog() {
  const values = plan.values.value;
  const ready = canBeSeen(values);
  const body = ready ? JSON.stringify(bodyOf(values)) : "";
  const box = useRef(null);
  useEffect(() => {
    if (!open.value || !body) return void (sight.value = NO_SIGHT);
    const timer = setTimeout(look, REST_MS);
    return () => clearTimeout(timer);
  }, [open.value, body]);
  const clear = () => {
    plan.drop();
    sight.value = NO_SIGHT;
  };
  const head = !plan.isBlank() && html`<button type="button" class="button small quiet-button" onClick=${clear}>
    ${gettext("Clear")}</button>`;
  const title = values.number ? fill(gettext("Draft {number} anew"), { number: values.number }) : gettext("New plan");
  const fields = (/** @type {any} */ errors) => html`<${Fields} errors=${errors} />`;
  return html`<${Dialog} open=${open.value} label=${title} onClose=${close} kind="plan-dialog">
    <div class="plan-columns"><${SheetForm} title=${title} submit=${gettext("Draft it")} send=${file} close=${close}
      shortcut head=${head} onKeyDown=${goOn} box=${box}>${fields}</${SheetForm}>
    <${Preview} seen=${sight.value.seen} problem=${sight.value.problem} ready=${ready} /></div></${Dialog}>`;
}
