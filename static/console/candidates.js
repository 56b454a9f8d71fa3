// Ranked crews with the reasons for their rank; the chosen one is named on the button.
import { html, useSignal } from "../vendor/preact/11.2.0/preact.mjs";
import { distance, number } from "../js/format.js";
import { fill } from "../js/text.js";
import { candidates, chosenCandidate, details, needsCrew } from "./detail_data.js";
import { chosenRank } from "./selection.js";
import { assign, running, say } from "./commands.js";
import { may } from "./rights.js";
import { crews, crewsVersion } from "./store.js";
import { crewWord, partWord, skillWord, whyWord } from "./words.js";

const SHOWN = 5;
const SHOWN_PARTS = 4;

function Parts({ parts }) {
  const told = Object.entries(parts).filter(([name, value]) => name !== "eta" && Math.abs(value) >= 0.05).slice(0, SHOWN_PARTS);
  if (!told.length) return null;
  return html` · ${told.map(([name, value]) => html`<span class=${value < 0 ? "part good" : "part"}>${partWord(name)} ${value > 0 ? "+" : ""}${number(value, 1)}</span> `)}`;
}

function facts(candidate) {
  crewsVersion.value;
  const state = crews.get(candidate.crew_id)?.state;
  return [distance(candidate.distance_km), state && crewWord(state), candidate.skills.map(skillWord).join(" ")].filter(Boolean).join(" · ");
}

function Candidate({ candidate, rank }) {
  const chosen = chosenRank.value === rank;
  return html`<li><button class=${`candidate inset-focus ${chosen ? "selected" : ""}`} aria-pressed=${chosen} onClick=${() => (chosenRank.value = rank)}>
    <kbd class="key">${rank}</kbd>
    <span class="candidate-name clip"><b>${candidate.crew_name}</b> <span class="quiet">${candidate.members?.join(" · ")}</span></span>
    <span class="candidate-eta"><b>${number(candidate.eta_minutes, candidate.eta_minutes < 10 ? 1 : 0)}</b> <span class="unit">${gettext("min")}</span></span>
    <span class="candidate-facts clip">${facts(candidate)}<${Parts} parts=${candidate.score_parts} /></span>
    <span class="candidate-score quiet">${fill(gettext("score {n}"), { n: number(candidate.score, 1) })}</span>
  </button></li>`;
}

function Rejected({ rejected }) {
  if (!rejected?.length) return null;
  return html`<details class="rejected"><summary>${fill(ngettext("{n} crew set aside", "{n} crews set aside", rejected.length), { n: rejected.length })}</summary>
    <ul>${rejected.slice(0, 20).map((crew) => html`<li><span>${crew.crew_name}</span> <span class="quiet">${crew.why.map(whyWord).join(" · ")}</span></li>`)}</ul></details>`;
}

const mayDispatch = (order) => may("dispatch") && ["PENDING_DISPATCH", "DISPATCHED"].includes(order.status);

/** The crew is being asked already: asking again would only take the offer back and start its three minutes anew. */
const wasAsked = (order, candidate) => order.offers.some((offer) => offer.crew_id === candidate?.crew_id && offer.status === "OFFERED");

/** Dispatches to the chosen crew; from the second rank on a reason is asked for first. @returns {Promise<boolean>} */
export async function dispatchChosen(order, reason = "") {
  const candidate = chosenCandidate();
  if (!candidate || !mayDispatch(order) || wasAsked(order, candidate)) return false;
  const taken = await assign(order, candidate, reason);
  if (taken) say(fill(gettext("Offered to {crew}"), { crew: candidate.crew_name }));
  return taken;
}

function AssignForm({ order }) {
  const reason = useSignal("");
  const candidate = chosenCandidate();
  const sent = running.value.get(order.id);
  const asked = wasAsked(order, candidate);
  const submit = (event) => {
    event.preventDefault();
    dispatchChosen(order, reason.value.trim()).then((taken) => taken && (reason.value = ""));
  };
    return html`<form class="assign" onSubmit=${submit}>
    ${chosenRank.value > 1 && !asked && html`<label class="field"><span>${gettext("Why not the first crew")}</span>
      <input class="input" id="override-reason" required value=${reason.value} onInput=${(event) => (reason.value = event.currentTarget.value)} /></label>`}
    ${sent?.state === "unsure"
      ? html`<button type="button" class="button primary" onClick=${sent.retry}>${gettext("Not confirmed: try again")}</button>`
      : asked ? html`<p class="quiet">${fill(gettext("Offered to {crew}"), { crew: candidate.crew_name })}</p>`
      : html`<button class="button primary" disabled=${!candidate || sent}>${sent ? sent.word : fill(gettext("Dispatch to {crew}"), { crew: candidate?.crew_name ?? "…" })}${!sent && html`<kbd class="key">↵</kbd>`}</button>`}
  </form>`;
}

export function Candidates({ order }) {
  const { proposal, loading } = details.value;
  if (!needsCrew(order) || !order.located) return null;
  const shown = candidates().slice(0, SHOWN);
  const total = (proposal?.candidates.length ?? 0) + (proposal?.rejected?.length ?? 0);
  return html`<section class="panel" aria-label=${gettext("Candidate crews")}>
    <header class="panel-head"><h3 class="panel-title">${gettext("Candidate crews")}</h3><span class="quiet">${gettext("travel × load × grid × position")}</span>
      ${proposal && html`<span class="panel-side quiet">${shown.length} / ${total}</span>`}</header>
    ${!proposal && loading && html`<div class="skeletons small" aria-hidden="true"><div class="skeleton"></div><div class="skeleton"></div><div class="skeleton"></div></div>`}
    <ol>${shown.map((candidate, index) => html`<${Candidate} key=${candidate.crew_id} candidate=${candidate} rank=${index + 1} />`)}</ol>
    ${proposal && shown.length === 0 && html`<p class="empty">${gettext("No crew can take this order now. The reasons are below; the order stays in the queue.")}</p>`}
    <${Rejected} rejected=${proposal?.rejected} />
    ${shown.length > 0 && mayDispatch(order) && html`<${AssignForm} order=${order} />`}
  </section>`;
}
