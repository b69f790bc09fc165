// What a morph must leave alone: what a person is writing or has open, and what has just been said to them.
import { cache } from "@hotwired/turbo"

const open = "dialog[open], [popover]:popover-open"

document.addEventListener("input", ({ target }) => {
  const form = target.form
  if (form && form.method === "post") form.dataset.dirty = ""
})

document.addEventListener("reset", ({ target }) => delete target.dataset.dirty)

document.addEventListener("turbo:submit-start", ({ target }) => target.setAttribute("aria-busy", "true"))

const INVALID = 422 // the answer is the form again, with what is wrong

// What answers a form is drawn by a morph too, and must reach it: errors, whose summary takes the focus, or that none are left.
let answering = false
let done = null

document.addEventListener("turbo:submit-end", ({ target, detail }) => {
  target.removeAttribute("aria-busy")
  answering = detail.fetchResponse?.statusCode === INVALID
  done = detail.success ? target : null
  if (detail.success || answering) delete target.dataset.dirty // what was not taken is still being written
  if (detail.success && target.matches(".composer")) target.reset()
  if (detail.success) served(detail.formSubmission.submitter)
})

// What was open only to be used, and what was said before, would be left alone by the morph that follows.
const served = (button) => {
  button?.closest("[popover]:popover-open")?.hidePopover()
  button?.closest(".toast")?.remove()
}

for (const rendered of ["turbo:render", "turbo:frame-render"])
  document.addEventListener(rendered, () => {
    if (answering) (document.querySelector(".errors") ?? document.querySelector("main [aria-invalid=true]"))?.focus()
    answering = false
    done = null
  })

document.addEventListener("turbo:before-morph-element", (event) => {
  const { target, detail } = event
  const answered = answering || target === done
  const dirty = !answered && target.matches("form[data-dirty], form[method=post]:has(.errors, [aria-invalid=true])")
  const said = target.matches(".toast") || (target.matches(".toasts:not(:empty)") && !detail.newElement?.childElementCount)
  if (dirty || said || target.matches(open)) event.preventDefault()
})

document.addEventListener("turbo:before-morph-attribute", (event) => {
  const { target, detail } = event
  const kept = detail.attributeName === "open" && target.matches("details, dialog")
  if (kept || ["aria-busy", "data-dirty"].includes(detail.attributeName)) event.preventDefault()
})

document.addEventListener("turbo:before-cache", () => {
  for (const element of document.querySelectorAll(open)) element.matches("dialog") ? element.close() : element.hidePopover()
})

// Pages kept for one person are never shown to the next one.
const person = () => document.querySelector("meta[name=person]")?.content
let last = person()
document.addEventListener("turbo:load", () => {
  if (person() !== last) cache.clear()
  last = person()
})
