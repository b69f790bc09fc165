// A button that is on or off is so at once; where the server did not take it, it goes back. Presses are sent one after the other.
const before = new WeakMap()
const sending = new WeakSet()
const queued = []

const toggles = (button) => button?.matches("[aria-pressed][form]")

document.addEventListener(
  "submit",
  (event) => {
    const { target: form, submitter: button } = event
    if (!toggles(button)) return
    if (!sending.has(form)) return sending.add(form)
    event.preventDefault()
    event.stopImmediatePropagation() // or Turbo would end what is on its way
    paint(button)
    queued.push([button.getAttribute("formaction"), button.value])
  },
  true,
)

document.addEventListener("turbo:submit-start", ({ detail }) => {
  const button = detail.formSubmission.submitter
  if (toggles(button)) paint(button)
})

document.addEventListener("turbo:submit-end", ({ target, detail }) => {
  sending.delete(target)
  const button = detail.formSubmission.submitter
  const was = before.get(button)
  before.delete(button)
  if (was && !detail.success) {
    button.ariaPressed = was.pressed
    say(button, was.count)
  }
  if (!queued.length) return
  if (!detail.success) return setTimeout(() => next(target))
  document.addEventListener("turbo:load", () => next(target), { once: true }) // to go where it leads would end what is sent now
})

// Once more the button that was pressed; the page may have drawn it anew.
function next(form) {
  const [action, value] = queued.shift()
  const button = document.querySelector(`button[formaction="${CSS.escape(action)}"][form="${CSS.escape(form.id)}"]`)
  if (button?.value !== value) return
  before.delete(button) // what was painted was drawn anew
  form.requestSubmit(button)
}

function paint(button) {
  if (before.has(button)) return
  before.set(button, { pressed: button.ariaPressed, count: button.querySelector(".pressed-count")?.textContent })
  const on = button.ariaPressed !== "true"
  button.ariaPressed = String(on)
  say(button, Number(button.querySelector(".pressed-count")?.textContent ?? 0) + (on ? 1 : -1))
}

function say(button, number) {
  const shown = button.querySelector(".pressed-count")
  if (shown) shown.textContent = Number(number) > 0 ? number : ""
}
