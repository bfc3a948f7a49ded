package slacktest

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"time"
)

// hook is a response_url: docs.slack.dev/interactivity/handling-user-interaction,
// "Message responses".
type hook struct {
	w       *Workspace
	in      *channel
	user    *user
	source  *message // what was pressed, or the first thing said through it
	at      time.Time
	used    int
	command bool
}

// newHook makes a response_url. The lock is held.
func (s *Slack) newHook(w *Workspace, in *channel, u *user, source *message) string {
	id := s.id("hook")
	s.hooks[id] = &hook{w: w, in: in, user: u, source: source, at: s.Clock.Now(), command: source == nil}
	return s.server.URL + "/hooks/" + AppID + "/" + id
}

// serveHook takes an answer through a response_url.
func (s *Slack) serveHook(w http.ResponseWriter, r *http.Request) {
	raw, err := io.ReadAll(r.Body)
	if err != nil || r.Method != http.MethodPost {
		http.Error(w, "invalid_payload", http.StatusBadRequest)
		return
	}
	s.mu.Lock()
	s.calls["response_url"]++
	id := r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]
	fault := s.fault("response_url", &call{Slack: s, args: object{}})
	code, status := "ok", http.StatusOK
	if fault == nil || fault.After {
		code, status = s.respond(s.hooks[id], raw)
	}
	s.mu.Unlock()
	right := []byte(code)
	if status != http.StatusOK {
		right, _ = json.Marshal(object{"ok": false, "error": code})
	}
	if fault != nil {
		fault.spoil(w, r, s, right)
		return
	}
	if status != http.StatusOK {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
	} else {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	}
	w.WriteHeader(status)
	_, _ = w.Write(right)
}

// respond makes an answer through a hook take place. The lock is held.
func (s *Slack) respond(h *hook, raw []byte) (code string, status int) {
	v, ok := decode(raw)
	o, isObject := v.(object)
	switch {
	case h == nil:
		return "invalid_url", http.StatusNotFound
	case s.Clock.Now().Sub(h.at) > HookTime:
		return "expired_url", http.StatusNotFound
	case h.used >= HookUses:
		return "used_url", http.StatusNotFound
	case !ok || !isObject:
		return "invalid_payload", http.StatusBadRequest
	}
	h.used++
	if r := h.say(o); r != nil {
		return r.code, http.StatusBadRequest
	}
	return "ok", http.StatusOK
}

// say makes the answer to a command or a press take place.
func (h *hook) say(o object) *refusal {
	if o["delete_original"] == true {
		if h.source == nil {
			return refuse("no_original")
		}
		h.remove()
		return nil
	}
	c := &call{Slack: h.w.slack, w: h.w, args: o}
	got, r := c.content(MaxMessageText)
	if r != nil {
		return r
	}
	if o["replace_original"] == true && h.source != nil {
		h.w.edit(h.source, got, true, false)
		return nil
	}
	thread := c.str("thread_ts")
	var said *message
	if o["response_type"] == "in_channel" {
		said = h.w.put(h.in, got, thread)
	} else {
		said = h.w.show(h.user, h.in, got, thread)
	}
	if h.command && h.source == nil {
		h.source = said
	}
	return nil
}

func (h *hook) remove() {
	if h.source.Only == "" {
		h.w.remove(h.in, h.source)
		return
	}
	for i, m := range h.user.alone {
		if m == h.source {
			h.user.alone = append(h.user.alone[:i:i], h.user.alone[i+1:]...)
			return
		}
	}
}
