/** The nearest time limit of the order, counted down; over the limit it counts up, in words and colour. */
import { html } from "../../vendor/preact/11.2.0/preact.mjs";
import { countdown } from "../../js/format.js";
import { fill } from "../../js/text.js";
import { word } from "../../js/words.js";
import { clockMs } from "../store.js";

const NEAR_MS = 10 * 60_000;

export function Limit({ order }) {
  const text = word("limit", order.next_due_code, "");
  if (!text || !order.next_due_at) return null;
  const left = Date.parse(order.next_due_at) - clockMs.value;
  const level = left < 0 ? "over" : left < NEAR_MS ? "near" : "calm";
  return html`<span class="limit" data-level=${level}>${left < 0 ?
    fill(gettext("{time} over the limit"), { time: countdown(left) }) : fill(text, { time: countdown(left) })}
    </span>`;
}
