package program_test

import (
	"bytes"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"lotsenfunk/bot"
	"lotsenfunk/bot/mattermost/mmtest"
	"lotsenfunk/bot/slack"
	"lotsenfunk/bot/slack/slacktest"
	"lotsenfunk/program"
	"lotsenfunk/seal"
	"lotsenfunk/storage"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townhall"
)

// Somebody installs the app by the pages of the service, and it works in their
// workspace as soon as that belongs to a town. Taken out again, the town's admin hears
// of it where they can be reached, once.
func TestInstalledAndTakenOut(t *testing.T) {
	l := listenAnywhere(t)
	h := newChats(t, storagetest.SQLite(t), "")
	keys, err := seal.Parse("k:" + base64.StdEncoding.EncodeToString(bytes.Repeat([]byte("k"), 32)))
	if err != nil {
		t.Fatal(err)
	}
	s := h.with(program.Slack{AppToken: slacktest.AppToken,
		Install: &program.Install{ClientID: slacktest.ClientID, ClientSecret: slacktest.ClientSecret, URL: "https://bot.example.org", Keys: keys}}, "aach")
	s.Slack.Workspaces = nil // all of them by installing
	h.startOn(l, s)
	if err := h.slack.Connected(t.Context(), 2); err != nil {
		t.Fatal(err)
	}
	w := h.rooms["aach"]
	browser := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	ask := func(method, address, cookie string) *http.Response {
		r, err := http.NewRequestWithContext(t.Context(), method, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Cookie", cookie)
		answer, err := browser.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = answer.Body.Close() })
		return answer
	}
	begun := ask(http.MethodPost, h.url+slack.PathInstall, "")
	if len(begun.Cookies()) != 1 {
		t.Fatalf("status %d and no cookie", begun.StatusCode)
	}
	back, err := w.Grant(begun.Header.Get("Location"), false)
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(back)
	if err != nil {
		t.Fatal(err)
	}
	if done := ask(http.MethodGet, h.url+u.RequestURI(), begun.Cookies()[0].Name+"="+begun.Cookies()[0].Value); done.StatusCode != http.StatusOK {
		t.Fatalf("status %d", done.StatusCode)
	}
	h.mustDo(h.on("aach", "ben").Command(t.Context(), h.channel["aach"], "/idee Eine Bank am Brunnen"))
	h.sees("Slack", h.reads("aach", "ben", h.channel["aach"]), "Eine Bank am Brunnen")

	h.update("aach", func(tx *storage.Tx) error {
		anna, err := tx.Person("anna")
		if err == nil {
			anna.Roles = append(anna.Roles, townhall.RoleAdmin)
			err = tx.SavePerson(anna)
		}
		return err
	})
	w.Uninstall()
	h.settle()
	h.hears("aach", mmtest.Direct(mmtest.Anna), "aus Slack entfernt")
	if said := strings.Join(h.servers["aach"].Said(mmtest.Direct(mmtest.Anna)), "\n"); strings.Count(said, "aus Slack entfernt") != 1 || !strings.Contains(said, "aach") {
		t.Errorf("she hears %q", said)
	}
	kept, ok, err := h.db.Installs(keys).Installation(t.Context(), bot.Tenant{Platform: slack.Platform, ID: w.ID})
	if err != nil || !ok || kept.Removed.IsZero() || kept.Token != "" {
		t.Errorf("%+v, %v", kept, err)
	}
}
