/** What the phone keeps for the moment the network is gone: the last work, the last sheet number, the page's files. */

export function remember(accountId, work) {
  localStorage.setItem(`crew-work-${accountId}`, JSON.stringify(work));
}

/** @returns {{offers: object[], orders: object[], at: string}|null} */
export function recall(accountId) {
  return JSON.parse(localStorage.getItem(`crew-work-${accountId}`) ?? "null");
}

/** Nothing of a customer stays on a phone that was signed out. */
export function forgetWork() {
  for (const key of Object.keys(localStorage)) if (key.startsWith("crew-work-")) localStorage.removeItem(key);
}

export const lastPermit = () => localStorage.getItem("crew-permit") ?? "";
export const rememberPermit = (number) => localStorage.setItem("crew-permit", number);

/** Installs the service worker and hands it the files this visit loaded before it was there. */
export async function keepForOffline() {
  if (!navigator.serviceWorker) return;
  await navigator.serviceWorker.register("/crew/worker.js", { scope: "/crew/" });
  const cache = await caches.open("crew-1");
  const files = performance
    .getEntriesByType("resource")
    .map((entry) => entry.name)
    .filter((name) => /\/(static|jsi18n)\//.test(name));
  await Promise.all(files.map(async (file) => (await cache.match(file)) ?? cache.add(file)));
}
