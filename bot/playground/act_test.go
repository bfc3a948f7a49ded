package playground_test

import (
	"bufio"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestForeignOriginIsRefused(t *testing.T) {
	h := open(t)
	fields := []string{"in", "ideen", "text", "von außen"}
	for _, header := range [][]string{
		{"Origin", "https://elsewhere.example"},
		{"Origin", "null"},
		{"Sec-Fetch-Site", "cross-site"},
	} {
		if status, _ := h.do(http.MethodPost, "/s/anna/say", fields, header...); status != http.StatusForbidden {
			t.Errorf("%v: status %d", header, status)
		}
	}
	if posts := h.room.Posts("anna", "ideen"); len(posts) != 0 {
		t.Errorf("it was said all the same: %v", posts)
	}
}

func TestFormWithErrorsKeepsWhatWasTyped(t *testing.T) {
	h := open(t)
	_, page := h.post("/s/anna/say", "in", "ideen", "text", "/idee")
	h.has(page, `<dialog open id="form"`, `aria-required="true"`, `type="date"`, "freiwillig", `id="field-title-help"`)
	_, other := h.get("/s/bernd/c/ideen")
	h.lacks(other, `id="form"`)

	_, page = h.post("/s/anna/submit", "in", "ideen", "f.description", "erste\r\nzweite <b>Zeile</b>", "f.anonymous", "true")
	h.has(page, `aria-invalid="true"`, `id="field-title-error">Bitte einen Titel.`, `aria-describedby="field-title-error field-title-help"`,
		"Noch nicht fertig.", "erste\nzweite &lt;b&gt;Zeile&lt;/b&gt;", " checked")

	_, page = h.post("/s/anna/submit", "in", "ideen", "f.title", "Neues")
	h.has(page, "Eingereicht: Neues/false", "nur für dich sichtbar")
	h.lacks(page, `id="form"`)
	if status, _ := h.post("/s/anna/submit", "in", "ideen", "f.title", "Noch eins"); status != http.StatusConflict {
		t.Errorf("no form is open: status %d", status)
	}
	h.noFaults()
}

func TestFormIsCancelled(t *testing.T) {
	h := open(t)
	h.post("/s/anna/say", "in", "@anna", "text", "/idee")
	_, page := h.post("/s/anna/cancel", "in", "@anna")
	h.lacks(page, `id="form"`)
	if status, _ := h.post("/s/anna/cancel", "in", "@anna"); status != http.StatusOK {
		t.Errorf("closing a closed form: status %d", status)
	}
}

func TestButtonAsksFirst(t *testing.T) {
	h := open(t)
	h.post("/s/anna/say", "in", "@anna", "text", "/idee Hallo")
	id := h.newest("anna", "").ID
	press := []string{"in", "@anna", "message", id, "action", "idea.withdraw", "value", "53"}
	_, page := h.post("/s/anna/press", press...)
	h.has(page, `<dialog open id="ask"`, "Idee 53 wirklich zurückziehen?")
	h.lacks(page, "Gedrückt")
	_, page = h.post("/s/anna/press", append(press, "sure", "yes")...)
	h.has(page, "Gedrückt: idea.withdraw", "bearbeitet")
	status, page := h.post("/s/anna/press", append(press, "sure", "yes")...)
	if status != http.StatusConflict {
		t.Errorf("a button that is gone: status %d", status)
	}
	h.has(page, "Das geht hier nicht mehr.")
	h.noFaults()
}

func TestChoose(t *testing.T) {
	h := open(t)
	h.post("/s/anna/say", "in", "@anna", "text", "/idee Hallo")
	id := h.newest("anna", "").ID
	if status, _ := h.post("/s/anna/choose", "in", "@anna", "message", id, "action", "idea.topic", "option", "none"); status != http.StatusConflict {
		t.Errorf("an option that is not there: status %d", status)
	}
	_, page := h.post("/s/anna/choose", "in", "@anna", "message", id, "action", "idea.topic", "option", "ai")
	h.has(page, "Gewählt: ai")
}

func TestReact(t *testing.T) {
	h := open(t)
	h.post("/s/anna/say", "in", "ideen", "text", "Wartezeiten anzeigen")
	id := h.newest("anna", "ideen").ID
	_, page := h.post("/s/bernd/react", "in", "ideen", "message", id, "emoji", "💡", "on", "true")
	h.has(page, `aria-pressed="true">💡 1<span class="unseen"> Reaktion<`)
	_, page = h.get("/s/anna/c/ideen")
	h.has(page, `aria-pressed="false">💡 1<span`)
	_, page = h.post("/s/bernd/react", "in", "ideen", "message", id, "emoji", "💡", "on", "false")
	h.lacks(page, "aria-pressed")
	if status, _ := h.post("/s/bernd/react", "in", "ideen", "message", id, "emoji", "<b>", "on", "true"); status != http.StatusConflict {
		t.Errorf("an emoji that is not offered: status %d", status)
	}
	if status, _ := h.post("/s/bernd/shortcut", "in", "ideen", "message", id, "action", "idea.from_message"); status != http.StatusOK {
		t.Errorf("shortcut: status %d", status)
	}
	h.noFaults()
}

// A seat can be anybody's, but only what that seat sees is in reach from it.
func TestSeatsAreKeptApart(t *testing.T) {
	h := open(t)
	h.post("/s/anna/say", "in", "ideen", "text", "/idee geheim")
	private := h.newest("anna", "ideen").ID
	h.post("/s/anna/say", "in", "@anna", "text", "vertraulich")
	direct := h.newest("anna", "").ID
	h.post("/s/bernd/say", "in", "lotsen", "text", "unter uns")
	closed := h.newest("bernd", "lotsen").ID

	for _, path := range []string{"/s/bernd/c/ideen", "/s/bernd/c/@bernd", "/s/bernd/c/ideen?thread=" + private, "/s/bernd/c/@bernd?thread=" + direct, "/s/bernd/c/ideen?thread=" + direct} {
		_, page := h.get(path)
		h.lacks(page, "geheim", "vertraulich", "Idee 53")
	}
	tries := []struct {
		seat, what string
		status     int
		fields     []string
	}{
		{"bernd", "press", 409, []string{"in", "ideen", "message", private, "action", "idea.vote", "value", "53"}},
		{"bernd", "press", 409, []string{"in", "ideen", "message", direct, "action", "idea.vote", "value", "53"}},
		{"bernd", "press", 404, []string{"in", "@anna", "message", direct, "action", "idea.vote", "value", "53"}},
		{"bernd", "choose", 409, []string{"in", "ideen", "message", private, "action", "idea.topic", "option", "ai"}},
		{"bernd", "react", 409, []string{"in", "ideen", "message", direct, "emoji", "💡", "on", "true"}},
		{"bernd", "shortcut", 409, []string{"in", "ideen", "message", direct, "action", "idea.from_message"}},
		{"bernd", "answer", 409, []string{"in", "ideen", "thread", direct, "text", "Hallo"}},
		{"bernd", "answer", 409, []string{"in", "ideen", "thread", private, "text", "Hallo"}},
		{"anna", "say", 404, []string{"in", "lotsen", "text", "Hallo"}},
		{"anna", "answer", 404, []string{"in", "lotsen", "thread", closed, "text", "Hallo"}},
		{"anna", "answer", 409, []string{"in", "ideen", "thread", closed, "text", "Hallo"}},
		{"nobody", "say", 404, []string{"in", "ideen", "text", "Hallo"}},
	}
	before := h.room.Seq()
	for _, try := range tries {
		status, page := h.post("/s/"+try.seat+"/"+try.what, try.fields...)
		if status != try.status {
			t.Errorf("%s %s %v: status %d, want %d", try.seat, try.what, try.fields, status, try.status)
		}
		if try.seat == "anna" {
			h.lacks(page, "unter uns")
		} else {
			h.lacks(page, "geheim", "vertraulich")
		}
	}
	if after := h.room.Seq(); after != before {
		t.Errorf("something was said: %d to %d", before, after)
	}
}

func TestTurnTheClock(t *testing.T) {
	h := open(t)
	tries := []struct{ turn, to, shown string }{
		{"hour", "", "Do., 18. März 2027, 10:00"},
		{"day", "", "Fr., 19. März 2027, 10:00"},
		{"week", "", "Fr., 26. März 2027, 10:00"},
		{"workday", "", "Sa., 27. März 2027, 09:00"},
		{"to", "2027-03-28T12:30", "So., 28. März 2027, 12:30"}, // the day summer time begins
		{"to", "2027-01-01T12:00", "Die Uhr lässt sich nur vorwärts drehen."},
		{"to", "2127-01-01T12:00", "höchstens zwei Jahre"},
		{"to", "morgen", "Das ist kein Zeitpunkt."},
	}
	for _, try := range tries {
		_, page := h.post("/s/anna/clock", "in", "@anna", "turn", try.turn, "to", try.to)
		h.has(page, try.shown)
	}
	h.noFaults()
}

func TestTroubleOfOurOwnHandsTheTextBack(t *testing.T) {
	h := open(t)
	h.settling = errors.New("the disk is full")
	status, page := h.post("/s/anna/say", "in", "@anna", "text", "/idee Hallo <b>")
	if status != http.StatusInternalServerError {
		t.Errorf("status %d", status)
	}
	h.has(page, "Das hat nicht geklappt.", "/idee Hallo &lt;b&gt;</textarea>")
	h.lacks(page, "the disk is full")
	h.noFaults()
}

// Another window hears that something changed; nothing waits but the test's
// own deadline.
func TestLive(t *testing.T) {
	h := open(t)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, h.url+"/s/bernd/live", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	lines := bufio.NewScanner(resp.Body)
	signal := func(after string) {
		t.Helper()
		for lines.Scan() {
			if lines.Text() == "event: changed" {
				return
			}
			if strings.Contains(lines.Text(), "Hallo") {
				t.Error("a signal carries words")
			}
		}
		t.Fatalf("no signal after %s: %v", after, lines.Err())
	}
	signal("opening")
	h.post("/s/anna/say", "in", "ideen", "text", "Hallo")
	signal("a message")
	h.post("/s/anna/clock", "in", "@anna", "turn", "hour")
	signal("turning the clock")
	if now := h.clock.Now(); now.Format(time.TimeOnly) != "10:00:00" {
		t.Errorf("the clock shows %v", now)
	}
}
