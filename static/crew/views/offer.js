/** A new job: what, where, how far, and the time left to say yes or no. */
import { html, useState } from "../../vendor/preact/11.2.0/preact.mjs";
import { countdown, hourMinute } from "../../js/format.js";
import { named } from "../../js/names/names.js";
import { fill } from "../../js/text.js";
import { choicesOf, word } from "../../js/words.js";
import { answerOffer } from "../acting.js";
import { clockMs } from "../store.js";
import { Distance, Note } from "./facts.js";
import { Chips, Grade } from "./parts.js";

const OFFER_MS = 180_000;
const RING = 2 * Math.PI * 52;

export function Offer({ offer }) {
  const [reason, setReason] = useState("");
  const { order } = offer;
  return html`<main id="main" class="offer">
    <div class="scroll">
      <div class="offer-head"><${Ring} offer=${offer} /><div><p class="caption">
        ${gettext("New job")}</p><p class="offer-eta">${etaText(offer)}</p><${Distance} order=${order} /></div></div>
      <div class="card">
        <h2 class="card-title"><${Grade} grade=${order.grade} /><span>${order.title}</span></h2>
        <p class="card-place">${named(order.place)}</p>
        <${Note} order=${order} />
        <p class="caption">${word("fault", order.fault_kind)} · ${fill(gettext("reported {time}"),
          { time: hourMinute(order.reported_at) })}</p>
      </div>
      <fieldset class="decline">
        <legend>${gettext("Cannot take it? Say why:")}</legend>
        <${Chips} label=${gettext("Reason")} options=${choicesOf("reject")}
          value=${reason} onPick=${setReason} />
      </fieldset>
    </div>
    <div class="actions two">
      <button type="button" class="act second" disabled=${!reason}
        onClick=${() => answerOffer(offer, "reject", { reason })}>${gettext("Decline")}</button>
      <button type="button" class="act" onClick=${() => answerOffer(offer, "accept")}>${gettext("Accept")}</button>
    </div>
  </main>`;
}

function etaText({ eta_minutes: eta }) {
  return eta == null ? "" : fill(gettext("about {n} min away"), { n: Math.max(1, Math.round(eta)) });
}

/** The ring empties as the offer runs out; the figure says the same. */
function Ring({ offer }) {
  const whole = offer.offered_at ? Date.parse(offer.expires_at) - Date.parse(offer.offered_at) : OFFER_MS;
  const left = Math.max(0, Date.parse(offer.expires_at) - clockMs.value);
  const share = Math.min(1, left / whole);
  return html`<div class="ring" data-near=${left < 30_000}>
    <svg viewBox="0 0 120 120" aria-hidden="true"><circle cx="60" cy="60" r="52" /><circle class="ring-left" cx="60"
      cy="60" r="52" stroke-dasharray=${`${RING * share} ${RING}`} /></svg>
    <span role="timer">${countdown(left)}</span>
  </div>`;
}
