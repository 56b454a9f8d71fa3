{% load static %}// Keeps the crew page usable without a network: pages from the network first, files from the last good copy.
const CACHE = "crew-1";
const PATIENCE_MS = 4000;
const PAGE = "{% url 'crew' %}";

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.add(PAGE)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const path = new URL(request.url).pathname;
  if (request.method !== "GET" || path.startsWith("/api/")) return;
  if (request.mode === "navigate" && path === PAGE) event.respondWith(networkFirst(request, PAGE));
  else if (path.startsWith("{% static '' %}") || path.startsWith("{% url 'javascript-catalog' %}")) event.respondWith(networkFirst(request, request));
});

{% include "network_first.js" %}