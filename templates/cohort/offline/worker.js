{% autoescape off %}// Keeps one page that is nobody's, and the static files it needs, for when there is no network.
// Never a page made for a person.
const NAME = "cohort-{{ version }}"
const SHELL = {{ shell }}
const STATIC = {{ static }}
const ASSETS = {{ assets }}
{% endautoescape %}
self.addEventListener("install", (event) => event.waitUntil(fill().then(() => self.skipWaiting())))

self.addEventListener("activate", (event) => event.waitUntil(clear().then(() => self.clients.claim())))

self.addEventListener("fetch", (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== "GET" || url.origin !== location.origin) return
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(shell))
  else if (url.pathname.startsWith(STATIC)) event.respondWith(fetch(request).catch(() => kept(request)))
})

async function fill() {
  const cache = await caches.open(NAME)
  // Without credentials the server knows nobody, so that nothing of anybody can be in it.
  await cache.put(SHELL, await page())
  await cache.addAll(ASSETS)
}

async function page() {
  const answer = await fetch(SHELL, { credentials: "omit", cache: "no-store" })
  if (!answer.ok) throw new Error(`the page answered ${answer.status}`)
  return answer
}

async function clear() {
  for (const name of await caches.keys()) if (name.startsWith("cohort-") && name !== NAME) await caches.delete(name)
}

async function shell() {
  return (await caches.match(SHELL)) ?? Response.error()
}

async function kept(request) {
  return (await caches.match(request, { ignoreVary: true })) ?? Response.error()
}
