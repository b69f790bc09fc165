// Sends what waits in this browser, from whichever page of the site is open; the server counts a repeat once. Who looks at what waits
// hears `outside:told` after each round, and `held()` says why something was left.
import * as queue from "cohort/outside/queue"

const PAUSE = 30000 // ms until what was left is tried again
const PATIENCE = 15000 // ms for an answer, beside the time for the files
const SLOWEST = 20 // bytes a ms of a network worth waiting for

let why = ""
let timer

// Return "" (nothing was left), "network", "session" (nobody, or somebody else, is signed in) or "server" (tried again).
export const held = () => why

// Who writes here. The kept page is nobody's, so it is whoever was signed in when last there was a network.
export async function person() {
  if (document.querySelector("[data-outside-shell]")) return (await queue.remembered("person")) ?? ""
  return document.querySelector("meta[name=person]")?.content ?? ""
}

// Send what waits, `first` before the rest; one tab at a time, for whose turn it waits `patience` ms. Return where each arrived.
export async function send({ first = "", patience = 0 } = {}) {
  const url = document.querySelector("meta[name=outside]")?.content
  if (!url || !navigator.locks) return new Map()
  const who = await person()
  if (!who) return new Map()
  const turn = patience ? { signal: AbortSignal.timeout(patience) } : {}
  const arrived = await navigator.locks.request("cohort-outside", turn, () => round(who, url, first)).catch((error) => {
    if (error.name !== "TimeoutError") throw error
    automatically() // another tab sends: wait for it, but let nobody stand before a form meanwhile
    return new Map()
  })
  clearTimeout(timer)
  if (why) timer = setTimeout(automatically, PAUSE)
  window.dispatchEvent(new CustomEvent("outside:told"))
  return arrived
}

async function round(who, url, first) {
  const arrived = new Map()
  const waiting = (await queue.entries(who)).filter((each) => !each.refused)
  why = ""
  if (!waiting.length) return arrived
  const door = await enter(who, url)
  why = door.held ?? ""
  if (why) return arrived
  for (const entry of waiting.sort((a, b) => (b.uid === first) - (a.uid === first))) {
    const answer = await deliver(entry, url, door.token)
    if (answer.url) arrived.set(entry.uid, answer.url)
    if (answer.url) await queue.drop(entry.uid)
    if (answer.refused) await queue.keep({ ...entry, refused: answer.refused })
    why = answer.held || why
    if (["network", "session"].includes(answer.held)) break // the others would fare no better
  }
  return arrived
}

// A fresh page says who is signed in now and gives the form's token; what another person wrote is not theirs to send.
async function enter(who, url) {
  if (!navigator.onLine) return { held: "network" }
  const answer = await ask(url, { headers: { Accept: "text/html" } })
  if (!answer.status) return { held: "network" }
  if (!answer.ok) return { held: "server" }
  const page = new DOMParser().parseFromString(await answer.text().catch(() => ""), "text/html")
  const signedIn = page.querySelector("meta[name=person]")
  if (!signedIn) return { held: "network" } // the page of somebody's hotel, not ours
  const token = page.querySelector("#act [name=csrfmiddlewaretoken]")?.value
  return signedIn.content === who && token ? { token } : { held: "session" }
}

// Return the `url` where an entry arrived, why it is `refused` (in the server's words, or its status), or why it is `held`.
async function deliver(entry, url, token) {
  const body = new FormData()
  for (const [name, value] of entry.fields) body.append(name, value)
  for (const { name, file } of entry.files) body.append(name, file, file.name)
  body.append("client_uid", entry.uid)
  body.append("csrfmiddlewaretoken", token)
  const bytes = entry.files.reduce((sum, { file }) => sum + file.size, 0)
  const answer = await ask(url, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual" }, bytes)
  if (answer.type === "opaqueredirect" || answer.status === 403) return { held: "session" }
  if (!answer.status) return { held: answer.name === "TimeoutError" ? "server" : "network" }
  if ([400, 413].includes(answer.status)) return { refused: String(answer.status) }
  const said = await answer.json().catch(() => ({}))
  if (answer.status === 422 && said.errors) return { refused: said.errors.join(" ") }
  return answer.status === 201 && said.url ? { url: said.url } : { held: "server" }
}

// Return the answer, or the error that came instead of one.
function ask(url, options, bytes = 0) {
  const signal = AbortSignal.timeout(PATIENCE + bytes / SLOWEST)
  return fetch(url, { credentials: "same-origin", signal, ...options }).catch((error) => error)
}

// Where the browser keeps nothing, nothing waits.
const automatically = () => send().catch(() => {})

automatically()
document.addEventListener("turbo:load", automatically)
window.addEventListener("online", automatically)
window.addEventListener("offline", automatically)
