// One order in the queue: fixed height, two lines, time left, what happens with it.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { number, shortMoment } from "../js/format.js";
import { fill } from "../js/text.js";
import { running } from "./commands.js";
import { Countdown, SlaBar } from "./countdown.js";
import { Glyph } from "../ui/glyph.js";
import { LookerMark } from "./looking.js";
import { nextClock } from "./queue_rules.js";
import { phaseOf, statusWord } from "../js/states.js";
import { word, wordsOf } from "../js/words.js";
import { outageOf } from "./selection.js";
import { placeOf } from "./words.js";
import { second } from "../live/store.js";
import { named } from "../js/names/names.js";

/** What was said; the place that stands before it is not said twice. */
const titleOf = ({ place, title }) => (place && title.startsWith(place) ? title.slice(place.length).trim() : title);

/** How many are without power by the outage that this order repairs, and how many calls are one with it. */
function Dark({ order }) {
  const outage = outageOf(order);
  const calls = outage?.calls > 1 && fill(ngettext("{n} call", "{n} calls", outage.calls), { n: number(outage.calls) });
  return outage && html`<b class="row-dark">${fill(gettext("{n} out"), { n: number(outage.customers_out) })}</b>
    ${calls && ` · ${calls}`} · `;
}

const TONE = { en_route: "acc", on_site: "site", restored: "ok" };

function activity(order) {
  const sent = running.value.get(order.id);
  if (sent) return html`<span class=${`activity ${sent.state}`}>${sent.word}</span>`;
  const asked = order.offers.find((offer) => offer.status === "OFFERED");
  if (order.attention) return html`<${Attention} reasons=${order.reasons} />`;
  const who = named(order.crew?.name ?? asked?.crew_name);
  return html`<span class=${`activity ${TONE[phaseOf(order.status)] ?? ""}`}>${statusWord(order.status)}
    ${who ? ` · ${who}` : ""}</span>`;
}

/** The gravest reason in words, how many more there are, and all of them in the title. */
function Attention({ reasons: [first, ...others] }) {
  const all = [first, ...others].map(wordsOf("reason")).join("\n");
  return html`<span class="activity attention" title=${all}>${shortAttention(first)}
    ${others.length ? ` +${others.length}` : ""}</span>`;
}

/** In two or three words where there are such. */
const shortAttention = (code) => word("reason_short", code, word("reason", code));

/**
 * @param {{order: any, style: object, selected: boolean, gone: boolean, fresh: boolean, onPick: (id: number) => void}}
 *   props
 */
export function OrderRow({ order, style, selected, gone, fresh, onPick }) {
  const clock = gone ? null : nextClock(order); // what has ended runs no more
  const classes = `row ${selected ? "selected" : ""} ${gone ? "gone" : ""} ${fresh ? "changed" : ""}`;
  return html`<li id=${`order-${order.id}`} class=${classes} role="option" aria-selected=${selected} style=${style}
    onClick=${() => onPick(order.id)}>
    <${Glyph} grade=${order.grade} />
    <div class="row-line"><span class="row-title clip"><b>${placeOf(order)}</b> ${titleOf(order)}</span><${LookerMark}
      orderId=${order.id} /><span class="row-time"><${Countdown} clock=${clock} /></span></div>
    <div class="row-line"><span class="row-facts clip"><${Dark} order=${order} />
      ${clock ? `${word("clock", clock.code)} · ` : ""}<time title=${gettext("Reported")}>
      ${shortMoment(order.reported_at, second.value)}</time> · …${order.number.slice(-7)}
      ${` · ${word("fault", order.fault_kind)}`}</span>
      <span class="row-activity clip">${gone ? html`<span class="activity quiet">${gettext("Left the board")}</span>` :
        activity(order)}</span></div>
    <${SlaBar} clock=${clock} />
  </li>`;
}
