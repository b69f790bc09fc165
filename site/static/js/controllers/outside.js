// Logging without a network: what is written is kept in this browser first, then sent. Where nothing of this works the form is sent as
// any other.
import { visit } from "@hotwired/turbo"
import { Controller } from "@hotwired/stimulus"
import { drop } from "cohort/drafts"
import { KEY } from "cohort/outside/leaving"
import * as queue from "cohort/outside/queue"
import { held, person, send } from "cohort/outside/sender"

const PATIENCE = 15000 // ms before a form for the turn to send
const FILES = ["photos", "documents"]

export default class extends Controller {
  static targets = ["form", "full", "waiting", "list", "line", "signIn", "ask", "stranger"]
  static values = { log: String, worker: String, sending: String, network: String, session: String, server: String, refused: String, unread: String, large: String }

  typed = new Set() // the fields somebody wrote in while the page was still finding out what to put there

  async connect() {
    if (this.workerValue) navigator.serviceWorker?.register(this.workerValue).catch(() => {})
    this.person = await person()
    await ("outsideShell" in this.element.dataset ? this.greet() : this.know())
    if (this.hasFormTarget) await this.begin(this.formTarget)
    await this.show()
  }

  formTargetConnected(form) {
    form.addEventListener("input", ({ target, isTrusted }) => isTrusted && this.typed.add(target.name))
  }

  // The kept page learns from what was known when last there was a network.
  async greet() {
    if (this.hasStrangerTarget) this.strangerTarget.hidden = Boolean(this.person)
    if (!this.hasFormTarget) return
    this.formTarget.hidden = !this.person
    if (this.person) this.offer((await queue.remembered("places")) ?? [])
  }

  offer(places) {
    const { place, happened_on: day } = this.formTarget.elements
    const known = new Set([...place.options].map(({ value }) => value))
    for (const { value, text } of places) if (!known.has(value)) place.add(new Option(text, value))
    const today = new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 10)
    day.defaultValue ||= today // so that the next entry begins with it as well
  }

  async know() {
    localStorage.setItem(KEY, this.person)
    await queue.remember("person", this.person)
    if (!this.hasFormTarget) return
    const places = [...this.formTarget.elements.place.options].map(({ value, text }) => ({ value, text }))
    await queue.remember("places", places)
  }

  // A form is for one entry: a new one, also where the page comes from a cache, the one to be put right, or the one that the server shows
  // again with what was wrong, whose files are here alone.
  async begin(form) {
    const entry = await queue.entry(location.hash.slice(1) || form.elements.client_uid.value)
    if (entry?.refused && entry.person === this.person) this.fill(form, entry, this.typed)
    else this.renew(form)
  }

  async keep(event) {
    const form = this.formTarget
    if (this.native || !this.person || !window.isSecureContext) return
    event.preventDefault()
    event.stopImmediatePropagation() // Turbo listens further out
    const written = this.written(form)
    while (this.taking) {
      if (written === this.taken) return // pressed twice
      await this.taking
    }
    this.taken = written
    form.setAttribute("aria-busy", "true")
    this.taking = this.take(form).finally(() => {
      form.removeAttribute("aria-busy")
      this.taking = null
    })
    await this.taking
  }

  async take(form) {
    const entry = this.read(form)
    try {
      await queue.keep(entry)
    } catch {
      return navigator.onLine ? this.sendNatively(form) : this.full()
    }
    navigator.storage?.persist?.().catch(() => {}) // the browser is asked not to clear it away
    this.sent = entry.uid
    await this.show()
    this.waitingTarget.scrollIntoView({ block: "nearest" })
    const arrived = await send({ first: entry.uid, patience: PATIENCE })
    this.sent = ""
    if (!this.element.isConnected) return
    const left = await queue.entry(entry.uid)
    if (this.written(form) !== this.taken) return this.goOn(form)
    if (left?.refused) return this.refuse(form, left)
    this.clear(form)
    if (!left) return visit(arrived.get(entry.uid) ?? this.logValue)
    await this.show()
  }

  read(form) {
    const data = new FormData(form)
    const fields = [...data].filter(([name, value]) => typeof value === "string" && !["csrfmiddlewaretoken", "client_uid"].includes(name))
    const files = FILES.flatMap((name) => data.getAll(name).filter((file) => file.size).map((file) => ({ name, file })))
    return { uid: form.elements.client_uid.value, person: this.person, fields, files, at: Date.now(), refused: "" }
  }

  // Somebody writes the next one already: it stays, under a name of its own.
  async goOn(form) {
    this.renew(form)
    await this.show()
  }

  written(form) {
    const { fields, files } = this.read(form)
    return JSON.stringify([fields, files.map(({ name, file }) => [name, file.name, file.size, file.lastModified])])
  }

  clear(form) {
    drop(form) // the queue has it, or the server
    form.reset()
    delete form.dataset.dirty
    this.renew(form)
  }

  // The name under which the server counts an entry once, however often it is sent.
  renew(form) {
    if (window.isSecureContext) form.elements.client_uid.value = crypto.randomUUID()
  }

  // Where the form can be sent as any other, the server says at each field what is to be put right.
  async refuse(form, { refused }) {
    if (form.elements.csrfmiddlewaretoken && !this.words[refused]) return this.sendNatively(form)
    await this.show()
  }

  sendNatively(form) {
    this.native = true
    form.requestSubmit()
    this.native = false
  }

  // It was sent as any other form. Whether it arrived the server knows: asked again, it counts it once.
  async settled({ target, detail }) {
    if (!detail.success) return
    const uid = target.elements.client_uid.value
    this.clear(target)
    const entry = await queue.entry(uid)
    if (entry) await queue.keep({ ...entry, refused: "" })
  }

  full() {
    this.fullTarget.hidden = false
  }

  // A round has ended, of this tab or of another one: where the list is, show what has arrived; where somebody writes, leave them alone.
  async told() {
    const before = this.listTarget.childElementCount
    await this.show()
    if (this.sent || this.listTarget.childElementCount >= before) return
    if ("outsideShell" in this.element.dataset) {
      if (!this.formTarget.elements.title.value) location.assign(this.logValue)
    } else if (location.pathname === this.logValue) visit(location.href, { action: "replace" })
  }

  async show() {
    const waiting = this.person ? await queue.entries(this.person) : []
    this.waitingTarget.hidden = !waiting.length
    this.signInTarget.hidden = held() !== "session"
    const lines = waiting.map((entry) => this.draw(entry))
    const drawn = lines.map((line) => line.outerHTML).join("")
    if (drawn === this.drawn && this.listTarget.childElementCount === lines.length) return // nobody loses their place in it
    this.drawn = drawn
    this.listTarget.replaceChildren(...lines)
  }

  draw(entry) {
    const line = this.lineTarget.content.cloneNode(true).firstElementChild
    const field = (name) => entry.fields.find(([given]) => given === name)?.[1] ?? ""
    line.dataset.uid = entry.uid
    line.querySelector(".line-title").textContent = field("title")
    line.querySelector(".meta").textContent = this.words[entry.refused] ?? (entry.refused || field("happened_on"))
    const chip = line.querySelector(".chip")
    chip.textContent = entry.refused ? this.refusedValue : this.state(entry)
    if (entry.refused) chip.className = "chip danger"
    line.querySelector("[data-action='outside#again']").hidden = !entry.refused
    return line
  }

  state({ uid }) {
    if (uid === this.sent && navigator.onLine) return this.sendingValue
    return { session: this.sessionValue, server: this.serverValue }[held()] ?? this.networkValue
  }

  // What is said for an answer that has no words of its own.
  get words() {
    return { 400: this.unreadValue, 413: this.largeValue }
  }

  ask({ target }) {
    this.askTarget.dataset.uid = target.closest("[data-uid]").dataset.uid
    this.askTarget.showModal()
  }

  async discard() {
    await queue.drop(this.askTarget.dataset.uid)
    this.askTarget.close()
    await this.show()
  }

  async again({ target }) {
    const { uid } = target.closest("[data-uid]").dataset
    if (!this.hasFormTarget) return visit(`${document.querySelector("meta[name=outside]").content}#${uid}`)
    this.fill(this.formTarget, await queue.entry(uid))
    this.formTarget.elements.title.focus()
  }

  // What somebody has `typed` since counts more than what the entry said.
  fill(form, entry, typed = new Set()) {
    form.elements.client_uid.value = entry.uid
    for (const [name, value] of entry.fields) if (form.elements[name] && !typed.has(name)) form.elements[name].value = value
    for (const name of FILES) {
      if (typed.has(name)) continue
      const box = new DataTransfer()
      for (const each of entry.files) if (each.name === name) box.items.add(each.file)
      form.elements[name].files = box.files
    }
    form.dataset.dirty = "" // so that no refresh of the page takes it away
  }
}
