// A link or button that opens a dialog; without scripts the link leads to the same content, the button acts at once.
import { Controller } from "@hotwired/stimulus"

export default class extends Controller {
  static values = { id: String }

  open(event) {
    const dialog = document.getElementById(this.idValue)
    if (!dialog?.showModal) return
    event.preventDefault()
    dialog.showModal()
    dialog.querySelector("[aria-current]")?.scrollIntoView({ block: "center" })
  }
}
