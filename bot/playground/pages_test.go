package playground_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/i18n"
)

func TestStartListsSeatsByRole(t *testing.T) {
	h := open(t)
	status, page := h.get("/")
	if status != http.StatusOK {
		t.Fatalf("status %d", status)
	}
	h.has(page, `<html lang="de">`, "Spielwiese", "Stadt Birkenfurt", `href="/s/anna"`, "Standesamt", `id="group-coordinator"`)
	if strings.Index(page, "group-staff") > strings.Index(page, "group-coordinator") {
		t.Error("staff come first")
	}
	_, page = h.get("/?lang=en")
	h.has(page, `<html lang="en">`, "Playground")
	h.noFaults()
}

func TestPageOfASeat(t *testing.T) {
	h := open(t)
	status, page := h.get("/s/anna")
	if status != http.StatusOK {
		t.Fatalf("status %d", status)
	}
	h.has(page, "<title>Lotsenfunk · Anna · Lotsenfunk</title>", "Do., 18. März 2027, 09:00", `data-typed="/idee prüfen "`, `/s/anna/c/ideen`)
	h.lacks(page, `/s/anna/c/lotsen`)
	_, page = h.get("/s/bernd/c/lotsen")
	h.has(page, "Hier lesen nur Mitglieder mit.")
	h.noFaults()
}

func TestLanguage(t *testing.T) {
	h := open(t)
	tries := []struct {
		reads  i18n.Language
		cookie string
		lang   string
		has    string
	}{
		{i18n.German, "", "de", "antwortet hier nur dir"},
		{i18n.GermanFormal, "", "de", "antwortet hier nur Ihnen"},
		{i18n.English, "", "en", "answers only you"},
		{i18n.GermanFormal, "en", "en", "answers only you"},
		{i18n.GermanFormal, "de", "de", "antwortet hier nur Ihnen"},
		{i18n.English, "de", "de", "antwortet hier nur dir"},
		{i18n.German, "<fr>", "de", "antwortet hier nur dir"},
	}
	for _, try := range tries {
		h.language = try.reads
		_, page := h.get("/s/anna/c/@anna", "Cookie", "language="+try.cookie)
		h.has(page, `<html lang="`+try.lang+`">`, try.has)
	}
	h.noFaults()
}

func TestWhatIsNotThere(t *testing.T) {
	h := open(t)
	for _, path := range []string{"/s/nobody", "/s/anna/c/lotsen", "/s/anna/c/@bernd", "/s/anna/c/none", "/s/nobody/live", "/static/none.js", "/s/anna/picture/none"} {
		if status, _ := h.get(path); status != http.StatusNotFound {
			t.Errorf("%s: status %d", path, status)
		}
	}
	h.noFaults()
}

func TestPagesLoadNothingFromElsewhere(t *testing.T) {
	h := open(t)
	h.post("/s/anna/say", "in", "@anna", "text", "/idee Hallo")
	for _, path := range []string{"/", "/s/anna", "/static/style.css", "/static/playground.js"} {
		_, page := h.get(path)
		h.lacks(page, "http://", "https://", " style=", " onclick=", "<script>", "<style>")
	}
	resp, err := http.Get(h.url + "/")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if csp := resp.Header.Get("Content-Security-Policy"); !strings.HasPrefix(csp, "default-src 'self';") || strings.Contains(csp, "unsafe") {
		t.Errorf("policy %q", csp)
	}
}

func TestHostileWordsStayWords(t *testing.T) {
	h := open(t)
	for _, words := range []string{
		`<script>alert(1)</script>`,
		`"><img src=x onerror=alert(1)>`,
		`@channel <b>fett</b> [Link](javascript:alert(1))`,
		"'; DROP TABLE ideas; --",
		"\u202egnp.exe", "שלום עולם", "🏛️👩‍💻💡", `{{.Seat}} ${7*7}`,
		strings.Repeat("ä", 10_000),
	} {
		status, _ := h.post("/s/anna/say", "in", "ideen", "text", words)
		if status != http.StatusOK {
			t.Fatalf("%.30q: status %d", words, status)
		}
		if got := h.newest("bernd", "ideen").Message.Plain(); got != words {
			t.Errorf("said %.30q, stands as %.30q", words, got)
		}
		_, page := h.get("/s/bernd/c/ideen")
		h.has(page, string(bot.Words(words).HTML()))
		h.lacks(page, "<script>alert", "<img src=x", "<b>fett", `href="javascript`)
	}
}

func TestDirectMessagesShowWhatIsAnswered(t *testing.T) {
	h := open(t)
	h.post("/s/anna/say", "in", "@anna", "text", "Guten Morgen")
	root := h.newest("anna", "")
	h.post("/s/anna/answer", "in", "@anna", "thread", root.ID, "text", "Danke")
	_, page := h.get("/s/anna/c/@anna?thread=" + root.ID)
	h.has(page, "Antwort auf <a", `id="thread-`+root.ID+`"`, `id="t-`+root.ID+`"`, "1 Antwort")

	h.post("/s/anna/say", "in", "ideen", "text", "Wurzel")
	root = h.newest("anna", "ideen")
	h.post("/s/bernd/answer", "in", "ideen", "thread", root.ID, "text", "Zweig")
	_, page = h.get("/s/anna/c/ideen")
	h.has(page, "1 Antwort")
	h.lacks(page, "Zweig")
	h.noFaults()
}

func TestMessagesOfOneAuthorStandTogether(t *testing.T) {
	h := open(t)
	say := func(words string, later time.Duration) {
		h.clock.Turn(t.Context(), h.clock.Now().Add(later))
		h.post("/s/anna/say", "in", "ideen", "text", words)
	}
	say("eins", 0)
	say("zwei", time.Minute)
	say("drei", time.Hour)
	say("vier", 24*time.Hour)
	_, page := h.get("/s/bernd/c/ideen")
	if n := strings.Count(page, `class="message follows"`); n != 1 {
		t.Errorf("%d messages follow", n)
	}
	h.has(page, "Donnerstag, 18. März", "Freitag, 19. März")
}

func TestUnread(t *testing.T) {
	h := open(t)
	h.post("/s/anna/say", "in", "ideen", "text", "neu")
	_, page := h.get("/s/bernd/c/@bernd")
	h.has(page, "<title>(1) ", `class="badge">1`, "ungelesene Nachricht")
	h.get("/s/bernd/c/ideen", "Playground-Seen", "no")
	if n := h.room.Unread("bernd", "ideen"); n != 1 {
		t.Errorf("a window in the background has read it: %d", n)
	}
	h.get("/s/bernd/c/ideen")
	if n := h.room.Unread("bernd", "ideen"); n != 0 {
		t.Errorf("still unread: %d", n)
	}
}

func TestPicture(t *testing.T) {
	h := open(t)
	m := bot.Message{Line: "Stand", Picture: &bot.Picture{PNG: []byte("\x89PNG"), Alt: "Es geht voran", Name: "stand.png"}}
	ref, err := h.room.Post(t.Context(), bot.Target{Tenant: h.room.Tenant(), Person: "anna"}, m, "k")
	if err != nil {
		t.Fatal(err)
	}
	_, page := h.get("/s/anna")
	h.has(page, `alt="Es geht voran"`, "/s/anna/picture/"+ref.ID)
	if status, body := h.get("/s/anna/picture/" + ref.ID); status != http.StatusOK || body != "\x89PNG" {
		t.Errorf("status %d, %q", status, body)
	}
	if status, _ := h.get("/s/bernd/picture/" + ref.ID); status != http.StatusNotFound {
		t.Errorf("somebody else's picture: status %d", status)
	}
}

// What is pinned above direct messages is drawn there and nowhere else, and its
// buttons work.
func TestPinnedHome(t *testing.T) {
	h := open(t)
	_, page := h.get("/s/anna/c/@anna")
	h.has(page, "Zwei Sachen warten", `name="message" value="home"`, "Ansehen")
	_, page = h.get("/s/anna/c/ideen")
	h.lacks(page, "Zwei Sachen warten")
	status, page := h.post("/s/anna/press", "in", "@anna", "message", "home", "action", "idea.show", "value", "53")
	if status != http.StatusOK {
		t.Fatalf("status %d", status)
	}
	h.has(page, "Zwei Sachen warten")
	_, page = h.get("/s/bernd/c/@bernd")
	h.lacks(page, "Zwei Sachen warten")
	h.noFaults()
}
