/** Which screen the phone shows: an offer comes before everything, then a form, then the job, then the quiet page. */
import { html } from "../../vendor/preact/11.2.0/preact.mjs";
import { actionsOf } from "../flow.js";
import {
  job, lasting, leftOut, messages, noRoom, offer, openForm, refused, reportSent, signedOut, suspended, takenBack,
} from "../store.js";
import { FindingForm } from "./finding.js";
import { Aside } from "./aside.js";
import { OWN_FORMS } from "./forms.js";
import { Help } from "./help.js";
import { Job } from "./job.js";
import { Offer } from "./offer.js";
import { LeftOut, Messages, NoRoom, Refused, StandingStill, TakenBack } from "./refused.js";
import { Resting } from "./resting.js";
import { TopBar } from "./topbar.js";

export function Phone({ name }) {
  return html`
    <${TopBar} name=${name} />
    ${signedOut.value &&
      html`<p class="banner lost">${gettext("You are signed out. What you recorded is kept on this phone.")} <a
      href="/login/?next=/crew/">${gettext("Sign in")}</a></p>`}
    ${!lasting.value &&
      html`<p class="banner late">${gettext("This phone keeps nothing for later: act only with a connection, or call.")}
      </p>`}
    ${messages.value.length > 0 && html`<${Messages} />`}
    ${refused.value.length > 0 && html`<${Refused} />`}
    ${takenBack.value.length > 0 && html`<${TakenBack} />`}
    ${suspended.value.length > 0 && html`<${StandingStill} />`}
    ${leftOut.value.length > 0 && html`<${LeftOut} />`}
    ${reportSent.value && html`<p class="banner back" role="status"><b>${gettext("Report sent")}</b>${" · "}
      ${reportSent.value.title}</p>`}
    ${noRoom.value && html`<${NoRoom} />`}
    <${Screen} />
  `;
}

function Screen() {
  if (offer.value) return html`<${Offer} key=${offer.value.id} offer=${offer.value} />`;
  const order = job.value;
  if (!order) return html`<${Resting} />`;
  const { name } = openForm.value ?? {};
  if (name === "finding") return html`<${FindingForm} key=${order.number} order=${order} />`;
  if (name === "help") return html`<${Help} key=${order.number} order=${order} />`;
  const action = actionsOf(order.status).find(({ verb }) => verb === name);
  if (action)
    return html`<${OWN_FORMS[action.verb] ?? Aside} key=${order.number} order=${order} action=${action} />`;
  return html`<${Job} key=${order.number} order=${order} />`;
}
