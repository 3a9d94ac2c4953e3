{# Answers without a signal, and shows notices of a push. It keeps no page of anyone, and no answer. #}"use strict";

{% include "people/phones/push.js" %}
const FILES = [{% for one in files %}"{{ one|escapejs }}",{% endfor %}];
const CACHE = "{{ version }}";
const SHOWN = { headers: { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": "{{ policy|escapejs }}" } };

{# A page that a person looks at sends by itself, and says so. #}
self.addEventListener("sync", (event) => {
  const isSeen = (all) => all.some((one) => one.visibilityState === "visible");
  event.waitUntil(self.clients.matchAll().then((all) => isSeen(all) || kept.send()));
});

{# In another language its files are the same: it takes over at once. Else open pages need theirs. #}
async function install() {
  const names = await caches.keys();
  if (names.length === 1 && names[0] === CACHE) self.skipWaiting();
  await (await caches.open(CACHE)).addAll(FILES);
}

self.addEventListener("install", (event) => event.waitUntil(install()));

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((all) => Promise.all(all.filter((one) => one !== CACHE).map((one) => caches.delete(one))))
      .then(() => self.clients.claim()),
  );
});

async function found(request) {
  const here = await caches.match(request);
  {# A name with a hash is of one content for ever. #}
  return /\.[0-9a-f]{12}\./.test(request.url) && here ? here : fetch(request).catch(() => here);
}

self.addEventListener("fetch", (event) => {
  const { request } = event, { origin, pathname } = new URL(request.url);
  {# What was typed ends with the visit, from whichever page a person leaves. #}
  if (pathname === "{% url 'quick_exit' %}") event.waitUntil(kept.endVisit());
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => new Response(PAGE, SHOWN)));
  } else if (origin === self.location.origin && FILES.includes(pathname)) {
    event.respondWith(found(request));
  }
});
