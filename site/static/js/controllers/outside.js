// Logging without a network: what is written is kept in this browser first, then sent; the server counts a repeat once. Where nothing of
// this works the form is sent as any other.
import { visit } from "@hotwired/turbo"
import { Controller } from "@hotwired/stimulus"
import { KEY } from "cohort/outside/leaving"
import * as queue from "cohort/outside/queue"

const PAUSE = 30000 // ms until what the server could not take is tried again
const FILES = ["photos", "documents"]

export default class extends Controller {
  static targets = ["form", "waiting", "list", "line", "stranger"]
  static values = { url: String, log: String, worker: String, waits: String, refused: String }

  async connect() {
    if (this.workerValue) navigator.serviceWorker?.register(this.workerValue).catch(() => {})
    await this.know()
    await this.show()
    this.send()
  }

  disconnect() {
    clearTimeout(this.timer)
  }

  // Who writes here. The kept page is nobody's, so it is whoever was signed in when last there was a network.
  async know() {
    const signedIn = document.querySelector("meta[name=person]")?.content ?? ""
    if ("outsideShell" in this.element.dataset) {
      this.person = (await queue.remembered("person")) ?? ""
      if (this.hasStrangerTarget) this.strangerTarget.hidden = Boolean(this.person)
      if (this.hasFormTarget) this.formTarget.hidden = !this.person
      this.offer((await queue.remembered("places")) ?? [])
      return
    }
    this.person = signedIn
    localStorage.setItem(KEY, signedIn)
    await queue.remember("person", signedIn)
    if (this.hasFormTarget) {
      const places = [...this.formTarget.elements.place.options].map(({ value, text }) => ({ value, text }))
      await queue.remember("places", places)
    }
  }

  offer(places) {
    const field = this.hasFormTarget && this.formTarget.elements.place
    if (!field || !this.person) return
    const known = new Set([...field.options].map(({ value }) => value))
    for (const { value, text } of places) if (!known.has(value)) field.add(new Option(text, value))
    const day = this.formTarget.elements.happened_on
    const today = new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 10)
    day.defaultValue ||= today // so that the next entry begins with it as well
  }

  async keep(event) {
    const form = this.formTarget
    if (this.native || !this.person || !window.indexedDB) return
    event.preventDefault()
    event.stopImmediatePropagation() // Turbo listens further out
    const entry = this.read(form)
    try {
      await queue.keep(entry)
    } catch {
      return this.sendNatively(form)
    }
    const url = await this.deliver(entry)
    if (url === "refused") {
      await queue.drop(entry.uid)
      return this.sendNatively(form) // so that the server says what is to be put right
    }
    if (url) return visit(url)
    form.reset()
    delete form.dataset.dirty
    await this.show()
    this.waitingTarget.scrollIntoView({ block: "nearest" })
  }

  sendNatively(form) {
    this.native = true
    form.requestSubmit()
    this.native = false
  }

  read(form) {
    const data = new FormData(form)
    const fields = [...data].filter(([name, value]) => typeof value === "string" && !["csrfmiddlewaretoken", "client_uid"].includes(name))
    const files = FILES.flatMap((name) => data.getAll(name).filter((file) => file.size).map((file) => ({ name, file })))
    const uid = form.dataset.again || crypto.randomUUID()
    delete form.dataset.again
    return { uid, person: this.person, fields, files, at: Date.now(), refused: "" }
  }

  async send() {
    if (!this.person || !navigator.onLine) return
    const work = async () => {
      for (const entry of await queue.entries(this.person)) {
        if (entry.refused) continue
        const url = await this.deliver(entry)
        if (!url) break
        if (url === "refused") await queue.keep({ ...entry, refused: this.lastRefusal })
      }
    }
    const before = this.shown
    await (navigator.locks ? navigator.locks.request("cohort-outside", work) : work())
    await this.show()
    clearTimeout(this.timer)
    if (this.shown) this.timer = setTimeout(() => this.send(), PAUSE)
    if (this.shown < before) this.look() // whichever tab sent it
  }

  // How many entries stand here as waiting.
  get shown() {
    return this.hasListTarget ? this.listTarget.childElementCount : 0
  }

  // Where the list is, show what has arrived; where somebody writes, leave them alone.
  look() {
    if ("outsideShell" in this.element.dataset) {
      if (!(this.hasFormTarget && this.formTarget.elements.title.value)) location.assign(this.logValue)
    } else if (location.pathname === this.logValue) visit(location.href, { action: "replace" })
  }

  // Return where an entry arrived, "refused" where it cannot be taken, or nothing while it has to wait.
  async deliver(entry) {
    const token = await this.token()
    if (!token) return ""
    const body = new FormData()
    for (const [name, value] of entry.fields) body.append(name, value)
    for (const { name, file } of entry.files) body.append(name, file, file.name)
    body.append("client_uid", entry.uid)
    body.append("csrfmiddlewaretoken", token)
    const options = { method: "POST", body, credentials: "same-origin", headers: { Accept: "application/json" }, redirect: "error" }
    const answer = await fetch(this.urlValue, options).catch(() => null)
    if (answer?.status === 422) {
      this.lastRefusal = (await answer.json()).errors.join(" ")
      return "refused"
    }
    if (answer?.status !== 201) return ""
    const { url } = await answer.json()
    await queue.drop(entry.uid)
    return url
  }

  // A fresh page says who is signed in now and gives the form's token; what another person wrote is not theirs to send.
  async token() {
    if (!navigator.onLine) return ""
    const answer = await fetch(this.urlValue, { credentials: "same-origin", headers: { Accept: "text/html" } }).catch(() => null)
    if (!answer?.ok) return ""
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    if (page.querySelector("meta[name=person]")?.content !== this.person) return ""
    return page.querySelector("#act [name=csrfmiddlewaretoken]")?.value ?? ""
  }

  async show() {
    if (!this.hasWaitingTarget) return
    const waiting = this.person ? await queue.entries(this.person) : []
    this.waitingTarget.hidden = !waiting.length
    this.listTarget.replaceChildren(...waiting.map((entry) => this.draw(entry)))
  }

  draw(entry) {
    const line = this.lineTarget.content.cloneNode(true).firstElementChild
    const field = (name) => entry.fields.find(([given]) => given === name)?.[1] ?? ""
    line.dataset.uid = entry.uid
    line.querySelector(".line-title").textContent = field("title")
    line.querySelector(".meta").textContent = entry.refused || field("happened_on")
    const chip = line.querySelector(".chip")
    chip.textContent = entry.refused ? this.refusedValue : this.waitsValue
    if (entry.refused) chip.className = "chip danger"
    line.querySelector("[data-action='outside#again']").hidden = !(entry.refused && this.hasFormTarget)
    return line
  }

  async discard({ target }) {
    await queue.drop(target.closest("[data-uid]").dataset.uid)
    await this.show()
  }

  async again({ target }) {
    const entry = await queue.entry(target.closest("[data-uid]").dataset.uid)
    const form = this.formTarget
    form.dataset.again = entry.uid
    for (const [name, value] of entry.fields) if (form.elements[name]) form.elements[name].value = value
    for (const name of FILES) {
      const box = new DataTransfer()
      for (const each of entry.files) if (each.name === name) box.items.add(each.file)
      form.elements[name].files = box.files
    }
    form.elements.title.focus()
  }
}
