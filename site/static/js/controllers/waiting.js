// Says in the frame of every page how much still waits in this browser; where the list of it stands, the list says it.
import { Controller } from "@hotwired/stimulus"

export default class extends Controller {
  static targets = ["link", "words"]
  static values = { waits: String, session: String, refused: String }

  async show() {
    const [queue, { held, person }] = await Promise.all([import("cohort/outside/queue"), import("cohort/outside/sender")])
    const all = document.querySelector("[data-controller~=outside]") ? [] : await queue.entries(await person())
    const waiting = all.filter((entry) => !entry.refused).length
    const words = !waiting ? this.refusedValue : held() === "session" ? this.sessionValue : this.waitsValue
    this.linkTarget.hidden = !all.length
    this.wordsTarget.textContent = all.length ? words.replace("{n}", waiting || all.length) : ""
  }
}
