/** Which screen the phone shows: an offer comes before everything, then a form, then the job, then the quiet page. */
import { html } from "../../vendor/preact/11.2.0/preact.mjs";
import { actionsOf } from "../flow.js";
import { job, messages, offer, openForm, photoLeftOut, refused, signedOut, suspended, takenBack } from "../store.js";
import { FindingForm } from "./finding.js";
import { Aside } from "./aside.js";
import { OWN_FORMS } from "./forms.js";
import { Help } from "./help.js";
import { Job } from "./job.js";
import { Offer } from "./offer.js";
import { Messages, PhotoLeftOut, Refused, StandingStill, TakenBack } from "./refused.js";
import { Resting } from "./resting.js";
import { TopBar } from "./topbar.js";

export function Phone({ name }) {
  return html`
    <${TopBar} name=${name} />
    ${signedOut.value &&
      html`<p class="banner lost">${gettext("You are signed out. What you recorded is kept on this phone.")} <a
      href="/login/?next=/crew/">${gettext("Sign in")}</a></p>`}
    ${messages.value.length > 0 && html`<${Messages} />`}
    ${refused.value.length > 0 && html`<${Refused} />`}
    ${takenBack.value.length > 0 && html`<${TakenBack} />`}
    ${suspended.value.length > 0 && html`<${StandingStill} />`}
    ${photoLeftOut.value.length > 0 && html`<${PhotoLeftOut} />`}
    <${Screen} />
  `;
}

function Screen() {
  if (offer.value) return html`<${Offer} key=${offer.value.id} offer=${offer.value} />`;
  if (!job.value) return html`<${Resting} />`;
  if (openForm.value === "finding") return html`<${FindingForm} key=${job.value.number} order=${job.value} />`;
  if (openForm.value === "help") return html`<${Help} key=${job.value.number} order=${job.value} />`;
  const action = actionsOf(job.value.status).find(({ verb }) => verb === openForm.value);
  if (action)
    return html`<${OWN_FORMS[action.verb] ?? Aside} key=${job.value.number} order=${job.value} action=${action} />`;
  return html`<${Job} order=${job.value} />`;
}
