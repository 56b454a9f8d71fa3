{% load static %}// Keeps the pages of visits readable without a network: pages from the network first, files from the last good copy.
const CACHE = "visits-1";
const PATIENCE_MS = 4000;
const PAGE = "{% url 'visits' %}";

self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const path = new URL(request.url).pathname;
  if (request.method !== "GET" || path.startsWith("/api/")) return;
  if (request.mode === "navigate" && path === PAGE) event.respondWith(pageOf(request));
  else if (path.startsWith("{% static '' %}") || path.startsWith("{% url 'javascript-catalog' %}")) event.respondWith(networkFirst(request, request));
});

/** Led away to the sign-in page: nobody is signed in here, and nothing of a customer stays on the phone. */
async function pageOf(request) {
  const answer = await networkFirst(request, request.url);
  if (answer.type === "opaqueredirect" || answer.redirected) await caches.delete(CACHE);
  return answer;
}

{% include "network_first.js" %}