// Fetches a script when something on the page needs it: a controller by its name, an element, what sends from every page.
const NEEDS = {
  "cohort-live": "cohort/elements/live",
  "[aria-pressed][form=act]": "cohort/pressed",
}
// What this browser keeps of learning logged elsewhere: who wrote here last, and that something waits to be sent.
const KEPT = {
  "cohort-outside-person": "cohort/outside/leaving",
  "cohort-outside-waits": "cohort/outside/sender",
}

const asked = new Map()
let application

function once(name, bring) {
  if (!asked.has(name)) asked.set(name, bring().catch(() => asked.delete(name))) // another page may have more luck
  return asked.get(name)
}

async function behave(name) {
  const found = [import("@hotwired/stimulus"), import(`cohort/controllers/${name}`)]
  const [{ Application }, { default: Behaviour }] = await Promise.all(found)
  application ??= Application.start()
  application.register(name, Behaviour)
}

const within = (root, selector) => [...(root.matches(selector) ? [root] : []), ...root.querySelectorAll(selector)]

function bring(root) {
  const coming = []
  for (const element of within(root, "[data-controller]"))
    for (const name of element.dataset.controller.split(" ")) coming.push(once(name, () => behave(name)))
  for (const [selector, name] of Object.entries(NEEDS))
    if (within(root, selector).length) coming.push(once(name, () => import(name)))
  for (const [key, name] of Object.entries(KEPT))
    if (localStorage.getItem(key) !== null) coming.push(once(name, () => import(name)))
  return Promise.all(coming)
}

new MutationObserver((changes) => {
  for (const { addedNodes, target, type } of changes)
    for (const node of type === "attributes" ? [target] : addedNodes) if (node instanceof Element) bring(node)
}).observe(document.documentElement, { attributeFilter: ["data-controller"], childList: true, subtree: true })

// Until what stands on the first page has come.
export const needed = bring(document.documentElement)
