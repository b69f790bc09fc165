// What waits for the network, in the browser's own database: entries with their files, and who wrote here last with their places.
const NAME = "cohort-outside"
const WAITS = "cohort-outside-waits" // says to every page that something is in it (needed.js)

function open() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1)
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("entries", { keyPath: "uid" })
      asked.result.createObjectStore("known", { keyPath: "name" })
    }
    asked.onsuccess = () => resolve(asked.result)
    asked.onerror = () => reject(asked.error)
  })
}

async function ask(store, mode, act) {
  const database = await open()
  try {
    const transaction = database.transaction(store, mode)
    const request = act(transaction.objectStore(store))
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve
      transaction.onerror = transaction.onabort = () => reject(transaction.error)
    })
    return request.result
  } finally {
    database.close()
  }
}

export async function keep(entry) {
  await ask("entries", "readwrite", (store) => store.put(entry))
  localStorage.setItem(WAITS, "")
}

export async function drop(uid) {
  await ask("entries", "readwrite", (store) => store.delete(uid))
  const count = () => ask("entries", "readonly", (store) => store.count())
  if (await count()) return
  localStorage.removeItem(WAITS)
  if (await count()) localStorage.setItem(WAITS, "") // another tab wrote meanwhile
}

export const entry = (uid) => ask("entries", "readonly", (store) => store.get(uid))

// Whoever else writes in this browser sees none of them.
export const entries = async (person) => {
  const all = await ask("entries", "readonly", (store) => store.getAll())
  return all.filter((each) => each.person === person).sort((a, b) => a.at - b.at)
}

export const remember = (name, value) => ask("known", "readwrite", (store) => store.put({ name, value }))

export const forget = (name) => ask("known", "readwrite", (store) => store.delete(name))

export const remembered = async (name) => (await ask("known", "readonly", (store) => store.get(name)))?.value
