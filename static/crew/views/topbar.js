/** Connection and queue at a glance: a crew must always know whether the centre has what it tapped. */
import { html } from "../../vendor/preact/11.2.0/preact.mjs";
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

function signOut() {
  forgetWork();
  document.getElementById("sign-out").submit();
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
      <button type="button" onClick=${signOut}>${gettext("Sign out")}</button>
    </div>
  </details>`;
}
