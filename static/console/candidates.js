// Ranked crews with the reasons for their rank; the chosen one is named on the button.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { distance, number } from "../js/format.js";
import { fill } from "../js/text.js";
import { candidates, chosenCandidate, details, needsCrew } from "./detail_data.js";
import { choiceOf } from "./choice.js";
import { assign, running } from "./commands.js";
import { saidDone } from "../ui/undo.js";
import { may } from "../js/rights.js";
import { phaseOf } from "../js/states.js";
import { word, wordsOf } from "../js/words.js";
import { crews, crewsVersion } from "../live/store.js";
import { named } from "../js/names/names.js";

export const SHOWN = 5;
const SHOWN_PARTS = 4;

function Parts({ parts }) {
  const told = Object.entries(parts ?? {})
    .filter(([name, value]) => name !== "eta" && Math.abs(value) >= 0.05)
    .slice(0, SHOWN_PARTS);
  if (!told.length) return null;
  return html` · ${told.map(([name, value]) => html`<span class=${value < 0 ? "part good" : "part"}>
    ${word("score_part", name)} ${value > 0 ? "+" : ""}${number(value, 1)}</span> `)}`;
}

function facts(candidate) {
  crewsVersion.value;
  const state = crews.get(candidate.crew_id)?.state;
  const skills = (candidate.skills ?? []).map(wordsOf("skill")).join(" ");
  return [distance(candidate.distance_km), state && word("crew_state", state), skills].filter(Boolean).join(" · ");
}

/** What stands in the line of one crew, whoever asks about it. */
export function CandidateFacts({ candidate, rank }) {
  return html`<kbd class="key">${rank}</kbd>
    <span class="candidate-name clip"><b>${named(candidate.crew_name)}</b> <span class="quiet">
      ${candidate.members?.join(" · ")}</span></span>
    <span class="candidate-eta"><b>${number(candidate.eta_minutes, candidate.eta_minutes < 10 ? 1 : 0)}</b> <span
      class="unit">${gettext("min")}</span></span>
    <span class="candidate-facts">${facts(candidate)}<${Parts} parts=${candidate.score_parts} /></span>
    <span class="candidate-score quiet"
      title=${gettext("Minutes of travel plus what speaks against this crew; the lowest goes first")}>
      ${fill(gettext("score {n}"), { n: number(candidate.score, 1) })}</span>`;
}

function Candidate({ order, candidate, rank }) {
  const chosen = chosenCandidate()?.crew_id === candidate.crew_id;
  const pick = () => choose(order, rank);
  return html`<li><button class=${`candidate inset-focus ${chosen ? "selected" : ""}`} aria-pressed=${chosen}
    onClick=${pick}><${CandidateFacts} candidate=${candidate} rank=${rank} /></button></li>`;
}

/** Takes the candidate of this rank on the screen; the choice then follows the crew. */
export function choose(order, rank) {
  const candidate = candidates()[rank - 1];
  if (candidate) choiceOf(order).change({ crew_id: candidate.crew_id, crew_name: candidate.crew_name });
}

export function Rejected({ rejected }) {
  if (!rejected?.length) return null;
  return html`<details class="rejected"><summary>${fill(ngettext("{n} crew set aside", "{n} crews set aside",
    rejected.length), { n: rejected.length })}</summary>
    <ul>${rejected.slice(0, 20).map((crew) => html`<li><span>${named(crew.crew_name)}</span> <span class="quiet">
      ${crew.why.map(wordsOf("why_not")).join(" · ")}</span></li>`)}</ul></details>`;
}

/** order id → revision on which a crew was asked from here; until the card moves on, Enter must not ask another one. */
const asked = new Map();

const mayDispatch = (order) =>
  may("dispatch") && phaseOf(order.status) === "dispatching" && asked.get(order.id) !== order.rev;

/** The crew is being asked already: asking again would only take the offer back and start its three minutes anew. */
const wasAsked = (order, candidate) =>
  order.offers.some((offer) => offer.crew_id === candidate?.crew_id && offer.status === "OFFERED");

const isFirst = (candidate) => candidates()[0]?.crew_id === candidate?.crew_id;

/** Whether this choice goes against the machine's and therefore needs a reason. */
export const needsReason = (order) =>
  Boolean(chosenCandidate()) && !isFirst(chosenCandidate()) && !wasAsked(order, chosenCandidate());

/** Dispatches to the chosen crew; from the second rank on a reason is asked for first. @returns {Promise<boolean>} */
export async function dispatchChosen(order) {
  const candidate = chosenCandidate();
  if (!candidate || !mayDispatch(order) || wasAsked(order, candidate)) return false;
  const taken = await assign(order, candidate, isFirst(candidate) ? "" : choiceOf(order).values.peek().reason.trim());
  if (taken.done) {
    asked.set(order.id, order.rev);
    choiceOf(order).drop(); // nothing stays chosen: the next Enter must not send another crew
    saidDone(fill(gettext("Offered to {crew}"), { crew: named(candidate.crew_name) }), taken.undo);
  }
  return taken.done;
}

function AssignForm({ order }) {
  const choice = choiceOf(order);
  const candidate = chosenCandidate();
  const sent = running.value.get(order.id);
  const waits = wasAsked(order, candidate);
  const submit = (event) => {
    event.preventDefault();
    dispatchChosen(order);
  };
  return html`<form class="assign" onSubmit=${submit}>
    ${
      needsReason(order) &&
      html`<label class="field"><span>${gettext("Why not the first crew")}</span>
      <input class="input" id="override-reason" required maxlength="200" value=${choice.values.value.reason}
        onInput=${(event) => choice.change({ reason: event.currentTarget.value })} /></label>`
    }
    ${
      sent?.state === "unsure"
        ? html`<button type="button" class="button primary" onClick=${sent.retry}>
          ${gettext("Not confirmed: try again")}</button>`
        : waits
          ? html`<p class="quiet">${fill(gettext("Offered to {crew}"), { crew: named(candidate.crew_name) })}</p>`
          : html`<button class="button primary" disabled=${!candidate || sent}>
            ${sent ? sent.word : candidate ? fill(gettext("Dispatch to {crew}"), { crew: named(candidate.crew_name) }) :
            gettext("Choose a crew above")}${!sent && candidate && html`<kbd class="key">↵</kbd>`}</button>`
    }
  </form>`;
}

export function Candidates({ order }) {
  const { proposal, loading } = details.value;
  if (!needsCrew(order) || !order.located) return null;
  const shown = candidates().slice(0, SHOWN);
  const total = (proposal?.candidates.length ?? 0) + (proposal?.rejected?.length ?? 0);
  return html`<section class="panel" aria-label=${gettext("Candidate crews")}>
    <header class="panel-head"><h3 class="panel-title">${gettext("Candidate crews")}</h3><span class="quiet">
      ${gettext("travel × load × grid × position")}</span>
      ${proposal && html`<span class="panel-side quiet">${shown.length} / ${total}</span>`}</header>
    ${!proposal && loading && html`<div class="skeletons small" aria-hidden="true"><div class="skeleton"></div><div
      class="skeleton"></div><div class="skeleton"></div></div>`}
    <ol>${shown.map((candidate, index) => html`<${Candidate} key=${candidate.crew_id} order=${order}
      candidate=${candidate} rank=${index + 1} />`)}</ol>
    ${proposal && shown.length === 0 && html`<p class="empty">
      ${gettext("No crew can take this order now. The reasons are below; the order stays in the queue.")}</p>`}
    <${Rejected} rejected=${proposal?.rejected} />
    ${shown.length > 0 && mayDispatch(order) && html`<${AssignForm} order=${order} />`}
  </section>`;
}
