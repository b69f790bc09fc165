// A button that copies what stands in a field, and says so. Without scripts it is not shown: the field can be selected.
import { Controller } from "@hotwired/stimulus"

export default class extends Controller {
  static targets = ["source", "said"]
  static values = { done: String }

  async copy() {
    try {
      await navigator.clipboard.writeText(this.sourceTarget.value)
    } catch {
      this.sourceTarget.select()
      if (!document.execCommand("copy")) return // what is selected can still be copied by hand
    }
    this.saidTarget.textContent = this.doneValue
  }
}
