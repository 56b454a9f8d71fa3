// The outage that an order belongs to, in one line of its facts.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { number, shortMoment } from "../js/format.js";
import { fill } from "../js/text.js";
import { outageStatusWord } from "../outages/words.js";
import { outages, outagesVersion, second } from "../live/store.js";

/** The live card when the board has it, else what the order's record said. */
function present(brief) {
  outagesVersion.value;
  for (const card of outages.values()) if (card.number === brief.number) return { ...brief, ...card };
  return brief;
}

export function OrderOutage({ brief }) {
  const outage = present(brief);
  const facts = [
    outageStatusWord(outage.status),
    fill(gettext("{out} of {total} customers out"), {
      out: number(outage.customers_out),
      total: number(outage.customers_total),
    }),
    outage.etr_at && fill(gettext("until about {time}"), { time: shortMoment(outage.etr_at, second.peek()) }),
    fill(ngettext("{n} call merged", "{n} calls merged", outage.calls), { n: number(outage.calls) }),
  ];
  return html`<a href=${`/outages/?o=${encodeURIComponent(outage.number)}`}>${outage.number}</a> <span class="quiet">
    ${facts.filter(Boolean).join(" · ")}</span>`;
}
