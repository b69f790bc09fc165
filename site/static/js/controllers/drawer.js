// A dialog that a click beside it closes.
import { Controller } from "@hotwired/stimulus"

export default class extends Controller {
  outside(event) {
    if (event.target === this.element) this.element.close()
  }
}
