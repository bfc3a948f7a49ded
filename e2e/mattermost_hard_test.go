package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/mattermost/mattermost/server/public/model"

	"lotsenfunk/bot"
	"lotsenfunk/bot/bottest"
	"lotsenfunk/bot/mattermost"
	"lotsenfunk/bot/script"
	"lotsenfunk/e2e/mmserver"
	"lotsenfunk/e2e/mmstage"
)

// play plays lines of a transcript.
func (h *hall) play(t *testing.T, lines string) {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), 3*time.Minute)
	defer stop()
	r := script.Runner{Stage: h.stage, House: h, Zone: h.chat.Program().Zone(), Given: h.chat.Given()}
	if err := r.Play(ctx, t.Name(), strings.NewReader(lines)); err != nil {
		t.Fatal(err)
	}
}

// again sends the last request to a path once more, changed if change is not
// nil, and returns the status of the answer.
func (c *callback) again(t *testing.T, path string, change func(*delivered)) int {
	t.Helper()
	c.mu.Lock()
	d := c.last[path]
	c.mu.Unlock()
	d.header = d.header.Clone()
	if change != nil {
		change(&d)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, c.URL+path, strings.NewReader(d.body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header = d.header
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, resp.Body)
	return resp.StatusCode
}

// mattermostForged: what did not come from the server, or not for this person,
// has no effect, is logged and counted; and what comes twice has one effect.
func mattermostForged(t *testing.T, server *mmserver.Server) {
	h := newHall(t, server, true)
	const command, action = "/mattermost/command", "/mattermost/action"
	other := h.stage.ID("sb-pass")
	refused := func(name string, status int) {
		t.Helper()
		if status != http.StatusForbidden {
			t.Errorf("%s: %d", name, status)
		}
	}

	h.play(t, "sb-info: /idee unterstützen 10\nexpect #ideen: Idee 10: in Prüfung, 4 Stimmen\n")
	if status := h.callback.again(t, command, nil); status != http.StatusOK {
		t.Errorf("the same command again: %d", status)
	}
	refused("wrong token", h.callback.again(t, command, func(d *delivered) { d.header.Set("Authorization", "Token "+model.NewId()) }))
	refused("somebody else's command", h.callback.again(t, command, func(d *delivered) {
		d.body = strings.ReplaceAll(d.body, h.stage.ID("sb-info"), other)
	}))

	h.play(t, "sb-kita clicks \"Unterstützen\" on \"Idee 10\"\n")
	h.callback.again(t, action, nil)
	refused("somebody else's click", h.callback.again(t, action, func(d *delivered) {
		d.body = strings.ReplaceAll(d.body, h.stage.ID("sb-kita"), other)
	}))
	refused("without its HMAC", h.callback.again(t, action, func(d *delivered) {
		var req model.PostActionIntegrationRequest
		if err := json.Unmarshal([]byte(d.body), &req); err != nil {
			t.Fatal(err)
		}
		sealed, _ := req.Context["lotsenfunk"].(string)
		req.Context["lotsenfunk"], _, _ = strings.Cut(sealed, ".")
		changed, err := json.Marshal(req)
		if err != nil {
			t.Fatal(err)
		}
		d.body = string(changed)
	}))
	h.play(t, "sb-info: /idee 10\nexpect sb-info: Idee 10\n")

	h.play(t, "sb-steuern: /idee\nsb-steuern clicks \"Idee einreichen\"\nexpect form sb-steuern: title\n")
	if err := h.stage.Steal(t.Context(), "sb-steuern", "sb-pass"); err == nil {
		t.Error("somebody else's form is taken")
	}
	h.play(t, "clock +2d\nsb-steuern submits title=\"Zu spät\"\nexpect sb-steuern: Das ist nicht mehr aktuell.\nexpect none #ideen\n")
	total := 0
	for _, n := range h.adapter.Refused() {
		total += n
	}
	if total != 6 {
		t.Errorf("counted: %v", h.adapter.Refused())
	}
}

// mattermostCrowd: many people type, click, submit, react and write at the same
// moment, and everything counts once.
func mattermostCrowd(t *testing.T, server *mmserver.Server, many int) {
	h := newHall(t, server, false)
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	all := func(format string) {
		line("together")
		for i := range many {
			line(strings.ReplaceAll(format, "WHO", who(i)))
		}
		line("end")
	}
	line("anna: /idee Ein Brett für Aushänge")
	line("anna clicks \"Mit Namen\"")
	line("expect #ideen: Idee 1")
	all("WHO: /idee unterstützen 1")
	for i := range many {
		line("expect %s: Idee 1", who(i))
	}
	line("expect #ideen: Idee 1: eingereicht, %d Stimme", many)
	all("WHO clicks \"Kommentieren\" on \"Idee 1: eingereicht\"")
	all("WHO submits answer=\"Gut, sagt WHO.\"")
	all("WHO: Guten Morgen von WHO")
	for i := range many {
		line("expect %s: Soll das eine Idee werden", who(i))
	}
	line("anna #rathaus: Die Schranke am Parkplatz klemmt.")
	all("WHO reacts 💡 on \"Die Schranke\"")
	for i := range many {
		line("expect %s: Soll aus dieser Nachricht eine Idee werden?", who(i))
	}
	line("restart")
	all("WHO clicks \"Abbrechen\" on \"Soll aus dieser Nachricht\"")
	line("anna: /idee 1")
	line("expect anna: %d Stimme", many)
	h.play(t, b.String())
}

// who is one of many people.
func who(i int) string { return fmt.Sprintf("person%02d", i) }

// mattermostBotAway: what people do while the program is stopped is answered
// when it is back, once.
func mattermostBotAway(t *testing.T, server *mmserver.Server) {
	h := newHall(t, server, true)
	h.play(t, "sb-info: Moin\nexpect sb-info: Das kannst du hier tun.\nsb-pass #rathaus: Die Schranke am Parkplatz klemmt.\nsb-kita: Moin\n")
	if err := h.chat.Close(); err != nil {
		t.Fatal(err)
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	ctx := t.Context()
	must(h.stage.Mark(ctx))
	latest, err := h.stage.Write(ctx, "sb-info", "Ein Regal für das Archiv")
	must(err)
	reacted, err := h.stage.Lamp(ctx, "sb-kita", "Die Schranke")
	must(err)
	h.start(t)
	must(h.stage.Wait(ctx, max(latest, reacted)))
	h.heard(t, "sb-info", "Soll das eine Idee werden", 1)
	h.heard(t, "sb-kita", "Soll aus dieser Nachricht eine Idee werden?", 1)
	must(h.Restart(ctx)) // nothing is answered a second time
	h.play(t, "sb-steuern: Moin\nexpect sb-steuern: Das kannst du hier tun.\nexpect none sb-info\nexpect none sb-kita\n")
}

// heard checks how often words were said to somebody since the last mark.
func (h *hall) heard(t *testing.T, who, words string, times int) {
	t.Helper()
	said, err := h.stage.Said(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, s := range said {
		if s.To == who && script.Contains(s.Text, words) {
			n++
		}
	}
	if n != times {
		t.Errorf("%q was said to %s %d times, not %d: %v", words, who, n, times, said)
	}
}

// mattermostReplicas: every replica sees everything, and everything is answered
// once.
func mattermostReplicas(t *testing.T, server *mmserver.Server) {
	h := newHall(t, server, true)
	first := h.chat
	h.progress.Other = &mmstage.Progress{}
	h.options.Connect = h.connect(h.progress.Other, h.options.Log)
	h.start(t)
	t.Cleanup(func() {
		if err := first.Close(); err != nil {
			t.Error(err)
		}
	})
	h.play(t, "sb-pass #rathaus: Die Schranke am Parkplatz klemmt.\n")
	for i, c := range []struct{ does, hears string }{
		{"sb-info: Moin", "Das kannst du hier tun."},
		{"sb-info: Ein Regal für das Archiv", "Soll das eine Idee werden"},
		{"sb-info reacts 💡 on \"Die Schranke\"", "Soll aus dieser Nachricht eine Idee werden?"},
		{"sb-info: /idee unterstützen 10", "Idee 10"},
	} {
		h.play(t, c.does+"\n")
		if err := first.Settle(t.Context()); err != nil {
			t.Fatal(err)
		}
		if h.heard(t, "sb-info", c.hears, 1); t.Failed() {
			t.Fatalf("act %d", i)
		}
	}
	h.play(t, "sb-steuern: /idee 10\nexpect sb-steuern: 4 Stimmen\n")
}

// mattermostCommands: bringing the commands to what they should be can be done as
// often as one likes, and leaves somebody else's alone.
func mattermostCommands(t *testing.T, server *mmserver.Server) {
	h := newHall(t, server, false)
	ctx, team := t.Context(), h.stage.Team()
	memory := h.chat.Program().Store.Memory()
	r := mattermost.Reconciler{Client: server.Admin, Memory: memory, Key: signingKey, Tenant: mmstage.Tenant, Callback: h.callback.URL,
		Commands: []mattermost.Command{{Word: "idee", Hint: "[Text]", Description: "Eine Idee einreichen"}}}
	before, _, err := server.Admin.ListCommands(ctx, team, true)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := r.Team(ctx, team); err != nil {
			t.Fatal(err)
		}
	}
	after, _, err := server.Admin.ListCommands(ctx, team, true)
	if err != nil || len(after) != len(before) {
		t.Fatalf("%d commands, were %d: %v", len(after), len(before), err)
	}
	for _, c := range after {
		if c.Trigger == "idee" && c.AutoCompleteHint != "[Text]" {
			t.Errorf("not corrected: %+v", c)
		}
	}
	h.play(t, "anna: /idee\n") // its token is still good
	theirs := &model.Command{TeamId: team, Trigger: "umfrage", URL: "http://127.0.0.1/else", Method: "P"}
	if _, _, err := server.Admin.CreateCommand(ctx, theirs); err != nil {
		t.Fatal(err)
	}
	r.Commands = []mattermost.Command{{Word: "umfrage"}}
	if err := r.Team(ctx, team); err == nil || !strings.Contains(err.Error(), "/umfrage") {
		t.Errorf("somebody else's command: %v", err)
	}
}

// mattermostServerAway: while the server is down notices wait; when it is back
// the bot connects again and everything goes on.
func mattermostServerAway(t *testing.T, server *mmserver.Server) {
	h := newHall(t, server, true)
	h.play(t, "sb-kita: /idee Ein Briefkasten am Hintereingang\nexpect #ideen: Idee 53\nsb-info: Moin\n")
	server.Restart()
	if err := h.stage.Reconnect(t.Context()); err != nil {
		t.Fatal(err)
	}
	h.play(t, "clock +5m\nsb-info: /idee unterstützen 53\nexpect #ideen: Idee 53: eingereicht, 1 Stimme\nsb-info: Guten Morgen allerseits\nexpect sb-info: Soll das eine Idee werden\n")
}

// mattermostPicture: a picture is uploaded and its words stand below the text.
func mattermostPicture(t *testing.T, adapter *mattermost.Adapter, stage *mmstage.Stage) {
	var raw bytes.Buffer
	if err := png.Encode(&raw, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	to := bot.Target{Tenant: bot.Tenant{Platform: mattermost.Platform, ID: mmstage.Tenant}, Channel: stage.ID(bottest.Public)}
	ref, err := adapter.Post(t.Context(), to, bot.Message{Line: "Verlauf", Picture: &bot.Picture{PNG: raw.Bytes(), Name: "verlauf.png", Alt: "Von 12 Paketen sind 3 offen."}}, "")
	if err != nil {
		t.Fatal(err)
	}
	client, err := stage.Client(t.Context(), bottest.Anna)
	if err != nil {
		t.Fatal(err)
	}
	post, _, err := client.GetPost(t.Context(), ref.ID, "")
	if err != nil || len(post.FileIds) != 1 || !strings.Contains(mmstage.Plain(post.Message), "Von 12 Paketen sind 3 offen.") {
		t.Errorf("%+v %v", post.FileIds, err)
	}
}
