// The bell opens the tray and fetches it anew: what is in it already is morphed, so that nothing one has reached goes away.
// Without scripts the bell is a link to the page.
import { Controller } from "@hotwired/stimulus"

export default class extends Controller {
  static targets = ["bell", "box", "frame"]
  static values = { url: String }

  toggle(event) {
    if (!this.boxTarget.togglePopover || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    // A press of a pointer on the bell has already dismissed an open tray, and must not open it again; a key has not.
    if (event.detail && performance.now() - (this.dismissedAt ?? -1000) < 300) return
    this.boxTarget.showPopover()
    this.#look()
  }

  moved(event) {
    const open = event.newState === "open"
    this.bellTarget.setAttribute("aria-expanded", open)
    if (!open) this.dismissedAt = performance.now()
  }

  #look() {
    const frame = this.frameTarget
    if (!frame.src) return (frame.src = this.urlValue)
    frame.setAttribute("refresh", "morph")
    frame.reload()
    frame.removeAttribute("refresh") // a refresh of the page leaves a closed tray alone
  }
}
