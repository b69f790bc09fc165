// A button that is on or off is so at once; where the server did not take it, it goes back.
const before = new WeakMap()

document.addEventListener("turbo:submit-start", ({ detail }) => {
  const button = detail.formSubmission.submitter
  if (!button?.matches("[aria-pressed]")) return
  before.set(button, { pressed: button.ariaPressed, count: button.querySelector(".pressed-count")?.textContent })
  const on = button.ariaPressed !== "true"
  button.ariaPressed = String(on)
  count(button, on ? 1 : -1)
})

document.addEventListener("turbo:submit-end", ({ detail }) => {
  const button = detail.formSubmission.submitter
  const was = before.get(button)
  before.delete(button)
  if (!was || detail.success) return
  button.ariaPressed = was.pressed
  say(button, was.count)
})

const count = (button, more) => say(button, Number(button.querySelector(".pressed-count")?.textContent ?? 0) + more)

function say(button, number) {
  const shown = button.querySelector(".pressed-count")
  if (shown) shown.textContent = Number(number) > 0 ? number : ""
}
