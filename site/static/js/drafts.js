// What is being written is kept in this browser as it is typed, for one person, one place and one tab: a reload, a crash, a second tab or
// being signed out loses nothing, and tabs write over nothing of each other's. It is sealed by a key that stands in that person's own pages alone, so whoever uses the browser next
// reads none of it; where the browser cannot seal (no secure context), it goes with the person.
const PREFIX = "cohort-draft "
const OLDEST = 14 * 24 * 3600 * 1000 // ms
const MOST = 40 // drafts in one browser: the oldest give way
const LONGEST = 60000 // characters of one

const meta = (name) => document.querySelector(`meta[name=${name}]`)?.content ?? ""
const bytes = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16))
const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("")

// A tab has a name from page to page. While a page of it stands, the name lies nowhere, so that a copy of the tab is given another.
const TAB = "cohort-tab"
const tab = sessionStorage.getItem(TAB) ?? hex(crypto.getRandomValues(new Uint8Array(8)))
sessionStorage.removeItem(TAB)
addEventListener("pagehide", () => sessionStorage.setItem(TAB, tab))
addEventListener("pageshow", ({ persisted }) => persisted && sessionStorage.removeItem(TAB))

// Where a form is written: whose, and to which address it goes. Nothing where nobody is signed in.
const place = (form) => meta("person") && `${PREFIX}${meta("person")} ${new URL(form.action, location).pathname}`
export const mine = (form) => place(form) && `${place(form)} ${tab}`

// What other tabs keep of the same place, the newest first; `taken` is what another tab goes on with.
function others(form) {
  const names = Object.keys(localStorage).filter((name) => `${name} `.startsWith(`${place(form)} `) && name !== mine(form))
  return names.map((name) => ({ name, ...parsed(localStorage.getItem(name)) })).sort((a, b) => b.at - a.at)
}

// Go on with the newest of what no other tab goes on with yet. A tab that still shows it takes it back.
export function take(form) {
  const found = others(form).find(({ taken, at }) => !taken && Date.now() - at < OLDEST)
  if (!found) return null
  const { name, ...kept } = found
  localStorage.setItem(name, JSON.stringify({ ...kept, taken: true }))
  return open(JSON.stringify(kept))
}

export const words = (fields) => JSON.stringify(Object.entries(fields ?? {}).map(([name, { is }]) => [name, is]).sort())

// What was sent is gone everywhere; other words are still to be sent, whoever writes them.
export async function forget(form, sent) {
  const all = others(form)
  localStorage.removeItem(mine(form))
  for (const { name, ...kept } of all) if (words(await open(JSON.stringify(kept))) === words(sent)) localStorage.removeItem(name)
}

// `wanted` is asked once it is sealed: what was typed or sent since then counts more.
export async function keep(name, fields, wanted = () => true) {
  const text = JSON.stringify(fields)
  if (text.length > LONGEST) return
  try {
    const kept = JSON.stringify({ at: Date.now(), ...(await seal(text)) })
    if (wanted()) localStorage.setItem(name, kept)
  } catch {
    // Where the browser keeps nothing, what is written stands in its field alone.
  }
}

export const read = (name) => open(localStorage.getItem(name))

// Return the fields of what was kept, or nothing where there is none or it is not this person's to read.
export async function open(kept) {
  try {
    const { at, iv, sealed, plain } = JSON.parse(kept)
    if (Date.now() - at > OLDEST) return null
    if (plain) return JSON.parse(plain)
    const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(iv) }, await key(), bytes(sealed))
    return JSON.parse(new TextDecoder().decode(text))
  } catch {
    return null
  }
}

// Its controller knows what was sent.
export const drop = (form) => form.dispatchEvent(new CustomEvent("draft:drop"))

async function seal(text) {
  if (!crypto.subtle || !meta("drafts")) return { plain: text }
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key(), new TextEncoder().encode(text))
  return { iv: hex(iv), sealed: hex(sealed) }
}

const keys = new Map()

function key() {
  const given = meta("drafts")
  if (!keys.has(given)) keys.set(given, crypto.subtle.importKey("raw", bytes(given), "AES-GCM", false, ["encrypt", "decrypt"]))
  return keys.get(given)
}

// Bounded in age and number; what could not be sealed does not outlive its person's visit.
document.addEventListener("turbo:load", () => {
  const all = Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))
  const kept = all.map((name) => ({ name, ...parsed(localStorage.getItem(name)) }))
  kept.sort((a, b) => Boolean(a.taken) - Boolean(b.taken) || b.at - a.at)
  kept.forEach(({ name, at, plain }, number) => {
    const strange = plain && !name.startsWith(`${PREFIX}${meta("person") || "-"} `)
    if (strange || number >= MOST || !(Date.now() - at < OLDEST)) localStorage.removeItem(name)
  })
})

function parsed(text) {
  try {
    return JSON.parse(text)
  } catch {
    return { at: 0 }
  }
}
