// What happened with an order, newest first.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { shortMoment } from "../js/format.js";
import { details } from "./detail_data.js";
import { Entry } from "../ui/panel.js";
import { Skeletons } from "../ui/parts.js";
import { second } from "../live/store.js";
import { statusWord } from "../js/states.js";
import { wordsOf } from "../js/words.js";

const HEADLINES = {
  status: statusWord,
  offer: wordsOf("offer"),
  clock: wordsOf("clock"),
  note: (code) => (code === "URGE" ? gettext("Urged") : gettext("Note")),
  finding: () => gettext("Crew found"),
  late: () => gettext("Late word"),
  answer: wordsOf("question"),
  decision: () => gettext("Chosen by hand"),
};

/**
 * [headline, rest]. Moves and clock warnings come in words ("Suspended: road closed"), the others as a code and a text.
 */
export function told({ kind, code, text }) {
  if (text && (kind === "status" || kind === "clock")) {
    const [, head, rest] = text.match(/^(.*?)(?:[:：]\s*(.*))?$/s);
    return [head, rest ?? ""];
  }
  const head = (HEADLINES[kind] ?? String)(code);
  return [head, text === head ? "" : text]; // an urge without words says its name once
}

function Told({ entry, newest }) {
  const [head, rest] = told(entry);
  return html`<${Entry} at=${shortMoment(entry.at, second.peek(), { seconds: true })} newest=${newest}>
    <b>${head}</b> ${rest}${entry.actor && html` <span class="quiet">· ${entry.actor}</span>`}</${Entry}>`;
}

export function Timeline() {
  const newestFirst = [...details.value.timeline].reverse();
  return html`<section class="panel" aria-label=${gettext("Timeline")}><header class="panel-head"><h3
    class="panel-title">${gettext("Timeline")}</h3></header>
    <ol class="timeline">${newestFirst.map((entry, index) =>
      html`<${Told} key=${`${entry.at}${entry.kind}${entry.code}${index}`} entry=${entry} newest=${index === 0} />`)}
      </ol>
    ${details.value.loading && newestFirst.length === 0 && html`<${Skeletons} small count=${2} />`}
  </section>`;
}
