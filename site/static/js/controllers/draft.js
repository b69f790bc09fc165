// A form whose words outlive the page: kept as they are typed, put back where the form stands again, gone once they are sent.
import { Controller } from "@hotwired/stimulus"
import { forget, keep, mine, open, read, take, words } from "cohort/drafts"

const NOT_WRITTEN = "[type=hidden], [type=password], [type=file], [type=submit], [type=button], [type=reset], [type=image], button"
const WRITTEN = "textarea, input:not([type=checkbox], [type=radio])"

export default class extends Controller {
  static values = { choices: { type: Boolean, default: true } } // whether what is chosen is kept beside what is written
  turn = 0

  async connect() {
    this.name = mine(this.element)
    if (!this.name) return
    this.listening = new AbortController()
    const { signal } = this.listening
    for (const typed of ["input", "change"]) this.element.addEventListener(typed, () => this.note(), { signal })
    this.element.addEventListener("turbo:submit-start", () => (this.sent = this.changed()), { signal })
    this.element.addEventListener("draft:drop", () => this.drop(), { signal })
    addEventListener("storage", (event) => event.key === this.name && this.elsewhere(event), { signal })
    this.put(await (localStorage.getItem(this.name) ? read(this.name) : take(this.element)))
    if (Object.keys(this.changed()).length) this.note() // typed before this script came
  }

  disconnect() {
    this.listening?.abort()
  }

  // The latest word counts, in whichever order the browser gets round to sealing them.
  async note() {
    const changed = this.changed()
    const turn = ++this.turn
    if (!Object.keys(changed).length) return localStorage.removeItem(this.name)
    await keep(this.name, changed, () => turn === this.turn)
  }

  drop() {
    this.turn++
    forget(this.element, this.sent ?? this.changed())
    this.sent = null
  }

  // What was typed: by the name of its field, what it says now and what it said when the page came.
  changed() {
    return Object.fromEntries(Object.entries(this.fields()).filter(([, { is, was }]) => String(is) !== String(was)))
  }

  fields() {
    const found = {}
    for (const field of this.element.elements) {
      if (!field.name || field.matches(NOT_WRITTEN) || (!this.choicesValue && !field.matches(WRITTEN))) continue
      const each = (found[field.name] ??= { is: [], was: [] })
      for (const [value, is, was] of said(field)) {
        if (is !== false) each.is.push(is === true ? value : is)
        if (was !== false) each.was.push(was === true ? value : was)
      }
    }
    return found
  }

  // A field is filled where the page says what it said then and nobody has typed in it since.
  put(kept) {
    const now = this.fields()
    for (const [name, { is, was }] of Object.entries(kept ?? {})) {
      const field = now[name]
      if (!field || String(field.was) !== String(was) || String(field.is) !== String(field.was)) continue
      const values = [...is]
      for (const each of this.element.elements) if (each.name === name && !each.matches(NOT_WRITTEN)) write(each, values)
    }
  }

  // Another tab goes on with it, or sent it: what was sent goes here too; what stands here otherwise is this tab's still, and stays.
  async elsewhere({ newValue, oldValue }) {
    const gone = newValue ? null : await open(oldValue)
    const changed = this.changed()
    if (!Object.keys(changed).length) return
    if (words(gone) !== words(changed)) return this.note()
    this.element.reset()
    delete this.element.dataset.dirty
  }
}

// Return [value, what is chosen or said, what was] for each thing a field may say.
function said(field) {
  if (field.type === "checkbox" || field.type === "radio") return [[field.value, field.checked, field.defaultChecked]]
  if (field.localName !== "select") return [[field.value, field.value, field.defaultValue]]
  const set = [...field.options].some((option) => option.defaultSelected)
  return [...field.options].map((option, at) => [option.value, option.selected, set ? option.defaultSelected : !field.multiple && at === 0])
}

function write(field, values) {
  if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value)
  else if (field.localName === "select") for (const option of field.options) option.selected = values.includes(option.value)
  else field.value = values.shift() ?? ""
  field.dispatchEvent(new Event("input", { bubbles: true }))
}
