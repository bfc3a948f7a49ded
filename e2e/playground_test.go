package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

func TestPlayground(t *testing.T) {
	b := openBrowser(t)

	t.Run("two seats", func(t *testing.T) { twoSeats(t, b) })
	t.Run("form", func(t *testing.T) { formDialog(t, b) })
	t.Run("keyboard", func(t *testing.T) { keyboard(t, b) })
	t.Run("looks", func(t *testing.T) { looks(t, b) })
}

// What one seat does the other sees without doing anything.
func twoSeats(t *testing.T, b *browser) {
	s := openStand(t)
	anna, bernd := b.window(t, 1280, 800, false), b.window(t, 1280, 800, false)
	bernd.open(s.url + "/s/lotse-ordnung/c/rathaus")
	anna.open(s.url + "/s/sb-standesamt/c/ideen")

	anna.send("#write", "/idee Wartezeiten anzeigen")
	anna.sees("#messages", "Danke, Idee 53 ist eingereicht.")
	anna.sees(".tag.private", "nur für dich sichtbar")
	anna.until("the composer is empty", `document.querySelector("#write").value === ""`)
	bernd.sees("#place-list .badge", "1")
	bernd.until("unread in the title", `document.title.startsWith("(1) ")`)

	bernd.open(s.url + "/s/lotse-ordnung/c/ideen")
	bernd.sees("#messages", "Wartezeiten anzeigen")
	bernd.is("private answers stay private", `!document.body.textContent.includes("Danke, Idee 53")`)
	anna.send("#write", "Gefällt euch das?")
	bernd.sees("#messages", "Gefällt euch das?")
	bernd.sees("#announce", "Sachbearbeitung Standesamt: Gefällt euch das?")

	bernd.hover(".message:last-child")
	bernd.click(`.message:last-child .tools button[aria-label*="👍"]`)
	anna.sees(".reaction", "1")
	anna.press("Zurückziehen")
	anna.sees("#ask", "wirklich zurückziehen?")
	anna.is("the question is asked in a dialog", `document.querySelector("#ask").matches(":modal")`)
	anna.click("#ask-yes")
	anna.gone("#ask")
	anna.sees("#messages", "Idee 53 ist zurückgezogen.")

	anna.click("#clock summary")
	anna.press("+ 1 Tag")
	anna.sees("#clock-now", "Do., 18. März 2027, 14:05")
	bernd.sees("#clock-now", "Do., 18. März 2027, 14:05")
}

func formDialog(t *testing.T, b *browser) {
	s := openStand(t)
	w := b.window(t, 1280, 800, false)
	w.open(s.url + "/s/sb-kita")
	w.send("#write", "/idee")
	w.sees("#form", "Neue Idee")
	w.is("it is modal", `document.querySelector("#form").matches(":modal")`)
	w.is("the first field has the keyboard", `document.activeElement.id === "field-title"`)
	w.accessible("a form")

	w.write("#field-description", "weniger Wege")
	w.press("Einreichen")
	w.sees("#field-title-error", "Bitte fülle dieses Feld aus.")
	w.is("the keyboard is at the error", `document.activeElement.id === "field-title"`)
	w.is("what was typed stands there", `document.querySelector("#field-description").value === "weniger Wege"`)
	w.accessible("a form with an error")
	w.picture("playground-form")

	if err := s.room.Say(t.Context(), "sb-bauhof", "ideen", "Guten Morgen"); err != nil {
		t.Fatal(err)
	}
	w.write("#field-title", "Kita-Formulare")
	w.sees("#place-list .badge", "1")
	w.is("news elsewhere leave the form alone", `document.querySelector("#field-title").value === "Kita-Formulare"`)
	w.keys(kb.Escape)
	w.gone("#form")
	w.send("#write", "/idee")
	w.sees("#form", "Neue Idee")
	w.send("#field-title", "Kita-Formulare")
	w.gone("#form")
	w.sees("#messages", "Danke, Idee 53 ist eingereicht.")
}

func keyboard(t *testing.T, b *browser) {
	s := openStand(t)
	w := b.window(t, 1280, 800, false)
	w.open(s.url + "/s/sb-kita/c/ideen")
	w.keys(kb.Tab)
	w.is("the first thing is a way past the side bar", `document.activeElement.classList.contains("skip")`)
	w.enter(0)
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
	w.write("#write", "/")
	w.until("the commands are offered", `!document.querySelector("#write-commands").hidden`)
	w.picture("playground-commands")
	w.accessible("completion")
}

func looks(t *testing.T, b *browser) {
	s := openStand(t)
	s.furnish(t)
	root := s.room.Posts("sb-bauhof", "ideen")[0].ID
	seat := s.url + "/s/sb-standesamt/c/"
	shots := []struct {
		name, path    string
		width, height int64
		dark          bool
	}{
		{"playground-start", s.url + "/", 1280, 800, false},
		{"playground", seat + "ideen", 1280, 800, false},
		{"playground-dark", seat + "ideen", 1280, 800, true},
		{"playground-thread", seat + "ideen?thread=" + root + "#m-" + root, 1280, 800, false},
		{"playground-direct", seat + "@sb-standesamt", 1280, 800, false},
		{"playground-empty", s.url + "/s/sb-kita", 1280, 800, false},
		{"playground-phone", seat + "ideen", 375, 800, false},
		{"playground-phone-drawer", seat + "ideen#places", 375, 800, true},
		{"playground-phone-thread", seat + "ideen?thread=" + root, 375, 800, false},
		{"playground-phone-start", s.url + "/", 375, 800, true},
	}
	for _, shot := range shots {
		t.Run(shot.name, func(t *testing.T) {
			w := b.window(t, shot.width, shot.height, shot.dark)
			w.open(shot.path)
			ask[bool](w, `document.fonts.ready.then(() => true)`)
			w.is("nothing is wider than the window", `document.documentElement.scrollWidth <= window.innerWidth`)
			w.picture(shot.name)
			w.accessible(shot.name)
		})
	}
}
