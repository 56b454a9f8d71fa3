// @ts-check
// Swagger UI follows the theme of our pages: it is dark by a class of the page.
const system = matchMedia("(prefers-color-scheme: dark)");
const root = document.documentElement;

function follow() {
  root.classList.toggle("dark-mode", (root.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark");
}

system.addEventListener("change", follow);
follow();
