// @ts-check
// Whom a plan affects, as frozen when the notices went out: read when it is unfolded, a page at a time.
import { html, useEffect, useSignal } from "../../vendor/preact/11.2.0/preact.mjs";
import { get } from "../../js/api.js";
import { number } from "../../js/format.js";
import { named } from "../../js/names/names.js";
import { fill } from "../../js/text.js";
import { word } from "../../js/words.js";

const AT_ONCE = "100";

/** @param {{one: any}} props */
function Line({ one }) {
  const told = one.notices.map((/** @type {any} */ notice) =>
    `${word("channel", notice.channel)} ${word("notice_outcome", notice.outcome)}`).join(", ");
  return html`<li><b>${one.customer}</b> ${one.sensitive_class && html`<span class="chip alarm">
    ${word("sensitive", one.sensitive_class)}</span> `}<span class="quiet">
    ${[one.meter_number, named(one.address), told].filter(Boolean).join(" · ")}</span></li>`;
}

/** @param {{plan: any}} props */
export function AffectedList({ plan }) {
  const open = useSignal(false);
  const rows = useSignal(/** @type {any[]} */ ([]));
  const next = useSignal(/** @type {string | null} */ (null));
  const problem = useSignal("");
  const read = async (/** @type {string} */ cursor) => {
    try {
      const query = { limit: AT_ONCE, ...(cursor ? { cursor } : {}) };
      const answer = await get(`planned-outages/${encodeURIComponent(plan.number)}/customers/`, query);
      rows.value = cursor ? [...rows.peek(), ...answer.results] : answer.results;
      next.value = answer.next && new URL(answer.next, location.href).searchParams.get("cursor");
      problem.value = "";
    } catch (reason) {
      problem.value = /** @type {Error} */ (reason).message;
    }
  };
  useEffect(() => { if (open.value) read(""); }, [open.value, plan.number, plan.round]);
  const unfold = (/** @type {any} */ event) => (open.value = event.currentTarget.open);
  return html`<details class="panel fold" open=${open.value} onToggle=${unfold}><summary class="panel-head"><h3
      class="panel-title">${gettext("Who is affected")}</h3> <span class="count">${number(plan.customers)}</span>
    </summary>
    ${problem.value && html`<p class="problem" role="alert">${fill(gettext("Could not be read: {reason}"),
      { reason: problem.value })}</p>`}
    <ul class="rows">${rows.value.map((one) => html`<${Line} key=${one.id} one=${one} />`)}</ul>
    ${open.value && rows.value.length === 0 && !problem.value &&
      html`<p class="quiet">${gettext("They are listed by name once the notices have gone out.")}</p>`}
    ${next.value && html`<p class="form-buttons"><button class="button small" onClick=${() => read(next.peek() ?? "")}>
      ${gettext("More")}</button></p>`}
  </details>`;
}
