package slack_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/bot/slack"
	"lotsenfunk/bot/slack/slacktest"
	"lotsenfunk/i18n"
	"lotsenfunk/seal"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townhall"
)

const publicURL = "https://bot.example.org"

// replica is one process of several: an adapter on the common database.
type replica struct {
	*slack.Adapter
	mux *http.ServeMux
}

// rig is a Slack whose app is installed by people, and a database with a town.
type rig struct {
	*testing.T
	slack  *slacktest.Slack
	store  *storagetest.Database
	ring   *seal.Ring
	ws     *slacktest.Workspace
	anna   string
	ideas  string
	logged *logs
}

// logs is what is logged, by all at once.
type logs struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logs) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logs) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func newRig(t *testing.T, db *storagetest.Database) *rig {
	t.Helper()
	ring, err := seal.Parse("k:" + base64.StdEncoding.EncodeToString(bytes.Repeat([]byte("k"), 32)))
	if err != nil {
		t.Fatal(err)
	}
	a := app()
	a.Rotation = true
	r := &rig{T: t, slack: slacktest.New(t, a), store: db, ring: ring, logged: &logs{}}
	r.ws = r.slack.Workspace("birkenfurt")
	r.anna = r.ws.User(slacktest.Profile{Name: "anna"})
	r.ideas = r.ws.Channel("ideen", false, r.ws.Bot, r.anna)
	r.must(db.CreateOrganisation(t.Context(), &townhall.Organisation{ID: "birkenfurt", Name: "Stadt Birkenfurt", State: "BW", Zone: "Europe/Berlin", Language: "de",
		AnswerWithin: 5, DecideWithin: 30, SetUp: townhall.DateOf(r.slack.Clock.Now(), time.UTC)}))
	t.Cleanup(func() {
		for _, secret := range []string{"xoxb", "xoxe", slacktest.ClientSecret} {
			if strings.Contains(r.logged.String(), secret) {
				t.Errorf("a secret is logged: %s", r.logged)
			}
		}
	})
	return r
}

func (r *rig) must(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

func (r *rig) tenant() bot.Tenant { return bot.Tenant{Platform: slack.Platform, ID: r.ws.ID} }

// replica starts a process.
func (r *rig) replica() *replica {
	r.Helper()
	catalogues, err := i18n.Load()
	r.must(err)
	p := &replica{mux: http.NewServeMux()}
	p.Adapter, err = slack.New(slack.Options{API: r.slack.URL, Key: bytes.Repeat([]byte("k"), 32), Now: r.slack.Clock.Now, AppToken: slacktest.AppToken,
		Install: &slack.InstallOptions{ClientID: slacktest.ClientID, ClientSecret: slacktest.ClientSecret, URL: publicURL, Installs: r.store.Installs(r.ring)},
		Printer: func(_ context.Context, a bot.Account) *i18n.Printer {
			return catalogues.Printer(i18n.Pick(a.Language, ""), time.UTC)
		},
		Log: slog.New(slog.NewTextHandler(r.logged, nil))})
	r.must(err)
	nothing := bot.HandlerFunc(func(context.Context, bot.Event) bot.Reply { return bot.Nothing() })
	p.Routes(p.mux, nothing)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	before := r.slack.Connections()
	go func() { ended <- p.Run(ctx, nothing) }()
	r.Cleanup(func() { stop(); <-ended })
	r.must(r.slack.Connected(r.Context(), before+2))
	return p
}

// ask is what a browser asks for.
func (p *replica) ask(method, address string, headers ...string) *http.Response {
	q := httptest.NewRequest(method, address, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		q.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	p.mux.ServeHTTP(w, q)
	return w.Result()
}

func body(t *testing.T, a *http.Response) string {
	t.Helper()
	var b bytes.Buffer
	if _, err := b.ReadFrom(a.Body); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// begin presses the button and returns where it leads, and the cookie.
func (r *rig) begin(p *replica) (link, cookie string) {
	r.Helper()
	a := p.ask("POST", publicURL+slack.PathInstall, "Sec-Fetch-Site", "same-origin")
	if a.StatusCode != http.StatusSeeOther || len(a.Cookies()) != 1 {
		r.Fatalf("status %d, cookies %v", a.StatusCode, a.Cookies())
	}
	c := a.Cookies()[0]
	if !c.HttpOnly || !c.Secure || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" || !strings.HasPrefix(c.Name, "__Host-") {
		r.Errorf("the cookie is %v", c)
	}
	return a.Header.Get("Location"), c.Name + "=" + c.Value
}

// install goes the whole way and returns what is said at its end.
func (r *rig) install(p *replica) string {
	r.Helper()
	link, cookie := r.begin(p)
	back, err := r.ws.Grant(link, false)
	r.must(err)
	a := p.ask("GET", back, "Cookie", cookie, "Accept-Language", "de-DE,en;q=0.5")
	said := body(r.T, a)
	if a.StatusCode != http.StatusOK {
		r.Fatalf("status %d: %s", a.StatusCode, said)
	}
	return said
}

// town says that the workspace is the town's.
func (r *rig) town() { r.must(r.store.AddTenant(r.Context(), r.tenant(), "birkenfurt")) }

// post says something in the ideas channel.
func (r *rig) post(p *replica, line string) error {
	_, err := p.Post(r.Context(), bot.Target{Tenant: r.tenant(), Channel: r.ideas}, bot.Message{Line: line}, "")
	return err
}
