// Ask the film's host only when the button is pressed.
import { Controller } from "@hotwired/stimulus"

export default class extends Controller {
  static values = { url: String, title: String }

  load(event) {
    event.preventDefault()
    const frame = document.createElement("iframe")
    frame.src = this.urlValue
    frame.title = this.titleValue
    frame.allow = "fullscreen; autoplay; encrypted-media; picture-in-picture"
    frame.referrerPolicy = "strict-origin-when-cross-origin"
    this.element.replaceChildren(frame)
    frame.focus()
  }
}
