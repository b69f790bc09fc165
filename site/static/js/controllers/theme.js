// Light, dark or as the device has it; a cookie, so that the server draws the next page right at once.
import { Controller } from "@hotwired/stimulus"

export default class extends Controller {
  connect() {
    this.element.hidden = false
    this.mark(document.documentElement.dataset.theme ?? "auto")
  }

  choose({ params: { theme } }) {
    const root = document.documentElement
    theme === "auto" ? delete root.dataset.theme : (root.dataset.theme = theme)
    document.cookie = `theme=${theme}; path=/; max-age=31536000; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`
    this.mark(theme)
  }

  mark(theme) {
    for (const button of this.element.querySelectorAll("button"))
      button.setAttribute("aria-pressed", button.dataset.themeThemeParam === theme)
  }
}
