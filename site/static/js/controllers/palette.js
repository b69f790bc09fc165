// Search from anywhere: / or Ctrl-K opens with the doors there are, arrows move between hits, Enter opens the first.
import { Controller } from "@hotwired/stimulus"

const PAUSE = 120 // ms without a key before asking

export default class extends Controller {
  static targets = ["box", "field", "results", "all"]
  static values = { url: String }

  disconnect() {
    clearTimeout(this.timer)
  }

  shortcut(event) {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]")
    const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey
    if (slash || (event.key === "k" && (event.ctrlKey || event.metaKey))) this.open(event)
  }

  open(event) {
    if (event.type === "click" && (event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    if (!this.boxTarget.open) this.boxTarget.showModal()
    this.fieldTarget.select()
    if (this.asked === undefined) this.fetch()
  }

  close() {
    this.boxTarget.close()
  }

  closed() {
    clearTimeout(this.timer)
  }

  outside(event) {
    if (event.target === this.boxTarget) this.close()
  }

  ask() {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.fetch(), PAUSE)
  }

  fetch() {
    const query = this.fieldTarget.value.trim()
    this.asked = query
    this.allTarget.search = query ? `?q=${encodeURIComponent(query)}` : ""
    const url = new URL(this.urlValue, location.href)
    url.searchParams.set("q", query)
    this.resultsTarget.src = url.href
  }

  key(event) {
    const hits = [...this.resultsTarget.querySelectorAll("a.hit")]
    const at = hits.indexOf(document.activeElement)
    if (event.key === "ArrowDown") this.move(event, hits[Math.min(at + 1, hits.length - 1)])
    else if (event.key === "ArrowUp") this.move(event, at > 0 ? hits[at - 1] : this.fieldTarget)
    else if (event.key === "Enter" && event.target === this.fieldTarget && this.fresh && hits.length) {
      event.preventDefault()
      hits[0].click()
    }
  }

  get fresh() {
    return this.asked === this.fieldTarget.value.trim() && !this.resultsTarget.hasAttribute("busy")
  }

  move(event, to) {
    event.preventDefault()
    to?.focus()
  }
}
