/** The jobs that this crew reported today, sent or not yet. */
import { html } from "../../vendor/preact/11.2.0/preact.mjs";
import { hourMinute } from "../../js/format.js";
import { named } from "../../js/names/names.js";
import { work } from "../store.js";
import { Grade } from "./parts.js";

export function Finished() {
  const orders = work.value.finished ?? [];
  if (orders.length === 0) return null;
  return html`<section class="others" id="finished">
    <h3>${gettext("Finished today")} <span class="caption">${orders.length}</span></h3>
    <ul>${orders.map((order) => html`<li key=${order.number} class="done-job"><${Grade} grade=${order.grade} />
      <span><b>${order.title}</b><small>${named(order.place)}</small></span><em>
        ${hourMinute(order.at)} · ${order.status}</em>
    </li>`)}</ul>
  </section>`;
}
