// The user menu: who, where, language, theme, sign out.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { switchTheme, theme } from "../js/theme.js";
import { unitName, word } from "../js/words.js";
import { user } from "../live/store.js";
import { areas } from "./areas.js";
import { Disclosure } from "./disclosure.js";
import { sheetOpen } from "./keys.js";

function Items() {
  const chinese = document.documentElement.lang.startsWith("zh");
  return html`<p class="menu-head"><b>${user.value?.name}</b><br /><span class="quiet">
      ${word("role", user.value?.role)} · ${unitName(user.value?.scope)}</span></p>
    ${areas().map((area) => html`<a key=${area.name}
      class=${`menu-item ${area.aside ? "" : "menu-area"}`} href=${area.path}>${area.word()}
      <kbd class="key">G ${area.key.toUpperCase()}</kbd></a>`)}
    <button class="menu-item" onClick=${switchTheme}>${theme.value ===
      "dark" ? gettext("Light theme") : gettext("Dark theme")} <kbd class="key">T</kbd></button>
    <a class="menu-item" href=${chinese ? "?lang=en" : "?lang=zh-hans"} lang=${chinese ? "en" : "zh-hans"}>
      ${chinese ? "English" : "中文"}</a>
    <button class="menu-item" onClick=${() => (sheetOpen.value = true)}>${gettext("Keys")} <kbd class="key">?</kbd>
      </button>
    <a class="menu-item" href="/?tour">${gettext("Guided tour")}</a>
    <a class="menu-item" href="/second-factor/">${gettext("Second factor")}</a>
    <button class="menu-item" type="submit" form="sign-out">${gettext("Sign out")}</button>
    ${!chinese && html`<p class="menu-note quiet">${gettext("Names that have no English form are in Hanyu Pinyin.")}
      </p>`}`;
}

export function UserMenu() {
  const name = user.value?.name ?? "…";
  const label = html`<span class="sr-only">${gettext("User menu")}</span><span class="avatar" aria-hidden="true">
    ${name.slice(0, 1)}</span><span class="user-name clip">${name}</span>`;
  return html`<${Disclosure} name="user-menu" kind="user" button="user-button" label=${label}>${() =>
    html`<${Items} />`}</${Disclosure}>`;
}
