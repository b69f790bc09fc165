// A form that was not taken stays as it is, with a sentence why beside what was typed; sending it again is then all there is to do.
import { visit } from "@hotwired/turbo"
import { drop } from "cohort/drafts"

const WRITES = "textarea, select, input:not([type=hidden], [type=submit], [type=button])"
const WHY = { 413: "large", 429: "often", 502: "away", 503: "away", 504: "away" } // what something before the site says nothing of
const GONE = 404 // its page is for somebody who asks to see something
const INVALID = 422 // the form itself comes back, with what is wrong

const told = () => document.getElementById("unsent")
const person = () => document.querySelector("meta[name=person]")?.content ?? ""

document.addEventListener("turbo:before-fetch-response", (event) => {
  const { target: form, detail } = event
  const { response } = detail.fetchResponse
  if (!(form instanceof HTMLFormElement) || form.method !== "post") return
  if (form.closest("turbo-frame") && ledToSignIn(detail.fetchResponse)) return instead(event)
  if (response.status < 400 || response.status === INVALID) return
  event.preventDefault()
  if (response.redirected) location.assign(response.url) // it was taken; where it led on to has its own to say
  else refused(form, response)
})

document.addEventListener("turbo:fetch-request-error", ({ target }) => {
  if (target instanceof HTMLFormElement && target.method === "post") say(target, told()?.dataset.title, told()?.dataset.network)
})

document.addEventListener("turbo:submit-start", ({ target }) => target.querySelector("[data-unsent]")?.remove())

document.addEventListener("turbo:submit-end", ({ target, detail }) => {
  const kept = target.matches("[data-controller~=draft]") // a button elsewhere on the page is no draft of it
  if (kept && detail.success && !ledToSignIn(detail.fetchResponse)) drop(target)
})

// Whoever was signed out meanwhile is led to sign in: nothing was sent yet, and it is given back afterwards.
export const ledToSignIn = (answer) =>
  Boolean(answer?.redirected) && answer.location.pathname === document.querySelector("meta[name=sign-in]")?.content

// Signing in needs a page of its own, not the frame that was sent from.
async function instead(event) {
  event.preventDefault()
  const { location: at, statusCode, redirected, responseHTML } = event.detail.fetchResponse
  visit(at.href, { response: { statusCode, redirected, responseHTML: await responseHTML } })
}

async function refused(form, response) {
  const page = new DOMParser().parseFromString(await response.text().catch(() => ""), "text/html")
  const main = page.querySelector("main.lone")
  if (response.status === GONE) return say(form, told()?.dataset.goneTitle, told()?.dataset.gone)
  const title = main?.querySelector("h1")?.textContent ?? told()?.dataset.title
  const words = main?.querySelector(".soft")?.textContent ?? told()?.dataset[WHY[response.status] ?? "lost"]
  const now = main?.dataset.refused
  if (now && now !== person()) return say(form, title, told()?.dataset.other)
  const token = main?.querySelector("[name=csrfmiddlewaretoken]")?.value
  if (token) for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token
  say(form, title, words)
}

// Beside what was typed and with the focus; a form that is one button is told of in passing, and keeps the focus.
function say(form, title, words) {
  if (!told() || !form.isConnected) return
  const writes = [...form.querySelectorAll(WRITES)].some((field) => field.checkVisibility?.() ?? true)
  const [box, toast] = told().content.cloneNode(true).children
  const said = writes && !form.hidden ? box : toast
  said.querySelector("[data-title]").textContent = title
  said.querySelector("[data-words]").textContent = words
  if (said === toast) return document.querySelector(".toasts")?.append(toast)
  for (const before of form.querySelectorAll(".errors")) before.remove()
  form.prepend(box)
  box.focus()
}
