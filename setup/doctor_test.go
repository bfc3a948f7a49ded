package setup_test

import (
	"database/sql"
	"errors"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"lotsenfunk/bot/mattermost"
	"lotsenfunk/setup"
	"lotsenfunk/setup/setuptest"
	"lotsenfunk/storage"
)

// examine has the doctor look at what the rig has set up.
func (r *rig) examine(change func(*setup.Patient)) (healthy bool, said []string) {
	r.Helper()
	p := setup.Patient{DSN: r.wants.DSN, Callback: r.wants.Callback, Key: key, Now: r.clock,
		Servers: []setup.Server{{URL: r.server.URL, Token: r.wants.Token, Tenant: strings.TrimPrefix(r.server.URL, "http://")}}}
	if change != nil {
		change(&p)
	}
	healthy = setup.Examine(r.Context(), p, func(c setup.Check) { said = append(said, c.String()) })
	return healthy, said
}

// clock is what the server's clock shows.
func (r *rig) clock() time.Time {
	r.Helper()
	resp, err := http.Get(r.server.URL + "/api/v4/system/ping")
	if err != nil {
		r.Fatal(err)
	}
	defer resp.Body.Close()
	shown, err := http.ParseTime(resp.Header.Get("Date"))
	if err != nil {
		r.Fatal(err)
	}
	return shown
}

// installed is a rig that is set up, with something in the service's place that
// answers the bot's own command.
func installed(t *testing.T) *rig {
	r := newRig(t)
	r.all()
	l, err := net.Listen("tcp", r.wants.Listen)
	if err != nil {
		t.Fatal(err)
	}
	service := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if _, nonce, ok := strings.Cut(req.FormValue("text"), "reach "); ok {
			asked := req.Clone(req.Context())
			asked.Body = io.NopCloser(strings.NewReader("text=" + nonce))
			mattermost.Reach(key).ServeHTTP(w, asked)
		}
	})}
	ended := make(chan struct{})
	go func() { defer close(ended); _ = service.Serve(l) }()
	t.Cleanup(func() { _ = service.Close(); <-ended })
	return r
}

func TestExamine(t *testing.T) {
	for name, c := range map[string]struct {
		server  func(*setuptest.Server)
		patient func(*setup.Patient)
		healthy bool
		want    string
	}{
		"well":              {nil, nil, true, "ok    the server reaches the service at http://"},
		"revoked token":     {func(s *setuptest.Server) { s.Revoke("lotsenfunk") }, nil, false, "does not take the bot's token: it was revoked, has expired, or is wrong; run lotsenfunk setup mattermost once more"},
		"server away":       {nil, func(p *setup.Patient) { p.Servers[0].URL = "http://127.0.0.1:9" }, false, "cannot be reached: nothing listens there"},
		"no stream":         {func(s *setuptest.Server) { s.Set(func(s *setuptest.Server) { s.NoStream = true }) }, nil, false, "the WebSocket ws://"},
		"other key":         {nil, func(p *setup.Patient) { p.Key = []byte(strings.Repeat("x", 32)) }, false, "leads to another program, or LOTSENFUNK_KEY is not the service's"},
		"clock":             {nil, func(p *setup.Patient) { p.Now = func() time.Time { return now } }, false, "the clocks of this machine and of "},
		"wrong tenant":      {nil, func(p *setup.Patient) { p.Servers[0].Tenant = "elsewhere" }, false, `no town in the database has the server "elsewhere"`},
		"no server":         {nil, func(p *setup.Patient) { p.Servers = nil }, false, "no chat server is configured"},
		"no database":       {nil, func(p *setup.Patient) { p.DSN += ".missing" }, false, "there is no database: open "},
		"a command is gone": {func(s *setuptest.Server) { s.Forget("idee") }, nil, false, "the team rathaus lacks the commands /idee; run"},
		"a channel is gone": {func(s *setuptest.Server) { s.Archive("ideen") }, nil, false, "the channel ~ideen is archived; restore it"},
		"not in a channel":  {func(s *setuptest.Server) { s.Leave("lotsenfunk", "ideen") }, nil, false, "the bot is not in the channel ~ideen; let the bot in: /invite @lotsenfunk"},
		"no callback": {func(s *setuptest.Server) {
			s.Set(func(s *setuptest.Server) {
				s.Refuse["POST /commands/execute"] = setuptest.Refusal{Status: 500, ID: "api.command.execute_command.failed.app_error"}
			})
		}, nil, false, "the server does not reach http://"},
	} {
		t.Run(name, func(t *testing.T) {
			r := installed(t)
			if c.server != nil {
				c.server(r.server)
			}
			r.server.Changes()
			healthy, said := r.examine(c.patient)
			if healthy != c.healthy || !slices.ContainsFunc(said, func(s string) bool { return strings.Contains(s, c.want) }) {
				t.Errorf("%v\n%s", healthy, strings.Join(said, "\n"))
			}
			for _, line := range said {
				if strings.Contains(line, r.wants.Token) || strings.Contains(line, "\n") {
					t.Errorf("%q", line)
				}
			}
			for _, change := range r.server.Changes() {
				if change != "POST /commands/execute" {
					t.Errorf("looking changed something: %s", change)
				}
			}
		})
	}
}

// A database of another version is named and left as it is; what could not be
// delivered is worth a note.
func TestExamineDatabase(t *testing.T) {
	r := installed(t)
	db, err := sql.Open("sqlite", r.wants.DSN)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	exec := func(statement string) {
		t.Helper()
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	exec("insert into goose_db_version (version_id, is_applied) values (99999, 1)")
	if healthy, said := r.examine(nil); healthy || !strings.Contains(strings.Join(said, "\n"), "written by a newer version of Lotsenfunk: its schema is 99999") {
		t.Errorf("%q", said)
	}
	exec("delete from goose_db_version where version_id = 99999 or version_id = (select max(version_id) from goose_db_version where version_id < 99999)")
	if healthy, said := r.examine(nil); !healthy || !strings.HasPrefix(said[0], "note  the database has schema ") {
		t.Errorf("%v %q", healthy, said)
	}
}

// What could not be delivered is worth a note and makes nothing unhealthy.
func TestExamineOutbox(t *testing.T) {
	r := installed(t)
	store, err := storage.Open(t.Context(), r.wants.DSN)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	do := func(fn func(*storage.Tx) error) {
		t.Helper()
		if err := store.Update(t.Context(), "stadt-birkenfurt", fn); err != nil {
			t.Fatal(err)
		}
	}
	do(func(tx *storage.Tx) error {
		return tx.Enqueue(storage.Notice{Key: "a", Class: storage.ClassAnswer, Person: "anna", Kind: "idea.comment"},
			storage.Notice{Key: "b", Class: storage.ClassAnswer, Person: "anna", Kind: "idea.answer"})
	})
	claimed, err := store.ClaimNotices(t.Context(), now, time.Minute, 1)
	if err != nil || len(claimed) != 1 {
		t.Fatalf("%+v %v", claimed, err)
	}
	if _, err := store.FinishNotices(t.Context(), []storage.Finished{{Notice: claimed[0], Outcome: storage.Dead(errors.New("anna is gone"))}}); err != nil {
		t.Fatal(err)
	}
	healthy, said := r.examine(nil)
	all := strings.Join(said, "\n")
	if !healthy || !strings.Contains(all, "note  stadt-birkenfurt: notices that could not be delivered and are given up: 1 (idea.") || !strings.Contains(all, "ok    stadt-birkenfurt: notices that are due: 1") ||
		strings.Contains(all, "anna") {
		t.Errorf("%v\n%s", healthy, all)
	}
}
