// <cohort-live url="/live/" topics="signed tokens" me="person:…" pill="Show {n} new">: one socket a tab. It hears which topic
// changed and looks again, under the page's own permissions; without it everything works, a little later.
import { session } from "@hotwired/turbo"

const LONGEST_WAIT = 30_000
const FIRST_WAIT = 1_000
const REFUSED = 4400 // from this close code on the server does not want the socket back
const EDGE = 160 // px: nearer than this to where new things come in, one is at the edge

const wait = (ms) => new Promise((done) => setTimeout(done, ms))
const shown = () => !document.hidden || new Promise((done) => document.addEventListener("visibilitychange", done, { once: true }))

class Hub {
  #socket = null
  #tokens = []
  #wanted = []
  #tries = 0
  #dropped = false
  #pending = new Set()
  #timer = 0

  // Follow these tokens from now on; the elements of two pages hand over in one step.
  want(url, tokens) {
    this.#wanted = tokens
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#settle(url), 30)
  }

  #settle(url) {
    if (!this.#wanted.length) return this.#close()
    if (!this.#socket) return this.#connect(url)
    if (this.#socket.readyState === WebSocket.OPEN) this.#subscribe()
  }

  #subscribe() {
    const message = { subscribe: this.#wanted }
    const old = this.#tokens.filter((token) => !this.#wanted.includes(token))
    if (old.length) message.unsubscribe = old
    delete document.documentElement.dataset.live
    this.#socket.send(JSON.stringify(message))
    this.#tokens = this.#wanted
  }

  #connect(url) {
    const address = new URL(url, location.href)
    address.protocol = address.protocol.replace("http", "ws")
    const socket = (this.#socket = new WebSocket(address))
    socket.onopen = () => {
      this.#tries = 0
      this.#tokens = []
      this.#subscribe()
      if (this.#dropped) this.#look("", 2_000 * Math.random(), "")
      this.#dropped = false
    }
    socket.onmessage = ({ data }) => {
      const { subscribed, refresh, spread = 0, by = "" } = JSON.parse(data)
      if (subscribed) document.documentElement.dataset.live = "on"
      if (refresh) this.#look(refresh, spread * Math.random(), by)
    }
    socket.onclose = ({ code }) => {
      delete document.documentElement.dataset.live
      if (this.#socket !== socket) return
      this.#socket = null
      this.#dropped = true
      if (code < REFUSED && this.#wanted.length) this.#again(url)
    }
  }

  async #again(url) {
    const longest = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.#tries++)
    await Promise.race([wait(longest * (0.5 + Math.random() / 2)), new Promise((done) => addEventListener("online", done, { once: true }))])
    await shown()
    if (!this.#socket && this.#wanted.length) this.#connect(url)
  }

  #close() {
    const socket = this.#socket
    this.#socket = null
    socket?.close()
  }

  async #look(topic, delay, by) {
    if (by && session.recentRequests.has(by)) return
    if (this.#pending.has(topic)) return
    this.#pending.add(topic)
    await wait(delay)
    await shown()
    this.#pending.delete(topic)
    look(topic)
  }
}

// Refresh what shows `topic` ("" is everything): its frame, its list, else the page.
function look(topic) {
  const me = document.querySelector("cohort-live")?.getAttribute("me")
  const shows = (element) => !topic || (element.dataset.live ? element.dataset.live.split(" ").includes(topic) : topic !== me)
  const frames = [...document.querySelectorAll("turbo-frame[data-live]")].filter(shows)
  const lists = [...document.querySelectorAll("[data-live-list]")].filter(shows)
  frames.forEach(reload)
  lists.forEach(announce)
  if (!frames.length && !lists.length && topic !== me) refresh()
}

async function reload(frame) {
  while (sending(frame)) await wait(300)
  if (!frame.isConnected) return
  frame.setAttribute("refresh", "morph")
  if (frame.getAttribute("src")) frame.reload()
  else frame.src = frame.dataset.src
}

// Drawing anew would end what is on its way to the server.
const sending = (within = document) => within.querySelector("form[aria-busy=true]")

async function refresh(tries = 5) {
  if (sending() || (session.navigator.currentVisit && tries)) {
    await wait(300)
    return refresh(sending() ? tries : tries - 1)
  }
  session.refresh(document.baseURI, { method: "morph", scroll: "preserve" })
}

function lookAgain(list) {
  const frame = list.closest("turbo-frame[src]")
  if (frame) reload(frame)
  else refresh()
}

async function announce(list) {
  const url = list.dataset.newerUrl || list.dataset.liveList
  if (!url) return lookAgain(list)
  const answer = await fetch(url, { headers: { Accept: "application/json" }, credentials: "same-origin" }).catch(() => null)
  if (!answer?.ok || !list.isConnected) return
  const { count } = await answer.json()
  if (!count) return
  if (atEdge(list)) lookAgain(list)
  else showPill(list, count)
}

function atEdge(list) {
  const box = list.getBoundingClientRect()
  return list.dataset.liveEdge === "end" ? box.bottom < innerHeight + EDGE : box.top > -EDGE && scrollY < EDGE
}

function showPill(list, count) {
  const words = document.querySelector("cohort-live")?.getAttribute("pill") ?? "{n}"
  let line = list.querySelector(":scope > .new-pill-line")
  if (!line) {
    line = document.createElement("p")
    line.className = "new-pill-line"
    line.setAttribute("role", "status")
    const button = document.createElement("button")
    button.className = "new-pill"
    button.type = "button"
    button.addEventListener("click", () => {
      line.remove()
      lookAgain(list)
      if (list.dataset.liveEdge !== "end") scrollTo({ top: 0 })
    })
    line.append(button)
    list.dataset.liveEdge === "end" ? list.append(line) : list.prepend(line)
  }
  line.firstElementChild.textContent = words.replace("{n}", count)
}

const hub = new Hub()

customElements.define(
  "cohort-live",
  class extends HTMLElement {
    static observedAttributes = ["topics"]

    connectedCallback() {
      this.attributeChangedCallback()
    }

    disconnectedCallback() {
      hub.want("", [])
    }

    attributeChangedCallback() {
      const tokens = (this.getAttribute("topics") ?? "").split(/\s+/).filter(Boolean)
      if (this.isConnected) hub.want(this.getAttribute("url"), [...new Set(tokens)])
    }
  },
)
