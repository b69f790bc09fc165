// Where the tabs are wider than the screen, the current one is in sight.
import { Controller } from "@hotwired/stimulus"

export default class extends Controller {
  connect() {
    const current = this.element.querySelector("[aria-current]")
    if (current) this.element.scrollLeft = current.offsetLeft - (this.element.clientWidth - current.offsetWidth) / 2
  }
}
