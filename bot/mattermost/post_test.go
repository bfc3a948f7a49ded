package mattermost

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/mattermost/mattermost/server/public/model"
	"pgregory.net/rapid"

	"lotsenfunk/bot"
)

func inIdeas() bot.Target {
	return bot.Target{Tenant: bot.Tenant{Platform: Platform, ID: "t"}, Channel: ideas}
}

// TestPostIsWritten holds the whole of a post to its shape; only the seal in the
// button's context is looked at separately.
func TestPostIsWritten(t *testing.T) {
	r := newRig(t)
	m := bot.Message{Line: "Idee 12: eingereicht", Text: bot.Words("Von @all"), Rows: []bot.Row{
		{bot.Primary("idea.vote", "12", "Unterstützen"), {Label: "Ansehen", URL: "https://x.example/12"}},
		{{Action: "topic", Label: "Thema", Options: []bot.Option{{Value: "it", Label: "Technik"}}}},
	}}
	if _, err := r.Post(t.Context(), inIdeas(), m, "birkenfurt/7/ideen"); err != nil {
		t.Fatal(err)
	}
	asked := r.tiny.requests()
	var post model.Post
	if len(asked) != 1 || json.Unmarshal([]byte(strings.TrimPrefix(asked[0], "POST /api/v4/posts ")), &post) != nil {
		t.Fatalf("%v", asked)
	}
	const j = joiner
	want := "**" + j + "Idee 12: eingereicht" + j + "**\n\nVon @" + j + "all\n\n[Ansehen](https://x.example/12)"
	if post.Message != want || post.ChannelId != ideas || post.GetProp(propKey) != testKey.digest("key", "birkenfurt/7/ideen") {
		t.Errorf("%q in %s: %v", post.Message, post.ChannelId, post.GetProps())
	}
	rows := post.Attachments()
	if len(rows) != 2 || len(rows[0].Actions) != 1 || len(rows[1].Actions) != 1 {
		t.Fatalf("%+v", rows)
	}
	for _, row := range rows {
		a := row.Actions[0]
		var p press
		sealed, _ := a.Integration.Context[contextSeal].(string)
		if err := testKey.open(sealPress, sealed, &p); err != nil || p.Tenant != "t" || p.Only != "" {
			t.Errorf("%+v: %+v %v", a, p, err)
		}
		a.Integration = nil
	}
	vote, topic := rows[0].Actions[0], rows[1].Actions[0]
	expected := []*model.PostAction{
		{Id: vote.Id, Type: "button", Name: "Unterstützen", Style: "primary"},
		{Id: topic.Id, Type: "select", Name: "Thema", Options: []*model.PostActionOptions{{Text: "Technik", Value: "it"}}},
	}
	if diff := cmp.Diff(expected, []*model.PostAction{vote, topic}); diff != "" || vote.Id == topic.Id {
		t.Error(diff)
	}
}

func TestLongMessagesAreCut(t *testing.T) {
	r := newRig(t)
	words := r.servers["t"].words(t.Context(), bot.Message{Line: "lang", Text: bot.Words(strings.Repeat("*ü", 20_000))})
	if n := utf8.RuneCountInString(words); n > maxMessage || !utf8.ValidString(words) || strings.HasSuffix(words, `\ …`) {
		t.Errorf("%d characters, ending with %q", n, words[len(words)-8:])
	}
}

// TestTroubles: what the server's refusals mean to delivery.
func TestTroubles(t *testing.T) {
	for name, c := range map[string]struct {
		status  int
		id      string
		waits   string
		means   func(error) bool
		updates func(error) bool // the same for a change, if that differs
	}{
		"too much": {http.StatusTooManyRequests, "", "7", func(err error) bool {
			var wait *bot.RateLimited
			return errors.As(err, &wait) && wait.After == 7*time.Second
		}, nil},
		"no right":        {http.StatusForbidden, "api.context.permissions.app_error", "", func(err error) bool { return errors.Is(err, bot.ErrGone) }, nil},
		"no channel":      {http.StatusNotFound, "app.channel.get.existing.app_error", "", func(err error) bool { return errors.Is(err, bot.ErrGone) }, nil},
		"deleted channel": {http.StatusBadRequest, "api.post.create_post.can_not_post_to_deleted.error", "", func(err error) bool { return errors.Is(err, bot.ErrGone) }, plain},
		"server trouble":  {http.StatusBadGateway, "", "", func(err error) bool { return errors.Is(err, bot.ErrAmbiguous) }, plain},
		"token revoked":   {http.StatusUnauthorized, "api.context.session_expired.app_error", "", disconnected, nil},
		"a proxy refuses": {http.StatusForbidden, "", "", disconnected, nil},
		"a proxy is lost": {http.StatusNotFound, "", "", disconnected, nil},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.tiny.instead(func(w http.ResponseWriter, req *http.Request) {
				if req.Method == http.MethodGet {
					_ = json.NewEncoder(w).Encode(&model.Post{Id: "p", ChannelId: ideas})
					return
				}
				w.Header().Set("Retry-After", c.waits)
				w.WriteHeader(c.status)
				_ = json.NewEncoder(w).Encode(model.AppError{Id: c.id, StatusCode: c.status, Message: "nein"})
			})
			_, err := r.Post(t.Context(), inIdeas(), bot.Message{Line: "x"}, "k")
			if !c.means(err) {
				t.Errorf("posting: %v", err)
			}
			means := c.means
			if c.updates != nil {
				means = c.updates
			}
			ref := bot.Ref{Tenant: inIdeas().Tenant, Channel: ideas, ID: "p"}
			if err := r.Update(t.Context(), ref, bot.Message{Line: "x"}); !means(err) {
				t.Errorf("changing: %v", err)
			}
			if err := r.Delete(t.Context(), ref); !means(err) {
				t.Errorf("deleting: %v", err)
			}
		})
	}
}

// disconnected is trouble that a message waits out.
func disconnected(err error) bool {
	return errors.Is(err, bot.ErrDisconnected) && !errors.Is(err, bot.ErrGone) && !errors.Is(err, bot.ErrAmbiguous)
}

// plain is trouble that is tried again, and means nothing more.
func plain(err error) bool {
	var wait *bot.RateLimited
	return err != nil && !errors.Is(err, bot.ErrDisconnected) && !errors.Is(err, bot.ErrGone) && !errors.Is(err, bot.ErrAmbiguous) && !errors.As(err, &wait)
}

// A connection that breaks after the words went out leaves it open whether they
// arrived; one that never came about does not.
func TestBrokenConnections(t *testing.T) {
	r := newRig(t)
	if _, err := r.servers["t"].facts(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.tiny.instead(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	if _, err := r.Post(t.Context(), inIdeas(), bot.Message{Line: "x"}, "k"); !errors.Is(err, bot.ErrAmbiguous) {
		t.Errorf("broken in the middle: %v", err)
	}
	r.tiny.Close()
	_, err := r.Post(t.Context(), inIdeas(), bot.Message{Line: "x"}, "k")
	if !disconnected(err) || strings.Contains(err.Error(), secret1) {
		t.Errorf("never connected: %v", err)
	}
}

func TestStrangersAreGone(t *testing.T) {
	r := newRig(t)
	for _, to := range []bot.Target{
		{Tenant: inIdeas().Tenant, Channel: "nowhere"},
		{Tenant: inIdeas().Tenant, Person: "nobody"},
	} {
		if _, err := r.Post(t.Context(), to, bot.Message{Line: "x"}, ""); !errors.Is(err, bot.ErrGone) {
			t.Errorf("%+v: %v", to, err)
		}
	}
	if asked := r.tiny.requests(); len(asked) != 0 {
		t.Errorf("the server was asked: %v", asked)
	}
}

// A server that is not configured here may be so tomorrow, or in another replica.
func TestMessagesWaitForTheirServer(t *testing.T) {
	r := newRig(t)
	for _, to := range []bot.Target{
		{Tenant: bot.Tenant{Platform: "slack", ID: "t"}, Channel: ideas},
		{Tenant: bot.Tenant{Platform: Platform, ID: "other"}, Channel: ideas},
	} {
		if _, err := r.Post(t.Context(), to, bot.Message{Line: "x"}, ""); !disconnected(err) {
			t.Errorf("%+v: %v", to, err)
		}
	}
	if asked := r.tiny.requests(); len(asked) != 0 {
		t.Errorf("the server was asked: %v", asked)
	}
}

func TestPause(t *testing.T) {
	for want, h := range map[time.Duration]http.Header{
		time.Second:     {},
		3 * time.Second: {"Retry-After": {"3"}},
		4 * time.Second: {"X-Ratelimit-Reset": {"4"}},
		longestPause:    {"Retry-After": {"99999999"}},
	} {
		if got := pause(h); got != want {
			t.Errorf("%v: %v, not %v", h, got, want)
		}
	}
}

// While channels are left to be caught up on, nothing later counts as read.
func TestCatchingUpHoldsTheCursor(t *testing.T) {
	r := newRig(t)
	st := newStream(r.servers["t"], nil)
	st.newest, st.saved = 100, 100
	st.open[catching] = 100
	st.job(t.Context(), "c", "later", 900, func(context.Context) error { return nil })
	st.wait()
	if kept := r.memory.all()[st.cursor()]; kept != "" {
		t.Errorf("%s is kept, but not everything before it is read", kept)
	}
	delete(st.open, catching)
	if err := st.save(t.Context()); err != nil {
		t.Fatal(err)
	}
	if kept := r.memory.all()[st.cursor()]; kept != "900" {
		t.Errorf("%s is kept", kept)
	}
}

// The cursor never passes something that is not done, in whatever order things
// are done, and ends at the newest.
func TestProgress(t *testing.T) {
	r := newRig(t)
	rapid.Check(t, func(rt *rapid.T) {
		r.memory.forget()
		st := newStream(r.servers["t"], nil)
		times := rapid.SliceOfNDistinct(rapid.Int64Range(1, 1000), 1, 8, func(n int64) int64 { return n }).Draw(rt, "times")
		order := rapid.Permutation(times).Draw(rt, "order")
		gates := map[int64]chan struct{}{}
		ended := make(chan struct{})
		for _, at := range times {
			gate := make(chan struct{})
			gates[at] = gate
			st.job(context.Background(), strconv.FormatInt(at, 10), strconv.FormatInt(at, 10), at, func(context.Context) error {
				<-gate
				return nil
			})
			st.job(context.Background(), "again", strconv.FormatInt(at, 10), at, func(context.Context) error { rt.Error("the same delivery twice"); return nil })
		}
		open := map[int64]bool{}
		for _, at := range times {
			open[at] = true
		}
		go func() { st.wait(); close(ended) }()
		for _, at := range order {
			kept, _ := strconv.ParseInt(r.memory.all()[st.cursor()], 10, 64)
			for other := range open {
				if kept >= other {
					rt.Errorf("%d is not done, but %d is kept", other, kept)
				}
			}
			delete(open, at)
			close(gates[at])
		}
		<-ended
		newest := int64(0)
		for _, at := range times {
			newest = max(newest, at)
		}
		if kept := r.memory.all()[st.cursor()]; kept != strconv.FormatInt(newest, 10) {
			rt.Errorf("%s is kept, not %d", kept, newest)
		}
	})
}
