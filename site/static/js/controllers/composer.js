// A field that grows with its text where CSS cannot do it, and is sent by Ctrl-Enter.
import { Controller } from "@hotwired/stimulus"

export default class extends Controller {
  static targets = ["text", "send"]

  grow() {
    if (CSS.supports("field-sizing", "content")) return
    this.textTarget.style.blockSize = "auto"
    this.textTarget.style.blockSize = `${this.textTarget.scrollHeight}px`
  }

  key(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.element.requestSubmit(this.sendTarget)
  }
}
