// The user menu: who, where, language, theme, sign out. A plain disclosure; Escape closes it and focus returns.
import { html, useEffect, useRef, useSignal } from "../vendor/preact/11.2.0/preact.mjs";
import { setTheme, theme } from "../js/theme.js";
import { areas } from "./areas.js";
import { Icon } from "./icons.js";
import { user } from "./store.js";
import { roleWord } from "./words.js";

function useCloseOutside(box, open) {
  useEffect(() => {
    const close = (event) => {
      if (event.type === "keydown" ? event.key === "Escape" : !box.current.contains(event.target)) {
        if (open.value && event.type === "keydown") box.current.querySelector("button").focus();
        open.value = false;
      }
    };
    document.addEventListener("pointerdown", close);
    document.addEventListener("keydown", close);
    return () => {
      document.removeEventListener("pointerdown", close);
      document.removeEventListener("keydown", close);
    };
  }, []);
}

export function switchTheme() {
  setTheme(theme.value === "dark" ? "light" : "dark");
}

function Items() {
  const chinese = document.documentElement.lang.startsWith("zh");
  return html`<div class="menu" id="user-menu">
    <p class="menu-head"><b>${user.value?.name}</b><br /><span class="quiet">
      ${roleWord(user.value?.role)} · ${user.value?.scope}</span></p>
    ${areas().map((area) => html`<a key=${area.name} class="menu-item menu-area" href=${area.path}>
      ${area.word()} <kbd class="key">G ${area.key.toUpperCase()}</kbd></a>`)}
    <button class="menu-item" onClick=${switchTheme}>${theme.value ===
      "dark" ? gettext("Light theme") : gettext("Dark theme")} <kbd class="key">T</kbd></button>
    <a class="menu-item" href=${chinese ? "?lang=en" : "?lang=zh-hans"} lang=${chinese ? "en" : "zh-hans"}>
      ${chinese ? "English" : "中文"}</a>
    <a class="menu-item" href="/second-factor/">${gettext("Second factor")}</a>
    <button class="menu-item" type="submit" form="sign-out">${gettext("Sign out")}</button>
  </div>`;
}

export function UserMenu() {
  const box = useRef(null);
  const open = useSignal(false);
  useCloseOutside(box, open);
  const name = user.value?.name ?? "…";
  return html`<div class="user" ref=${box}>
    <button class="user-button" aria-expanded=${open.value} aria-controls="user-menu"
      onClick=${() => (open.value = !open.value)}>
      <span class="sr-only">${gettext("User menu")}</span><span class="avatar" aria-hidden="true">
        ${name.slice(0, 1)}</span><span class="user-name clip">${name}</span><${Icon} name="down" />
    </button>
    ${open.value && html`<${Items} />`}
  </div>`;
}
