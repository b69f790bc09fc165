// A dialog that a click beside it closes, and that shows where one is when its content has come.
import { Controller } from "@hotwired/stimulus"

export default class extends Controller {
  outside(event) {
    if (event.target === this.element) this.element.close()
  }

  here() {
    this.element.querySelector("[aria-current]")?.scrollIntoView({ block: "center" })
  }
}
