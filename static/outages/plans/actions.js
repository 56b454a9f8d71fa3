// What the signed-in person may do with the chosen plan, as the server tells it. Here stands only how a finding to
// answer for and a later end are asked for.
import { html } from "../../vendor/preact/11.2.0/preact.mjs";
import { newKey } from "../../js/api.js";
import { fill } from "../../js/text.js";
import { sentence } from "../../js/words.js";
import { second } from "../../live/store.js";
import { send } from "../acting.js";
import { actionsOf } from "../../ui/form_values.js";
import { Verbs } from "../../ui/verbs.js";
import { readAgain as readPlansAgain } from "./data.js";
import { waivable } from "./rules.js";
import { planStatusWord } from "./words.js";

function wordOf(plan, code) {
  const finding = plan.findings?.find((one) => one.code === code);
  return finding
    ? sentence("plan_finding", code, finding.params)
    : fill(gettext("Notice too late: {rule}"), { rule: code.replaceAll("_", " ") });
}

/** A moment as the field of a form wants it, in the province's time. */
const local = (at) => new Date(at + 8 * 3_600_000).toISOString().slice(0, 16);
const anHourMore = (plan) => local(Math.max(Date.parse(plan.planned_end_at), second.peek()) + 3_600_000);

/** Type of a field → how it is asked. */
const ON_THE_SCREEN = {
  waivable: (field, plan) => {
    const choices = waivable(plan).map((code) => [code, wordOf(plan, code)]);
    return [{ ...field, type: "choice", choices, nothing: choices.length === 0 }];
  },
  later_end: (field, plan) => [{ ...field, type: "moment", value: anHourMore(plan) }],
};

export const nameOf = (number) => `plan ${number}`;

/** `POST planned-outages/{number}/{path}/` on the revision that was seen. */
export const actOn = (plan, path, body, key = newKey(), readAgain = readPlansAgain) =>
  send(`planned-outages/${encodeURIComponent(plan.number)}/${path}/`, body, {
    key,
    rev: plan.rev,
    stale: gettext("Somebody changed this plan meanwhile. It has been read again: look, then repeat."),
    readAgain,
  });

/** @param {{plan: any, readAgain?: () => any}} props `readAgain`: what is shown of it, after a command */
export function PlanActions({ plan, readAgain = readPlansAgain }) {
  const act = ({ path }, body, key) => actOn(plan, path, body, key, readAgain);
  const subject = {
    name: nameOf(plan.number), ids: "plan-action-", state: plan.status, news: planStatusWord(plan.status), act,
  };
  return html`<${Verbs} subject=${subject} actions=${actionsOf(plan.verbs, ON_THE_SCREEN, plan)} />`;
}
