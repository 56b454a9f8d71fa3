/** Facts of an order that both the offer and the job show. */
import { html } from "../../vendor/preact/11.2.0/preact.mjs";
import { distance } from "../../js/format.js";
import { fill } from "../../js/text.js";
import { metresBetween } from "../../js/distance.js";
import { place } from "../store.js";

/** From the phone's last fix, as the crow flies; nothing when either place is unknown. */
export function Distance({ order, before = "" }) {
  if (!order.located || !place.value.fix) return null;
  return html`<span class="distance">${before}${fill(gettext("{distance} as the crow flies"),
    { distance: distance(metresBetween(place.value.fix, order) / 1000) })}</span>`;
}

/** The title is the beginning of the customer's words; the note brings the rest of a long report. */
export function Note({ order }) {
  const rest = (order.description ?? "").startsWith(order.title)
    ? order.description.slice(order.title.length)
    : order.description;
  return rest ? html`<p class="card-note">…${rest.replace(/^[\s，。、；,.;]+/, "")}</p>` : null;
}

/** What the customer answered by their link: where, how far, a photo of the switch. */
export function Answers({ order }) {
  const told = order.answers ?? [];
  return told.length > 0 && html`<ul class="card-answers">${told.map((one) => html`<li key=${one.id}>
    <span class="quiet">${one.question}</span> ${one.said}${one.photo && html`<a href=${one.photo} target="_blank"
      rel="noreferrer"><img src=${one.photo} alt=${gettext("Photo from the customer")} loading="lazy" /></a>`}</li>`)}
    </ul>`;
}
