// Storeloom's service worker. Pages and data come from the network first, so that a price is never an old one while
// there is a connection; what was seen before is shown without one. The theme's files and photos have addresses that
// change with their content, so they come from the cache first.
//
// Kill switch: a store built with its service worker turned off serves the other script in place of this one, which
// deletes these caches and unregisters itself. Serve this file with "Cache-Control: no-cache".
"use strict";

const VERSION = "@VERSION@";
const BASE = @BASE@;
const PRECACHE = @PRECACHE@;
const ASSETS = `assets-${VERSION}`;
const PAGES = `pages-${VERSION}`;
const PHOTOS = "photos";
const MAX_PAGES = 60;
const MAX_PHOTOS = 200;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(ASSETS).then((cache) => cache.addAll(PRECACHE)).then(() => self.skipWaiting())
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(deleteOlderCaches().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const request = event.request;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(pageFromNetwork(event));
  else if (PRECACHE.includes(url.pathname)) event.respondWith(assetFromCache(request));
  else if (url.pathname.startsWith(`${BASE}/images/`)) event.respondWith(photoFromCache(event));
});

async function deleteOlderCaches() {
  const kept = [ASSETS, PAGES, PHOTOS];
  const names = await caches.keys();
  await Promise.all(names.filter((name) => !kept.includes(name)).map((name) => caches.delete(name)));
}

async function pageFromNetwork(event) {
  const cache = await caches.open(PAGES);
  try {
    const response = await fetch(event.request);
    if (response.ok) event.waitUntil(keep(cache, event.request, response.clone(), MAX_PAGES));
    return response;
  } catch (offline) {
    const seen = await cache.match(event.request, { ignoreSearch: true });
    if (seen) return seen;
    throw offline;
  }
}

async function assetFromCache(request) {
  return (await caches.match(request)) || fetch(request);
}

async function photoFromCache(event) {
  const cache = await caches.open(PHOTOS);
  const seen = await cache.match(event.request);
  if (seen) return seen;
  const response = await fetch(event.request);
  if (response.ok) event.waitUntil(keep(cache, event.request, response.clone(), MAX_PHOTOS));
  return response;
}

async function keep(cache, request, response, limit) {
  await cache.put(request, response);
  const oldestFirst = await cache.keys();
  await Promise.all(oldestFirst.slice(0, Math.max(0, oldestFirst.length - limit)).map((old) => cache.delete(old)));
}
