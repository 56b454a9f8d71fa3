// A crew picked on the map: who, in what state, since when its position is known, on which order.
import { html, signal, useEffect, useSignal } from "../vendor/preact/11.2.0/preact.mjs";
import { get } from "../js/api.js";
import { ago, number } from "../js/format.js";
import { fill } from "../js/text.js";
import { unitName, word, wordsOf } from "../js/words.js";
import { CallLink } from "./caller.js";
import { Icon } from "../ui/icons.js";
import { select } from "./selection.js";
import { TrailButton } from "./trail_bar.js";
import { crews, crewsVersion, orders, second } from "../live/store.js";
import { named } from "../js/names/names.js";

export const shownCrewId = signal(null);

function orderOf(crew) {
  for (const order of orders.values()) if (order.number === crew.order_number) return order;
  return null;
}

/**
 * The leader's full number, and positions that an app made up, are not on the card of every board: asked for when
 * somebody looks.
 */
function Asked({ crewId }) {
  const asked = useSignal({});
  useEffect(() => {
    asked.value = {};
    get(`crews/${crewId}/`).then((crew) => (asked.value = crew), () => {});
  }, [crewId]);
  const { leader, mock_fixes: mocked } = asked.value;
  return html`${leader?.phone && html`<p><${CallLink} ...${leader} /></p>`}
    ${mocked > 0 && html`<p class="attention-line" role="status">
      ${fill(ngettext("Mock location: {n} made-up position in 24 hours, set aside",
      "Mock location: {n} made-up positions in 24 hours, set aside", mocked), { n: number(mocked) })}</p>`}`;
}

export function CrewCard() {
  crewsVersion.value;
  const crew = crews.get(shownCrewId.value);
  if (!crew) return null;
  const order = crew.order_number && orderOf(crew);
  return html`<div class="crew-card" role="status">
    <button class="icon-button" aria-label=${gettext("Close")} onClick=${() => (shownCrewId.value = null)}><${Icon}
      name="close" /></button>
    <b>${named(crew.name)}</b> <span class="quiet">${unitName(crew.unit)}</span>
    <p>${word("crew_state", crew.state)} · ${crew.skills.map(wordsOf("skill")).join(" ")}</p>
    <p class="quiet">${crew.plate} · ${crew.phone} ${crew.fixed_at && `· ${ago(crew.fixed_at, second.value)}`}</p>
    <${Asked} crewId=${crew.id} />
    <p class="form-buttons">${order && html`<button class="button small" onClick=${() => select(order.id)}>
      ${order.title}</button>`}<${TrailButton} about=${`crew/${crew.id}`} name=${named(crew.name)} /></p>
  </div>`;
}
