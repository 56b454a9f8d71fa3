/** The job under way: where it stands, what it is, how to get there, and the one thing to do next. */
import { html } from "../../vendor/preact/11.2.0/preact.mjs";
import { actOnOrder } from "../acting.js";
import { isAhead, isAtWork, isComing, mainAction } from "../flow.js";
import { named } from "../../js/names/names.js";
import { fill } from "../../js/text.js";
import { amapLink, geoLink } from "../places.js";
import { open } from "../store.js";
import { safetyItems } from "../safety.js";
import { word } from "../../js/words.js";
import { AsideButtons } from "./aside.js";
import { Answers, Distance, Note } from "./facts.js";
import { Found } from "./finding.js";
import { OWN_FORMS } from "./forms.js";
import { Device } from "./device.js";
import { Finished } from "./finished.js";
import { JobMap } from "./map.js";
import { Limit } from "./limit.js";
import { OtherJobs } from "./others.js";
import { Grade, Icon } from "./parts.js";
import { Position } from "./position.js";
import { Steps } from "./steps.js";

export function Job({ order }) {
  return html`<main id="main" class="job">
    <div class="scroll">
      <${Steps} order=${order} />
      <${Position} />
      ${isAhead(order.status) && html`<${Device} />`}
      <section class="card">
        <h2 class="card-title"><${Grade} grade=${order.grade} /><span>${order.title}</span></h2>
        <p class="card-place">${named(order.address ?? order.place)}</p>
        <p class="card-line"><span>${word("fault", order.fault_kind)}
          ${isComing(order.status) && html`<${Distance} order=${order} before=" · " />`}</span>
          <${Limit} order=${order} /></p>
        ${order.urge_count > 0 && html`<p class="card-urged" role="status">${fill(gettext("urged {n}×"),
          { n: order.urge_count })}</p>`}
        <${Note} order=${order} /><${Answers} order=${order} />
        ${order.located && isAhead(order.status) && html`<${JobMap} order=${order} />`}
        <${Ways} order=${order} />
      </section>
      ${isAtWork(order.status) && html`<${Found} order=${order} />`}
      ${isAhead(order.status) && html`<${Safety} order=${order} />`}
      <${OtherJobs} />
      <${AsideButtons} order=${order} />
      ${isAhead(order.status) && html`<p class="ask-help"><button type="button" class="button"
        onClick=${() => open(order, "help")}>${gettext("Call for help")}</button></p>`}
      <${Finished} />
    </div>
    <${ActionBar} order=${order} />
  </main>`;
}

/** Call the customer, find the way. Without a number the button says whom it calls instead. */
function Ways({ order }) {
  const { phone, name } = order.contact ?? {};
  return html`<div class="ways">
    ${
      phone
        ? html`<a class="way" href=${`tel:${phone}`}><${Icon} name="phone" /><span>
          ${gettext("Call")} ${name || order.customer?.name || ""}</span></a>`
        : html`<a class="way" href="tel:95598"><${Icon} name="phone" /><span>
          ${gettext("No number: call 95598")}</span></a>`
    }
    ${
      order.located &&
      html`<a class="way" href=${amapLink(order)} target="_blank" rel="noreferrer"><${Icon} name="route" /><span>
        ${gettext("Navigate")}</span></a>
    <a class="way" href=${geoLink(order)}><${Icon} name="map" /><span>${gettext("Other map")}</span></a>`
    }
  </div>`;
}

function Safety({ order }) {
  return html`<section class="card safety">
    <h3><${Icon} name="shield" />${gettext("Before you touch anything")}</h3>
    <ul>${safetyItems(order).map((item) => html`<li key=${item}>${item}</li>`)}</ul>
  </section>`;
}

/** Repair and report have pages of their own; whatever else asks for words has the plain form. */
const isAsked = ({ verb, form }) => verb in OWN_FORMS || form.length > 0;

function ActionBar({ order }) {
  const action = mainAction(order.status);
  if (!action)
    return html`<div class="actions"><p class="sending" role="status">
      ${gettext("Recorded. It is sent as soon as there is a connection.")}</p></div>`;
  const go = () => (isAsked(action) ? open(order, action.verb) : actOnOrder(order, action.verb));
  return html`<div class="actions"><button type="button" class="act" onClick=${go}>${action.label}</button></div>`;
}
