// @ts-check
// The call-taking desk: who is on the line, what is known, what they want; filed, read out, on to the next one.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { CardParts } from "../console/customer_card.js";
import { Frame, mountScreen } from "../ui/frame.js";
import { Unread } from "../ui/panel.js";
import { Skeletons } from "../ui/parts.js";
import { caller, onTheLine, readCaller, startDesk, told } from "./data.js";
import { Done } from "./done.js";
import { CallForm } from "./form.js";
import { KEYS, listenWhileTyping } from "./keys.js";

function Card() {
  const { problem, card } = caller.value ?? {};
  if (!onTheLine.value)
    return html`<p class="empty">${gettext("Who is on the line stands here once they are found.")}</p>`;
  if (problem) return html`<${Unread} problem=${problem} again=${() => readCaller()} />`;
  return card ? html`<${CardParts} card=${card} />` : html`<${Skeletons} small count=${4} />`;
}

function Page() {
  return html`<${Frame} area="calls" title=${gettext("Call desk")} keys=${KEYS} kind="call-page">
    <div class="call-columns">${told.isBlank() ? html`<${CallForm} />` : html`<${Done} />`}
      <aside class="call-card" aria-label=${gettext("Customer card")}><${Card} /></aside></div>
  </${Frame}>`;
}

const start = [startDesk, listenWhileTyping];

export const mount = (element, props) => mountScreen(element, props, { page: Page, keys: KEYS, start });
