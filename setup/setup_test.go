package setup_test

import (
	"context"
	"crypto/x509"
	"io"
	"log"
	"net"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"lotsenfunk/setup"
	"lotsenfunk/setup/setuptest"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

var (
	key = []byte(strings.Repeat("k", 32))
	now = time.Date(2027, 3, 18, 9, 0, 0, 0, time.UTC)
)

// rig is a set-up against the small server.
type rig struct {
	*testing.T
	server *setuptest.Server
	wants  setup.Wants
}

func newRig(t *testing.T) *rig {
	server := setuptest.New(t)
	listen := freeAddress(t)
	return &rig{t, server, setup.Wants{
		URL: server.URL, AdminToken: setuptest.AdminToken, Callback: "http://" + listen, Listen: listen,
		DSN: filepath.Join(t.TempDir(), "town.db"), Key: key, Teams: []string{"rathaus"}, Bot: "lotsenfunk", Admin: "anna",
		Town: "Stadt Birkenfurt", State: "BW", Address: "du",
	}}
}

func freeAddress(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// look runs the checks and returns what is wrong or noted.
func (r *rig) look() (run *setup.Setup, ok bool, said []string) {
	r.Helper()
	run, err := setup.New(r.wants, now)
	if err != nil {
		r.Fatal(err)
	}
	ok = run.Check(r.Context(), func(c setup.Check) {
		if c.State != setup.Fine {
			said = append(said, c.String())
		}
		if strings.Contains(c.String(), r.wants.AdminToken) {
			r.Errorf("the token is said: %s", c)
		}
	})
	return run, ok, said
}

// do makes what is missing and returns it.
func (r *rig) do(run *setup.Setup) (made []string, err error) {
	r.Helper()
	steps, err := run.Steps(r.Context())
	if err != nil {
		return nil, err
	}
	for _, s := range steps {
		if s.There {
			continue
		}
		if err := s.Do(r.Context()); err != nil {
			return made, err
		}
		made = append(made, s.Is)
	}
	return made, nil
}

// all looks and does.
func (r *rig) all() []string {
	r.Helper()
	run, ok, said := r.look()
	if !ok {
		r.Fatalf("%q", said)
	}
	made, err := r.do(run)
	if err != nil {
		r.Fatal(err)
	}
	r.wants.Token = run.Token()
	return made
}

// What is wrong with a server is one line with the way out, and nothing is made.
func TestChecks(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*rig)
		want   string
	}{
		"no server":       {func(r *rig) { r.wants.URL = "http://127.0.0.1:9" }, "cannot be reached: nothing listens there; check host and port"},
		"no such name":    {func(r *rig) { r.wants.URL = "http://nowhere.invalid" }, "the name nowhere.invalid is not known here; check its spelling"},
		"no TLS":          {func(r *rig) { r.wants.URL = "https" + strings.TrimPrefix(r.server.URL, "http") }, "it does not speak TLS; write http://"},
		"no Mattermost":   {func(r *rig) { r.server.Refuse["GET /system/ping"] = setuptest.Refusal{Status: 404} }, "something answers, but no Mattermost; write the address"},
		"it fails":        {func(r *rig) { r.server.Refuse["GET /system/ping"] = setuptest.Refusal{Status: 503} }, "answers with status 503; start it"},
		"old":             {func(r *rig) { r.server.Version = "6.5.2" }, "the server is Mattermost 6.5.2, older than 6.6; update it"},
		"wrong token":     {func(r *rig) { r.wants.AdminToken = "nobodystoken" }, "does not take the administrator's token: it was revoked, has expired, or is wrong; make a new one"},
		"no admin":        {func(r *rig) { r.server.Token(setuptest.AdminToken, r.server.User("ben", "system_user")) }, "@ben is no system administrator; use the token"},
		"no stream":       {func(r *rig) { r.server.NoStream = true }, "does not open: "},
		"bots off":        {func(r *rig) { r.server.Off["bots"] = true }, "bot accounts are switched off; switch on System Console"},
		"commands off":    {func(r *rig) { r.server.Off["commands"] = true }, "custom slash commands are switched off; switch on"},
		"settings":        {func(r *rig) { r.server.Refuse["GET /config"] = setuptest.Refusal{Status: 403} }, "cannot read the server's settings: whoever has the administrator's token may not"},
		"no team":         {func(r *rig) { r.wants.Teams = []string{"bauhof"} }, "there is no team bauhof; there are rathaus"},
		"no team named":   {func(r *rig) { r.wants.Teams = nil }, "the bot is in no team; name one with --team; there are rathaus"},
		"no first admin":  {func(r *rig) { r.wants.Admin = "" }, "nobody is named as Lotsenfunk's first admin; name somebody"},
		"unknown admin":   {func(r *rig) { r.wants.Admin = "zoe" }, "there is no @zoe who could be the first admin"},
		"admin elsewhere": {func(r *rig) { r.wants.Admin = "ben"; r.server.User("ben", "system_user") }, "@ben is not in the team rathaus; add them"},
		"not a bot":       {func(r *rig) { r.wants.Bot = "anna" }, "@anna is somebody's account and no bot; rename"},
		"word taken": {func(r *rig) {
			r.server.Command(r.server.Team("bauhof"), "idee", "https://other.example/")
			r.wants.Teams = []string{"rathaus", "bauhof"}
		},
			"in the team bauhof somebody else's command has the word /idee; delete or rename it there"},
		"no state":    {func(r *rig) { r.wants.State = "XX" }, `"XX" is no Bundesland`},
		"no database": {func(r *rig) { r.wants.DSN = "postgres://l:geheim@127.0.0.1:9/x?sslmode=disable" }, "the database cannot be used: open postgres://l:xxxxx@127.0.0.1:9"},
		"unreached":   {func(r *rig) { r.wants.Callback = "http://127.0.0.1:9"; r.server.Internal = "127.0.0.1" }, "the server does not reach http://127.0.0.1:9, and from here nothing answers there either"},
		"forbidden":   {func(r *rig) { r.wants.Callback = "http://127.0.0.1:9" }, "the server may not call http://127.0.0.1:9, which is an internal address; add 127.0.0.1 to"},
		"ranges":      {func(r *rig) { r.wants.Callback = "http://127.0.0.1:9"; r.server.Internal = "10.0.0.0/8,127.0.0.0/8" }, "and from here nothing answers"},
		"behind a wall": {func(r *rig) {
			r.server.Internal = "127.0.0.1"
			r.server.Refuse["POST /commands/execute"] = setuptest.Refusal{Status: 500, ID: "api.command.execute_command.failed.app_error"}
		}, "although from here it answers; let the Mattermost server through the firewall"},
		"somebody else answers": {func(r *rig) { r.wants.Callback = r.server.URL }, "but there somebody else answers; have"},
		"cannot listen":         {func(r *rig) { r.wants.Listen = "192.0.2.1:80" }, "cannot listen on 192.0.2.1:80"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			c.change(r)
			_, ok, said := r.look()
			if ok || !slices.ContainsFunc(said, func(s string) bool { return strings.HasPrefix(s, "WRONG ") && strings.Contains(s, c.want) }) {
				t.Errorf("%v %q", ok, said)
			}
			for _, line := range said {
				if strings.Contains(line, "geheim") || strings.Contains(line, "\n") {
					t.Errorf("%q", line)
				}
			}
			if changes := slices.DeleteFunc(r.server.Changes(), func(c string) bool { return strings.Contains(c, "/commands") }); len(changes) > 0 {
				t.Errorf("looking changed something: %q", changes)
			}
			if words := r.server.Words("rathaus"); len(words) > 0 {
				t.Errorf("left behind: %q", words)
			}
		})
	}
}

// What is only worth knowing stops nothing.
func TestNotes(t *testing.T) {
	r := newRig(t)
	r.server.Site, r.server.Off["tokens"], r.wants.SkipReach = "", true, true
	_, ok, said := r.look()
	if !ok || len(said) != 3 || !strings.Contains(strings.Join(said, "\n"), "does not know its own address") {
		t.Errorf("%v %q", ok, said)
	}
}

// Set up twice, the second time changes nothing, neither there nor here.
func TestTwice(t *testing.T) {
	r := newRig(t)
	if made := r.all(); len(made) != 10 {
		t.Errorf("%d: %q", len(made), made)
	}
	want := []string{"bericht", "digest", "idea", "idee", "lehrgang", "lotse", "lotsenfunk", "package", "paket", "programme"}
	if words := r.server.Words("rathaus"); !slices.Equal(words, want) {
		t.Errorf("%q", words)
	}
	r.server.Changes()
	if made := r.all(); len(made) > 0 {
		t.Errorf("made again: %q", made)
	}
	for _, change := range r.server.Changes() {
		if !strings.Contains(change, "/commands") { // of asking to be called
			t.Errorf("changed: %s", change)
		}
	}
	// A revoked token is replaced, and nothing else.
	r.server.Revoke("lotsenfunk")
	if made := r.all(); len(made) != 1 || made[0] != "the bot's access token" {
		t.Errorf("%q", made)
	}
	// What is wanted otherwise is changed, and nothing else.
	r.wants.State = "BY"
	if made := r.all(); len(made) != 1 || !strings.Contains(made[0], `state BY (was "BW")`) {
		t.Errorf("%q", made)
	}
	r.wants.Callback = strings.Replace(r.wants.Callback, "127.0.0.1", "localhost", 1)
	if made := r.all(); len(made) != 1 || !strings.HasPrefix(made[0], "the commands ") {
		t.Errorf("%q", made)
	}
}

// The town that was made: its first admin, its channels.
func TestTown(t *testing.T) {
	r := newRig(t)
	r.all()
	store, err := storage.Open(t.Context(), r.wants.DSN)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	err = store.View(context.Background(), "stadt-birkenfurt", func(tx *storage.Tx) error {
		org, err := tx.Organisation()
		if err != nil {
			return err
		}
		if org.Name != "Stadt Birkenfurt" || org.State != "BW" || org.Address != "du" || !org.AddressAskedFor || len(org.ReceiptSecret) != 32 || org.SetUp.String() != "2027-03-18" {
			t.Errorf("%+v", org)
		}
		admins, err := tx.PeopleWith(townhall.RoleAdmin)
		if err != nil || len(admins) != 1 || !admins[0].Is(townhall.RoleCoordinator) {
			t.Errorf("%+v %v", admins, err)
		}
		for _, purpose := range townhall.Purposes {
			c, ok, err := tx.ChannelFor(purpose)
			if err != nil || !ok || c.Remote == "" || c.Platform != "mattermost" {
				t.Errorf("%s: %+v %v", purpose, c, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// A server of one's own: the first account, the team, and the session's end.
func TestSignIn(t *testing.T) {
	r := newRig(t)
	r.server.Empty()
	r.wants.AdminToken, r.wants.Admin = "", "verwaltung"
	run, err := setup.New(r.wants, now)
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	tell := func(c setup.Check) { said = append(said, c.String()) }
	out, ok := run.SignIn(t.Context(), "Geheim-4711", tell)
	if !ok || !run.Check(t.Context(), tell) {
		t.Fatalf("%q", said)
	}
	if _, err := r.do(run); err != nil {
		t.Fatal(err)
	}
	out(t.Context())
	if _, ok := run.SignIn(t.Context(), "wrong", tell); ok || strings.Contains(strings.Join(said, "\n"), "Geheim") {
		t.Errorf("%q", said)
	}
	if last := said[len(said)-1]; !strings.Contains(last, "does not take the administrator's password") {
		t.Errorf("%s", last)
	}
}

// A certificate that is not trusted is a sentence; with its authority it is.
func TestCertificates(t *testing.T) {
	r := newRig(t)
	secure := httptest.NewUnstartedServer(r.server.Config.Handler)
	secure.Config.ErrorLog = log.New(io.Discard, "", 0) // of the handshakes that fail here
	secure.StartTLS()
	t.Cleanup(secure.Close)
	r.wants.URL = secure.URL
	if _, ok, said := r.look(); ok || !strings.Contains(said[0], "an authority that is not known here; name the PEM file of that authority with --ca-file") {
		t.Errorf("%q", said)
	}
	r.wants.Roots = x509.NewCertPool()
	r.wants.Roots.AddCert(secure.Certificate())
	r.server.Site = secure.URL
	if _, ok, said := r.look(); !ok || len(said) > 0 {
		t.Errorf("%q", said)
	}
	r.wants.URL = strings.Replace(secure.URL, "127.0.0.1", "localhost", 1)
	if _, ok, said := r.look(); ok || !strings.Contains(said[0], "its certificate is for another name; use the name that stands in the certificate") {
		t.Errorf("%q", said)
	}
}
