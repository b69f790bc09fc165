// Whoever acts stays where they are: what had the focus keeps it, or what came in its place gets it, however the page is drawn anew.
import { config } from "@hotwired/turbo"

config.forms.submitter = "aria-disabled" // a button that is disabled while it is sent lets the focus fall

let held = null // what had the focus
let acted = false // a form was sent, and what answers it is not drawn yet

const lost = () => !document.activeElement || document.activeElement === document.body

function describe(element) {
  if (!element || element === document.body) return null
  const same = alike(element.localName, sign(element))
  const around = []
  for (let box = element.parentElement; box; box = box.parentElement) if (box.id && box.id !== "main") around.push(box.id)
  return { id: element.id, name: element.localName, sign: sign(element), at: same.indexOf(element), around, path: location.pathname }
}

// What makes an element itself, whatever it says just now.
const sign = (element) =>
  ["name", "formaction", "href", "type", "aria-label", "data-action"].map((each) => element.getAttribute(each) ?? "").join("|") +
  (/radio|checkbox/.test(element.type) ? element.value : "") +
  (element.form?.getAttribute("action") ?? "")

const alike = (name, signed) => [...document.getElementsByTagName(name)].filter((each) => sign(each) === signed)

function remember() {
  if (!lost()) held = describe(document.activeElement)
}

document.addEventListener("turbo:submit-start", ({ detail }) => {
  acted = true
  remember()
  held ??= describe(detail.formSubmission.submitter)
})

document.addEventListener("turbo:submit-end", ({ detail }) => {
  if (!detail.success) acted = false
})

for (const drawing of ["turbo:before-render", "turbo:before-frame-render"]) document.addEventListener(drawing, remember)

for (const drawn of ["turbo:render", "turbo:frame-render"])
  document.addEventListener(drawn, () => {
    if (document.documentElement.hasAttribute("data-turbo-preview")) return
    if (lost() && held && (acted || held.path === location.pathname)) restore(held)
    acted = false
    held = null
  })

function restore({ id, name, sign: signed, at, around, path }) {
  const here = path === location.pathname
  if (acted && here && document.getElementById(around[0])?.querySelector(".feedback")) return land(around)
  const same = here ? alike(name, signed) : []
  const found = (here && id && document.getElementById(id)) || same[at] || same.at(-1)
  if (found && found.checkVisibility?.() !== false) found.focus({ preventScroll: true })
  if (lost() && acted) land(here ? around : [])
}

// What was acted on is gone: the eye is at what was said in its place, or at the head of a new page.
function land(around) {
  const post = location.hash.slice(1) || (new URLSearchParams(location.search).get("post") ?? "").replace(/^/, "post-")
  const box = [...around, post].map((id) => id && document.getElementById(id)).find((each) => each?.checkVisibility?.() ?? each)
  const target = box?.querySelector(".feedback") ?? box ?? document.querySelector("#main h1") ?? document.getElementById("main")
  if (!target) return
  if (!target.matches("a[href], button, input, select, textarea, [tabindex]")) target.tabIndex = -1
  target.focus({ preventScroll: Boolean(box) })
}
