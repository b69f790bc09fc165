// Says by a POST that what the opened page shows has been read: a whole thread at once, or each notice as it is opened.
import { Controller } from "@hotwired/stimulus"

export default class extends Controller {
  static values = { url: String, thread: String }

  connect() {
    if (!this.threadValue || document.documentElement.hasAttribute("data-turbo-preview")) return
    this.post("thread", this.threadValue)
  }

  opened({ target }) {
    const notice = target.closest("[data-notice]")?.dataset.notice
    if (notice) this.post("notice", notice)
  }

  post(name, value) {
    const token = document.querySelector("#act [name=csrfmiddlewaretoken]")?.value
    if (!token) return
    const body = new URLSearchParams({ [name]: value, csrfmiddlewaretoken: token })
    fetch(this.urlValue, { method: "POST", body, keepalive: true, credentials: "same-origin" }).catch(() => {})
  }
}
