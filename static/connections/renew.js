// @ts-check
// The page shows what is new by itself, and never under somebody's hands: what is typed, chosen or looked at stays.

const main = /** @type {HTMLElement | null} */ (document.querySelector("[data-renew]"));

/** @param {HTMLSelectElement} list */
const isChosen = (list) => list.selectedIndex > Math.max(0, [...list.options].findIndex((one) => one.defaultSelected));

/** @param {Element} field */
function isTouched(field) {
  if (field === document.activeElement) return true;
  if (field instanceof HTMLSelectElement) return isChosen(field);
  const { type, checked, value, defaultValue } = /** @type {HTMLInputElement} */ (field);
  if (type === "radio" || type === "checkbox") return checked;
  return type !== "hidden" && value !== defaultValue;
}

const isInUse = () => [...document.querySelectorAll("main input, main textarea, main select")].some(isTouched);

if (main) setInterval(() => isInUse() || location.replace(location.pathname), Number(main.dataset.renew) * 1000);
