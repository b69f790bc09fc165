// The bell opens the tray and fetches it anew; without scripts it is a link to the page.
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
    this.frameTarget.src ? this.frameTarget.reload() : (this.frameTarget.src = this.urlValue)
  }

  moved(event) {
    const open = event.newState === "open"
    this.bellTarget.setAttribute("aria-expanded", open)
    if (!open) this.dismissedAt = performance.now()
  }
}
