/** Connection and queue at a glance: a crew must always know whether the centre has what it tapped. */
import { html, useState } from "../../vendor/preact/11.2.0/preact.mjs";
import { fill } from "../../js/text.js";
import { forgetWork } from "../memory.js";
import { connection, waiting } from "../store.js";
import { Icon } from "./parts.js";

const WORDS = {
  connecting: () => gettext("Connecting"),
  live: () => gettext("Live"),
  late: () => gettext("Weak connection"),
  lost: () => gettext("Offline"),
};

function queueText(count) {
  if (count === 0) return "";
  return fill(ngettext("{n} to send", "{n} to send", count), { n: count });
}

export function TopBar({ name }) {
  return html`<header class="topbar">
    <h1 class="sr-only">${gettext("Crew")}</h1>
    <p class="line-state" data-state=${connection.value} role="status">
      <i></i><b>${WORDS[connection.value]()}</b>${waiting.value.length > 0 &&
        html`<span class="queue"> · ${queueText(waiting.value.length)}</span>`}
    </p>
    <${Menu} name=${name} />
  </header>`;
}

async function signOut() {
  await forgetWork();
  document.getElementById("sign-out").submit();
}

/** Without a line nobody can be signed out; with words not sent yet it is asked once more. */
function SignOut() {
  const [asked, setAsked] = useState(false);
  const count = waiting.value.length;
  if (connection.value === "lost")
    return html`<button type="button" disabled>${gettext("Sign out: needs a connection")}</button>`;
  if (count > 0 && !asked)
    return html`<button type="button" onClick=${() => setAsked(true)}>${gettext("Sign out")}</button>`;
  return html`${count > 0 && html`<p class="caption" role="alert">${fill(
    ngettext("{n} action is not sent yet. It stays on this phone until you sign in here again.",
      "{n} actions are not sent yet. They stay on this phone until you sign in here again.", count),
    { n: count })}</p>`}
    <button type="button" onClick=${signOut}>${count > 0 ? gettext("Sign out all the same") :
      gettext("Sign out")}</button>`;
}

function Menu({ name }) {
  const english = document.documentElement.lang === "en";
  return html`<details class="menu">
    <summary aria-label=${gettext("Menu")}><${Icon} name="menu" /></summary>
    <div class="menu-list">
      <p class="caption">${name}</p>
      <a href=${english ? "?lang=zh-hans" : "?lang=en"} lang=${english ? "zh-Hans" : "en"}>
        ${english ? "中文" : "English"}</a>
      <a href="tel:95598">${gettext("Call the command centre")}</a>
      <${SignOut} />
    </div>
  </details>`;
}
