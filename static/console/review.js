// What the crew reported, before somebody approves it: words, the customer, and the photo of the finished work.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { shortMoment } from "../js/format.js";
import { second } from "../live/store.js";
import { Fact } from "../ui/panel.js";

function contact(reply) {
  if (!reply.contacted) return `${gettext("not contacted")} · ${reply.not_contacted_reason}`;
  return [gettext("contacted"), reply.contacted_at && shortMoment(reply.contacted_at, second.peek())]
    .filter(Boolean)
    .join(" ");
}

/** The photo opens in full on its own page; without one that is said, since it is what a review looks for. */
function Photo({ url }) {
  if (!url) return html`<span class="quiet">${gettext("The crew sent no photo.")}</span>`;
  return html`<a href=${url} target="_blank" rel="noreferrer"><img class="reply-photo" src=${url}
    alt=${gettext("Photo of the finished work")} loading="lazy" /></a>`;
}

/** Lines for the facts of an order; `reply` may be null. */
export function ReplyLines({ reply }) {
  if (!reply) return null;
  return html`<${Fact} name=${gettext("Cause")}>${reply.cause}</${Fact}><${Fact} name=${gettext("Measures")}>
    ${reply.measures}</${Fact}>
    <${Fact} name=${gettext("Power back")}>${shortMoment(reply.restored_at, second.peek())}</${Fact}>
    <${Fact} name=${gettext("Customer spoken to")}>${contact(reply)}</${Fact}>
    <${Fact} name=${gettext("The customer says")}>${reply.customer_opinion}</${Fact}>
    <${Fact} name=${gettext("Site check")}>${reply.site_check}</${Fact}>
    <${Fact} name=${gettext("Reported by")}>${reply.author &&
      `${reply.author} · ${shortMoment(reply.at, second.peek())}`}</${Fact}>
    <${Fact} name=${gettext("Photo")}><${Photo} url=${reply.photo} /></${Fact}>`;
}
