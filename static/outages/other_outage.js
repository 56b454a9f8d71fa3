// Below the field of a number: the outages that may be meant, the nearest first; a click on the map does the same.
import { html, useEffect } from "../vendor/preact/11.2.0/preact.mjs";
import { distance, number } from "../js/format.js";
import { picking, pointed } from "../js/map/network/picking.js";
import { fill } from "../js/text.js";
import { unitName } from "../js/words.js";
import { Tree } from "../ui/tree.js";
import { cards } from "./choice.js";
import { feederOf, nameOf, nearest } from "./rules.js";

const line = ({ outage, metres }) => html`<span class="tree-words"><b>${nameOf(outage)}</b> <span class="quiet">${[
    feederOf(outage) !== nameOf(outage) && feederOf(outage), unitName(outage.centre), outage.number,
  ].filter(Boolean).join(" · ")}</span></span><span class="quiet tree-count">${[
    metres !== null && distance(metres / 1000), fill(gettext("{n} customers"), { n: number(outage.customers_out) }),
  ].filter(Boolean).join(" · ")}</span>`;

/** @param {{id: string, outage: any, typed: string, onTake: (number: string) => void}} props */
export function OtherOutage({ id, outage, typed, onTake }) {
  useEffect(() => {
    const hint = gettext("Click the outage that stays on the map, or choose it in the list");
    const ask = { takeOutage: onTake, hint };
    picking.value = ask;
    return () => {
      if (picking.peek() === ask) picking.value = null;
      pointed.value = null;
    };
  }, []);
  const rows = nearest(outage, cards.value.values(), typed);
  if (rows.length === 0) return html`<p class="quiet">${gettext("No other outage fits what is typed.")}</p>`;
  const point = ({ outage: { lon, lat } }) => (pointed.value = lat === null || lat === undefined ? null : { lon, lat });
  return html`<div class="device-picker"><${Tree} id=${id} label=${gettext("Outages nearby")} rows=${rows}
    chosen=${[typed]} line=${line} onMark=${point} onTake=${(row) => onTake(row.code)} /></div>`;
}
