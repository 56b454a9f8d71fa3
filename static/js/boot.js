// Mounts every `<div data-island="name" data-props-id="id">`: static/<name>/app.js exports `mount(element, props)`.
// Props come from `{{ props|json_script:"id" }}`, a data block the Content-Security-Policy allows.

import { loadNames } from "./names/names.js";

const names = loadNames();

/** @param {HTMLElement} element */
function propsOf(element) {
  const block = document.getElementById(element.dataset.propsId ?? "");
  return block ? JSON.parse(block.textContent ?? "{}") : {};
}

/** @param {HTMLElement} element */
async function mountIsland(element) {
  try {
    await names;
    const island = await import(`../${element.dataset.island}/app.js`);
    await island.mount(element, propsOf(element));
    element.dataset.mounted = "true";
  } catch (problem) {
    console.error(problem);
    element.dataset.failed = "true";
    element.append(
      Object.assign(document.createElement("p"), { className: "problem", role: "alert", textContent: String(problem) }),
    );
  }
}

document.querySelectorAll("[data-island]").forEach((element) => mountIsland(/** @type {HTMLElement} */ (element)));
