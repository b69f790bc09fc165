// The entry: Turbo drives, Stimulus behaves. Every page works without it.
import "@hotwired/turbo"
import { Application } from "@hotwired/stimulus"
import "cohort/elements/live"
import "cohort/focus"
import "cohort/morph"
import "cohort/outside/sender"
import "cohort/unsent"
import Composer from "cohort/controllers/composer"
import Copy from "cohort/controllers/copy"
import Draft from "cohort/controllers/draft"
import Drawer from "cohort/controllers/drawer"
import Film from "cohort/controllers/film"
import Opener from "cohort/controllers/opener"
import Outside from "cohort/controllers/outside"
import Palette from "cohort/controllers/palette"
import Reader from "cohort/controllers/reader"
import Reading from "cohort/controllers/reading"
import Sheet from "cohort/controllers/sheet"
import Tabs from "cohort/controllers/tabs"
import Theme from "cohort/controllers/theme"
import Toast from "cohort/controllers/toast"
import Tray from "cohort/controllers/tray"
import Waiting from "cohort/controllers/waiting"

const application = Application.start()
application.register("composer", Composer)
application.register("copy", Copy)
application.register("draft", Draft)
application.register("drawer", Drawer)
application.register("film", Film)
application.register("opener", Opener)
application.register("outside", Outside)
application.register("palette", Palette)
application.register("reader", Reader)
application.register("reading", Reading)
application.register("sheet", Sheet)
application.register("tabs", Tabs)
application.register("theme", Theme)
application.register("toast", Toast)
application.register("tray", Tray)
application.register("waiting", Waiting)
document.documentElement.dataset.scripts = "on"
