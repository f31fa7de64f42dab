// Storeloom's service worker. Pages come from the network first, so that what they say is never old while there is a
// connection; without one, pages that were seen are shown again, and the offline page for the rest. A page that says
// it is private, of whatever else stands on this host, is never kept. The theme's files have addresses that change with
// their content, so they come from the cache first; so do photos, for a day, since a picture that stood in for one is
// replaced under its address. Whatever is not named here is left to the browser: above all prices (/prices/) and the
// search's files, which must never be old ones.
//
// Kill switch: a store built with its service worker turned off serves the other script in place of this one, which
// deletes these caches and unregisters itself. Serve this file with "Cache-Control: no-cache".
"use strict";

const VERSION = "@VERSION@";
const BASE = @BASE@;
const PRECACHE = @PRECACHE@;
const OFFLINE = @OFFLINE@;
const OURS = `storeloom ${new URL(self.registration.scope).pathname} `; // a host may have several stores
const ASSETS = `${OURS}assets ${VERSION}`;
const PAGES = `${OURS}pages ${VERSION}`;
const PHOTOS = `${OURS}photos`;
const MAX_PAGES = 60;
const MAX_PHOTOS = 200;
const DAY_MS = 86_400_000; // as long as photos' own Cache-Control says
const NOT_FOR_KEEPS = /\b(no-store|private)\b/i;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(ASSETS).then((cache) => cache.addAll([...PRECACHE, ...OFFLINE])).then(() => self.skipWaiting())
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(deleteOlderCaches().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const request = event.request;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(pageFromNetwork(event, url.pathname));
  else if (PRECACHE.includes(url.pathname)) event.respondWith(assetFromCache(request));
  else if (url.pathname.startsWith(`${BASE}/images/`)) event.respondWith(photoFromCache(event));
});

async function deleteOlderCaches() {
  const kept = [ASSETS, PAGES, PHOTOS];
  const ours = (await caches.keys()).filter((name) => name.startsWith(OURS));
  await Promise.all(ours.filter((name) => !kept.includes(name)).map((name) => caches.delete(name)));
}

// A page is kept once, whatever stands behind the "?" of its address.
async function pageFromNetwork(event, path) {
  try {
    const response = await fetch(event.request);
    if (response.ok && !isPrivate(response)) event.waitUntil(keep(PAGES, path, response.clone(), MAX_PAGES));
    return response;
  } catch (offline) {
    const seen = (await caches.match(path, { cacheName: PAGES })) || (await offlinePage(path));
    if (seen) return seen;
    throw offline;
  }
}

const isPrivate = ({ headers }) => NOT_FOR_KEEPS.test(headers.get("Cache-Control") ?? "");

// The one in the page's language: "/es/offline/" for all that is below "/es/".
async function offlinePage(path) {
  const nearest = OFFLINE.filter((page) => path.startsWith(page.replace(/offline\/.*$/, "")));
  const [found] = nearest.sort((one, other) => other.length - one.length);
  return found && caches.match(found, { cacheName: ASSETS });
}

async function assetFromCache(request) {
  return (await caches.match(request, { cacheName: ASSETS })) || fetch(request);
}

async function photoFromCache(event) {
  const seen = await caches.match(event.request, { cacheName: PHOTOS });
  if (seen && isOfToday(seen)) return seen;
  try {
    const response = await fetch(event.request);
    if (response.ok) event.waitUntil(keep(PHOTOS, event.request, response.clone(), MAX_PHOTOS));
    return response;
  } catch (offline) {
    if (seen) return seen;
    throw offline;
  }
}

const isOfToday = ({ headers }) => Date.now() - Date.parse(headers.get("Date")) < DAY_MS;

// A browser without room keeps nothing, and shows the page all the same.
async function keep(name, request, response, limit) {
  try {
    const cache = await caches.open(name);
    await cache.put(request, response);
    const oldestFirst = await cache.keys();
    await Promise.all(oldestFirst.slice(0, Math.max(0, oldestFirst.length - limit)).map((old) => cache.delete(old)));
  } catch (full) {
    console.debug("nothing kept", full);
  }
}
