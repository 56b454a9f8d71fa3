// Keeps the page true without a reload, and fetches the map only for who asks. The page is whole without this file.
const EVERY_MS = 60_000;

/** Replaces the live parts by the server's newest rendering; the form and a shown map are left alone. */
async function renew() {
  if (document.hidden) return;
  const answer = await fetch("/status/", { headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of fresh.querySelectorAll("[data-live]")) {
    const shown = document.querySelector(`[data-live="${part.dataset.live}"]`);
    if (shown && !shown.querySelector("[data-map]:not([hidden])")) shown.replaceWith(part);
  }
  offerMap();
}

function offerMap() {
  const button = document.querySelector("[data-show-map]");
  if (!button) return;
  button.hidden = false;
  button.onclick = async () => {
    button.disabled = true;
    button.setAttribute("aria-busy", "true");
    const box = document.querySelector("[data-map]");
    box.hidden = false;
    const { drawMap } = await import("./map.js");
    await drawMap(box);
    button.hidden = true;
  };
}

offerMap();
setInterval(() => renew().catch(() => {}), EVERY_MS); // without a network the age on the page says so
