// A message goes after six seconds, unless it is being read or used.
import { Controller } from "@hotwired/stimulus"

const STAYS = 6000

export default class extends Controller {
  connect() {
    this.timer = setInterval(() => this.leave(), STAYS)
  }

  disconnect() {
    clearInterval(this.timer)
  }

  leave() {
    if (!this.element.matches(":hover, :focus-within")) this.element.remove()
  }
}
