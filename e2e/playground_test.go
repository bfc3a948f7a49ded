package e2e

import (
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"lotsenfunk/bot"
)

func TestPlayground(t *testing.T) {
	b := openBrowser(t)
	t.Run("life of an idea", func(t *testing.T) { lifeOfAnIdea(t, b) })
	t.Run("live", func(t *testing.T) { live(t, b) })
	t.Run("lost_line", func(t *testing.T) { lostLine(t, b) })
	t.Run("form", func(t *testing.T) { formDialog(t, b) })
	t.Run("question", func(t *testing.T) { question(t, b) })
	t.Run("burn-up", func(t *testing.T) { burnUp(t, b) })
	t.Run("keyboard", func(t *testing.T) { keyboard(t, b) })
	t.Run("looks", func(t *testing.T) { looks(t, b) })
}

// An idea is filed, supported, accepted and becomes a project, on three seats
// in one browser; everybody is told.
func lifeOfAnIdea(t *testing.T, b *browser) {
	town := openTown(t)
	author, supporter, coordinator := b.window(t, 1280, 800, false), b.window(t, 1280, 800, false), b.window(t, 1280, 800, false)
	supporter.open(town.url + "/s/sb-kita/c/rathaus")
	coordinator.open(town.url + "/s/dl-koordination")
	author.open(town.url + "/")
	author.click(`a[href="/s/sb-standesamt"]`)
	author.sees("h1", "Lotsenfunk")

	author.send("#write", "/idee Wartezeiten im Bürgerbüro anzeigen")
	author.sees(".card .lead", "Idee 53")
	author.until("the composer is empty", `document.querySelector("#write").value === ""`)

	supporter.sees("#place-list .badge", "1")
	supporter.click(`#place-list a[href="/s/sb-kita/c/ideen"]`)
	supporter.sees("#messages", "Wartezeiten im Bürgerbüro anzeigen")
	supporter.press("Unterstützen")
	supporter.sees("#messages", "1 Stimme")

	coordinator.sees(".lead", "Idee 53")
	coordinator.press("Annehmen")
	coordinator.sees(".lead", "angenommen")
	author.sees(".lead", "angenommen")
	supporter.sees(".lead", "angenommen")
	supporter.sees("#place-list .badge", "1")

	coordinator.send("#write", "/idee projekt 53")
	coordinator.sees("#form", "Projekt")
	coordinator.write("#field-goal", "Niemand wartet, ohne zu wissen wie lange")
	ask[string](coordinator, `document.querySelector("#field-lead").value = "lotse-ordnung"`)
	ask[string](coordinator, `document.querySelector("#field-sponsor").value = "al-buergerservice"`)
	coordinator.click("#form-send")
	coordinator.gone("#form")
	author.sees(".lead", "Projekt")
	supporter.sees(".lead", "in Umsetzung")
}

// What happens on one seat is seen and announced on another, and nothing that
// is private.
func live(t *testing.T, b *browser) {
	town := openTown(t)
	one, other := b.window(t, 1280, 800, false), b.window(t, 1280, 800, false)
	one.open(town.url + "/s/sb-standesamt/c/rathaus")
	other.open(town.url + "/s/lotse-ordnung/c/rathaus")

	one.send("#write", "/idee 1")
	one.send("#write", "Ist heute jemand in der Poststelle?") // while the first line is on its way
	one.sees(".tag.private", "nur für dich sichtbar")
	other.sees("#messages", "Ist heute jemand in der Poststelle?")
	other.sees("#announce", "Sachbearbeitung Standesamt: Ist heute jemand")
	other.is("private answers stay private", `!document.body.textContent.includes("Termine im Standesamt")`)

	other.hover(".message:last-child")
	other.click(`.message:last-child .tools button[aria-label*="👍"]`)
	one.sees(".reaction", "1")
	other.hover(".message:last-child")
	other.click(`.message:last-child .tools a`)
	other.sees(".thread", "Ist heute jemand in der Poststelle?")
	other.send("#reply", "Ja, bis zwölf.")
	other.sees("#replies", "Ja, bis zwölf.")
	one.sees(".replies", "1 Antwort")

	one.click("#clock summary")
	one.accessible("the clock")
	one.press("+ 1 Tag")
	one.sees("#clock-now", "Fr., 19. März 2027, 09:00")
	other.sees("#clock-now", "Fr., 19. März 2027, 09:00")
}

// A line that could not be sent stands in the composer again, before what has
// been typed since.
func lostLine(t *testing.T, b *browser) {
	town := openTown(t)
	w := b.window(t, 1280, 800, false)
	w.open(town.url + "/s/sb-standesamt/c/rathaus")
	ask[bool](w, `(() => { const real = window.fetch; window.fetch = () => new Promise((_, fail) => { window.lose = () => { window.fetch = real; fail(new Error("no network")); }; }); return true; })()`)
	w.send("#write", "Guten Morgen")
	w.is("the composer is empty at once", `document.querySelector("#write").value === ""`)
	w.write("#write", "zusammen")
	ask[bool](w, `(() => { window.lose(); return true; })()`)
	w.until("the line is back", `document.querySelector("#write").value === "Guten Morgen\nzusammen"`)
	w.enter(0)
	w.sees("#messages", "Guten Morgen")
}

// A team lead sees how far the projects are, on a light page and on a dark one, and
// the same in words.
func burnUp(t *testing.T, b *browser) {
	town := openTown(t)
	for _, days := range []struct {
		later      time.Duration
		seat, says string
	}{
		{0, "lotse-bildung", "/paket fertig 38 Läuft mit der Tastatur."},
		{6, "lotse-bildung", "/paket weiter 35"},
		{5, "lotse-bildung", "/paket fertig 35"},
		{8, "al-bildung", "/bericht alles"},
		{0, "leitung", "/bericht alles"},
	} {
		town.did(town.program.Turn(t.Context(), town.program.Now().Add(days.later*24*time.Hour)))
		town.say(days.seat, "", days.says)
	}
	for _, dark := range []bool{false, true} {
		for _, at := range []struct {
			seat   string
			width  int64
			height int64
		}{{"al-bildung", 1280, 800}, {"leitung", 1280, 800}, {"al-bildung", 375, 800}} {
			w := b.window(t, at.width, at.height, dark)
			w.open(town.url + "/s/" + at.seat)
			w.until("the picture is there", `[...document.querySelectorAll("#messages .words img")].some((i) => i.naturalWidth === 800 && i.alt.includes("18. März"))`)
			w.is("nothing is wider than the window", `document.documentElement.scrollWidth <= window.innerWidth`)
			w.accessible("a picture")
			if at.seat == "al-bildung" && at.width == 1280 && !dark {
				ask[bool](w, `(() => { document.querySelector("#home details").open = false; document.querySelector("#messages .words img").scrollIntoView({block: "end"}); return true; })()`)
				w.picture("playground-wochenstand")
			}
		}
	}
}

func formDialog(t *testing.T, b *browser) {
	town := openTown(t)
	w := b.window(t, 1280, 800, false)
	w.open(town.url + "/s/sb-kita")
	open := func() {
		t.Helper()
		w.press("Idee einreichen")
		w.sees("#form", "Ohne Namen einreichen")
	}
	w.send("#write", "/idee")
	w.sees(".card button", "Idee einreichen")
	open()
	w.is("it is modal", `document.querySelector("#form").matches(":modal")`)
	w.is("the first field has the keyboard", `document.activeElement.id === "field-title"`)
	w.accessible("a form")
	w.picture("playground-form")

	w.write("#field-description", "weniger Wege")
	w.click("#form-send")
	w.sees("#field-title-error", "Titel")
	w.is("the keyboard is at the error", `document.activeElement.id === "field-title"`)
	w.is("what was typed stands there", `document.querySelector("#field-description").value === "weniger Wege"`)
	w.accessible("a form with an error")

	w.write("#field-title", "Kita-Formulare")
	town.say("sb-bauhof", "ideen", "Guten Morgen")
	w.sees("#place-list .badge", "1")
	w.is("news elsewhere leave the form alone", `document.querySelector("#field-title").value === "Kita-Formulare"`)
	w.keys(kb.Escape)
	w.gone("#form")
	w.send("#write", "/idee meine") // the keyboard is back
	w.until("the composer is empty", `document.querySelector("#write").value === ""`)

	open()
	w.send("#field-title", "Kita-Formulare zum Ankreuzen")
	w.gone("#form")
	w.sees(".lead", "Idee 53")
}

// A control that asks "really?" does nothing until it is answered.
func question(t *testing.T, b *browser) {
	town := openTown(t)
	w := b.window(t, 1280, 800, false)
	w.open(town.url + "/s/sb-kita/c/rathaus")
	town.post("rathaus", bot.Message{Line: "Zum Ausprobieren", Rows: []bot.Row{{{Action: "idea.list", Value: "1", Label: "Alles zeigen", Style: bot.StyleDanger, Confirm: "Wirklich alles?"}}}})
	w.sees("#messages", "Zum Ausprobieren")
	w.press("Alles zeigen")
	w.sees("#ask", "Wirklich alles?")
	w.is("it is modal", `document.querySelector("#ask").matches(":modal")`)
	w.accessible("a question")
	w.keys(kb.Escape)
	w.gone("#ask")
	w.is("nothing happened", `document.querySelectorAll(".message").length === 1`)
	w.press("Alles zeigen")
	w.sees("#ask", "Wirklich alles?")
	w.click("#ask-yes")
	w.gone("#ask")
	w.until("it happened", `!document.querySelector("#messages").textContent.includes("Zum Ausprobieren") || document.querySelectorAll(".message").length > 1`)
}

func keyboard(t *testing.T, b *browser) {
	town := openTown(t)
	w := b.window(t, 1280, 800, false)
	w.open(town.url + "/s/sb-kita/c/rathaus")
	w.keys(kb.Tab)
	w.is("the first thing is a way past the side bar", `document.activeElement.classList.contains("skip")`)
	w.enter(0)
	w.keys(kb.Tab)
	w.is("behind it is the composer", `document.activeElement.id === "write"`)

	w.write("#write", "/id")
	w.until("one command fits", `document.querySelectorAll("#write-commands [role=option]:not([hidden])").length === 1`)
	w.keys(kb.Tab)
	w.until("it is completed", `document.querySelector("#write").value === "/idee "`)
	w.write("#write", "unterst")
	w.keys(kb.ArrowDown)
	w.is("the choice is told", `document.querySelector("#write").getAttribute("aria-activedescendant") !== null`)
	w.enter(0)
	w.until("the verb is completed", `document.querySelector("#write").value === "/idee unterstützen "`)
	w.enter(chromedp.ModifierShift)
	w.is("a new line", `document.querySelector("#write").value.includes("\n")`)

	ask[string](w, `document.querySelector("#write").value = ""`)
	w.write("#write", "/idee ")
	w.until("the verbs are offered", `!document.querySelector("#write-commands").hidden`)
	w.keys(kb.ArrowUp)
	w.until("the last one is reached", `document.querySelector("#write-commands [role=option]:not([hidden])") !== null && document.querySelector("[aria-selected=true]").offsetHeight > 0`)
	w.keys(kb.ArrowDown)
	w.accessible("completion")
	w.keys(kb.Escape)
	w.is("Escape puts them away", `document.querySelector("#write-commands").hidden`)
}

// looks goes over the pages as they are on an ordinary day: nothing is too wide,
// nothing shuts anybody out, and pictures of them are for the README.
func looks(t *testing.T, b *browser) {
	town := openTown(t)
	town.ordinaryDay()
	posts := town.program.Room.Posts("sb-bauhof", "ideen")
	root := posts[0].ID
	for _, p := range posts {
		if p.Author == "sb-bauhof" && p.Root == "" {
			root = p.ID
			break
		}
	}
	seat := town.url + "/s/sb-standesamt/c/"
	shots := []struct {
		name, address string
		width, height int64
		dark, picture bool
	}{
		{"playground-start", town.url + "/", 1280, 800, false, true},
		{"playground", seat + "ideen", 1280, 800, false, true},
		{"playground-dark", seat + "ideen", 1280, 800, true, true},
		{"playground-thread", seat + "ideen?thread=" + root, 1280, 800, false, true},
		{"playground-direct", seat + "@sb-standesamt", 1280, 800, false, false},
		{"playground-coordinator", town.url + "/s/dl-koordination", 1280, 800, true, false},
		{"playground-empty", town.url + "/s/sb-pass", 1280, 800, false, false},
		{"playground-home", town.url + "/s/lotse-bauen", 1280, 800, false, false},
		{"playground-phone-home", town.url + "/s/dl-koordination", 375, 800, true, false},
		{"playground-phone", seat + "ideen", 375, 800, false, true},
		{"playground-phone-drawer", seat + "ideen#places", 375, 800, true, false},
		{"playground-phone-thread", seat + "ideen?thread=" + root, 375, 800, false, false},
		{"playground-phone-start", town.url + "/?lang=en", 375, 800, true, false},
	}
	for _, shot := range shots {
		t.Run(shot.name, func(t *testing.T) {
			w := b.window(t, shot.width, shot.height, shot.dark)
			w.open(shot.address)
			ask[bool](w, `document.fonts.ready.then(() => true)`)
			w.is("nothing is wider than the window", `document.documentElement.scrollWidth <= window.innerWidth`)
			if shot.picture {
				w.picture(shot.name)
			}
			w.accessible(shot.name)
		})
	}
}

// ordinaryDay is what a day in the town hall leaves behind.
func (t *town) ordinaryDay() {
	t.Helper()
	later := func(d time.Duration) { t.did(t.program.Turn(t.Context(), t.program.Now().Add(d))) }
	t.did(nil) // what the loaded town has to say comes first
	t.say("sb-bauhof", "ideen", "Am Friedhofstor fragen jede Woche Leute, wann der Grünschnitt abgeholt wird. Ein Aushang mit QR-Code würde reichen.")
	root := t.newest("sb-bauhof", "ideen")
	later(3 * time.Minute)
	t.say("sb-bauhof", "ideen", "Ein Foto vom Platz dafür habe ich schon.")
	for _, seat := range []string{"lotse-finanzen", "sb-kita"} {
		t.did(t.program.Room.React(t.Context(), seat, root, "👍", true))
	}
	later(20 * time.Minute)
	t.did(t.program.Room.Answer(t.Context(), "lotse-ordnung", root, "Am Wertstoffhof hat genau das geholfen."))
	t.did(t.program.Room.Answer(t.Context(), "sb-bauhof", root, "Danke! Schickst du mir die Vorlage?"))
	later(7 * time.Minute)
	t.say("sb-standesamt", "", "/idee Wartezeiten im Bürgerbüro anzeigen")
	t.say("sb-kita", "", "/idee unterstützen 53")
	t.say("lotse-ordnung", "", "/idee unterstützen 53")
	later(4 * time.Minute)
	t.say("sb-standesamt", "ideen", "/idee Trautermine im Standesamt online buchen")
	t.say("lotse-finanzen", "rathaus", "Die Kaffeemaschine im zweiten Stock läuft wieder.")
	later(time.Minute)
	t.say("dl-koordination", "", "/idee annehmen 53")
}
