// The entry: Turbo drives, Stimulus behaves. Every page works without it, and fetches only what stands on it.
import "@hotwired/turbo"
import "cohort/focus"
import "cohort/morph"
import "cohort/unsent"
import { needed } from "cohort/needed"

await needed
document.documentElement.dataset.scripts = "on"
