// Kill switch: takes the place of a service worker that is no longer wanted.
"use strict";

const OURS = `storeloom ${new URL(self.registration.scope).pathname} `;

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith(OURS)).map((name) => caches.delete(name))))
      .then(() => self.registration.unregister())
  );
});
