// Keeps the answer to a question as it is given, so that it stands whichever way one leaves: by the browser's own arrow, another
// address, a closed tab. The buttons of the form keep it too, and are enough without this.
import { Controller } from "@hotwired/stimulus"

const PATIENCE = 8000 // ms for an answer, before what was given next is sent
const PAUSE = 700 // ms without a letter before a number is kept

export default class extends Controller {
  static values = { saved: String }

  // What was given before this script came counts as well; what a page out of the browser's cache shows may have been told.
  connect() {
    this.told = this.element.dataset.told ?? this.shown
    this.element.querySelector("[aria-invalid]")?.focus()
    this.gone = () => this.keep({ keepalive: true })
    addEventListener("pagehide", this.gone)
    addEventListener("turbo:before-visit", this.gone)
    this.keep()
  }

  disconnect() {
    clearTimeout(this.timer)
    removeEventListener("pagehide", this.gone)
    removeEventListener("turbo:before-visit", this.gone)
  }

  later() {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.keep(), PAUSE)
  }

  // What is sent with the form need not be sent beside it, and must not be overtaken by what was.
  async leave(event) {
    clearTimeout(this.timer)
    this.tell(this.written)
    if (!this.sending) return
    const { target, submitter } = event
    event.preventDefault()
    event.stopImmediatePropagation() // Turbo listens further out
    await this.sending
    target.requestSubmit(submitter)
  }

  async keep({ keepalive = false } = {}) {
    clearTimeout(this.timer)
    const written = this.written
    if (written === this.told) return
    this.tell(written)
    if (this.sending && !keepalive) await this.sending // whoever leaves cannot wait
    if (this.told !== written) return // something newer is on its way
    this.sending = this.send(written, keepalive)
    const answer = await this.sending
    this.sending = null
    const saved = document.getElementById("saved")
    if (answer?.status !== 204 || !saved || !this.savedValue) return
    const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" }).format(new Date())
    saved.textContent = this.savedValue.replace("%s", time)
  }

  send(written, keepalive) {
    const body = new URLSearchParams(written)
    body.set("go", "stay")
    const signal = AbortSignal.timeout(PATIENCE)
    return fetch(this.element.action, { method: "POST", body, credentials: "same-origin", keepalive, signal }).catch(() => null)
  }

  tell(written) {
    this.told = this.element.dataset.told = written
  }

  get written() {
    return said(this.element)
  }

  // What the server drew.
  get shown() {
    const drawn = this.element.cloneNode(true)
    drawn.reset()
    return said(drawn)
  }
}

const said = (form) => new URLSearchParams(new FormData(form)).toString()
