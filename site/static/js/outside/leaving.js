// Whoever signs out leaves no name and no places behind for the page that works without a network. What waits stays theirs, unseen.
import * as queue from "cohort/outside/queue"

export const KEY = "cohort-outside-person"

async function leave() {
  const known = localStorage.getItem(KEY)
  const person = document.querySelector("meta[name=person]")?.content
  if (!known || known === person || document.querySelector("[data-controller~=outside]")) return
  localStorage.removeItem(KEY)
  await queue.forget("person")
  await queue.forget("places")
}

leave()
document.addEventListener("turbo:load", leave)
