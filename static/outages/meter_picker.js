// Below the field of meters: who is dark by this outage, under their transformers; a choice adds a meter or takes it
// back.
import { html, useEffect, useSignal } from "../vendor/preact/11.2.0/preact.mjs";
import { get } from "../js/api.js";
import { fill } from "../js/text.js";
import { Tree } from "../ui/tree.js";
import { metersOf, toggled, underTransformers } from "./meter_rules.js";

const AT_ONCE = "200";

const line = (row) => row.meters
  ? html`<span class="tree-words"><b>${row.code}</b></span><span class="quiet tree-count">
      ${fill(ngettext("{n} meter", "{n} meters", row.meters.length), { n: row.meters.length })}</span>`
  : html`<span class="tree-words"><b>${row.customer}</b> <span class="quiet">${row.code}</span></span>`;

/** @param {{id: string, address: string, typed: string, onChange: (text: string) => void}} props */
export function MeterPicker({ id, address, typed, onChange }) {
  const rows = useSignal(null);
  const problem = useSignal("");
  const turn = useSignal(0);
  const isCut = useSignal(false);
  useEffect(() => {
    let over = false;
    problem.value = "";
    get(address, { open: "true", limit: AT_ONCE }).then(
      (answer) => {
        if (over) return;
        isCut.value = Boolean(answer.next);
        rows.value = underTransformers(answer.results);
      },
      (reason) => { if (!over) problem.value = reason.message; },
    );
    return () => void (over = true);
  }, [address, turn.value]);
  if (problem.value)
    return html`<p class="problem" role="alert">${fill(gettext("Could not be read: {reason}"),
      { reason: problem.value })} <button type="button" class="button small" onClick=${() => (turn.value += 1)}>
      ${gettext("Try again")}</button></p>`;
  if (rows.value === null) return html`<p class="quiet">${gettext("Reading who is dark…")}</p>`;
  if (rows.value.length === 0)
    return html`<p class="quiet">${gettext("Nobody stands in the ledger yet: type the numbers of the meters.")}</p>`;
  const chosen = metersOf(typed);
  return html`<div class="device-picker"><p class="quiet" role="status">${fill(ngettext("{n} meter chosen",
    "{n} meters chosen", chosen.length), { n: chosen.length })}</p><${Tree} id=${id} rows=${rows.value}
    label=${gettext("Who is dark by this outage")} chosen=${chosen} line=${line}
    onTake=${(row) => onChange(toggled(chosen, row.meters ?? [row.code]).join("\n"))} />
    ${isCut.value && html`<p class="quiet">${gettext("Only the first ones stand here: type the others.")}</p>`}</div>`;
}
