// Dark, light or the system's choice: `data-theme` on <html>, remembered in the `theme` cookie the server reads too.
import { signal } from "../vendor/preact/11.2.0/preact.mjs";

const YEAR_S = 365 * 24 * 3600;
const systemDark = matchMedia("(prefers-color-scheme: dark)");

function present() {
  return document.documentElement.dataset.theme || (systemDark.matches ? "dark" : "light");
}

/** "dark" | "light"; maps and canvases repaint when it changes. */
export const theme = signal(present());
systemDark.addEventListener("change", () => (theme.value = present()));

export function setTheme(name) {
  document.documentElement.dataset.theme = name;
  document.cookie = `theme=${name};path=/;max-age=${YEAR_S};samesite=lax`;
  theme.value = name;
}

export const switchTheme = () => setTheme(theme.peek() === "dark" ? "light" : "dark");

// `?theme=light` in an address chooses for good, as a click would.
const asked = new URLSearchParams(location.search).get("theme");
if (asked === "dark" || asked === "light") setTheme(asked);

/** The value of a colour token, for what CSS cannot reach: `token("p1")` → "#ff6b66". */
export function token(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}
