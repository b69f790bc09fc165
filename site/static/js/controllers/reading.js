// Follows the reader through a lesson: fills the measure's current segment, and remembers the place, as a part of the text and by
// its heading, for "You stopped at …". Nothing depends on it.
import { Controller } from "@hotwired/stimulus"

const PAUSE = 1500 // ms at one place before it is remembered
const STEP = 0.1 // the smallest part of the text worth remembering

export default class extends Controller {
  static targets = ["body"]
  static values = { url: String, fraction: Number, saved: String }

  connect() {
    this.furthest = this.fractionValue
    this.told = this.furthest
    this.scrolled = () => (this.frame ??= requestAnimationFrame(() => this.look()))
    addEventListener("scroll", this.scrolled, { passive: true })
  }

  disconnect() {
    removeEventListener("scroll", this.scrolled)
    cancelAnimationFrame(this.frame)
    clearTimeout(this.timer)
  }

  look() {
    this.frame = null
    const box = this.bodyTarget.getBoundingClientRect()
    const part = Math.min(0.99, Math.max(0, (innerHeight - box.top) / box.height))
    if (part <= this.furthest || scrollY === 0) return
    this.furthest = part
    this.fill(part)
    if (part - this.told < STEP || !this.urlValue) return
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.remember(), PAUSE)
  }

  fill(part) {
    const now = document.querySelector(".focus-bar .measure .n")
    if (now) now.className = now.className.replace(/\bf\d\b/, `f${Math.min(9, Math.max(1, Math.round(part * 10)))}`)
  }

  get heading() {
    const passed = [...this.bodyTarget.querySelectorAll("h2")].filter((h) => h.getBoundingClientRect().top < innerHeight / 2)
    return passed.at(-1)?.textContent.trim() ?? ""
  }

  async remember() {
    const token = document.querySelector("#act [name=csrfmiddlewaretoken]")?.value
    if (!token) return
    this.told = this.furthest
    const body = new URLSearchParams({ fraction: this.furthest.toFixed(3), heading: this.heading, csrfmiddlewaretoken: token })
    const answer = await fetch(this.urlValue, { method: "POST", body, credentials: "same-origin" }).catch(() => null)
    const saved = document.getElementById("saved")
    if (!answer?.ok || !saved || !this.savedValue) return
    const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" }).format(new Date())
    saved.textContent = this.savedValue.replace("%s", time)
  }
}
