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
  if (request.mode === "navigate" && path === PAGE) event.respondWith(networkFirst(request, request.url));
  else if (path.startsWith("{% static '' %}") || path.startsWith("{% url 'javascript-catalog' %}")) event.respondWith(networkFirst(request, request));
});

{% include "network_first.js" %}