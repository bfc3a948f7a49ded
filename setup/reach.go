package setup

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/mattermost/mattermost/server/public/model"

	"lotsenfunk/bot/mattermost"
)

// probe is how the names of the commands begin by which a server is asked to call
// us. They live for a moment.
const probe = "lotsenfunk-probe-"

// reach checks that the server reaches the callback: it is given a command whose
// address is the callback, and is asked to run it. If the service does not run
// yet, we answer in its place.
func (s *Setup) reach(ctx context.Context, t *tally) {
	if s.w.SkipReach {
		t.note("lotsenfunk doctor looks at that as soon as the service runs", "whether the server reaches %s was not tried", s.w.Callback)
		return
	}
	stop, running, err := s.answer()
	if err != nil {
		t.bad("give the address that the service will listen on, with --listen", "cannot listen on %s to see whether the server reaches it: %v", s.w.Listen, innermost(err))
		return
	}
	defer stop()
	nonce := rand.Text()
	answer, resp, err := s.call(ctx, nonce)
	switch {
	case err == nil && mattermost.Reached(answer, s.w.Key, nonce):
		t.fine("the server reaches %s", s.w.Callback)
	case err == nil && running:
		t.bad("give this set-up the same key (LOTSENFUNK_KEY), or stop what runs on "+s.w.Listen,
			"at %s another program answers, or a Lotsenfunk with another key", s.w.Callback)
	case err == nil:
		t.bad("have it lead to "+s.w.Listen+" on this machine", "at %s another program answers", s.w.Callback)
	default:
		s.unreached(ctx, t, resp, err)
	}
}

// answer answers at the service's own address until stop is called. If
// somebody listens there already, that is taken for the service.
func (s *Setup) answer() (stop func(), running bool, err error) {
	l, err := net.Listen("tcp", s.w.Listen)
	if errors.Is(err, syscall.EADDRINUSE) {
		return func() {}, true, nil
	}
	if err != nil {
		return nil, false, err
	}
	mux := http.NewServeMux()
	mux.Handle("POST "+mattermost.PathReach, mattermost.Reach(s.w.Key))
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = server.Serve(l) // it ends with Close
	}()
	return func() { _ = server.Close(); <-ended }, false, nil
}

// call has the server call us: by a command that is there for this moment only.
func (s *Setup) call(ctx context.Context, nonce string) (*model.CommandResponse, *model.Response, error) {
	team := s.teams[0]
	square, resp, err := s.site.GetChannelByName(ctx, model.DefaultChannelName, team.Id, "")
	if err != nil {
		return nil, resp, s.site.refused("find the first channel of the team "+team.Name, resp, err)
	}
	if there, _, err := s.site.ListCommands(ctx, team.Id, true); err == nil { // of a run that was cut off
		for _, old := range there {
			if strings.HasPrefix(old.Trigger, probe) {
				_, _ = s.site.DeleteCommand(ctx, old.Id)
			}
		}
	}
	word := probe + strings.ToLower(rand.Text()[:8])
	made, resp, err := s.site.CreateCommand(ctx, &model.Command{
		TeamId: team.Id, Trigger: word, URL: s.w.Callback + mattermost.PathReach, Method: model.CommandMethodPost, DisplayName: "Lotsenfunk",
	})
	if err != nil {
		return nil, resp, s.site.refused("create a slash command in the team "+team.Name, resp, err)
	}
	defer func() {
		ctx, done := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		defer done()
		_, _ = s.site.DeleteCommand(ctx, made.Id) // or else the next run does
	}()
	return s.site.ExecuteCommand(ctx, square.Id, "/"+word+" "+nonce)
}

// unreached says why the server did not reach us, as far as can be told from
// here.
func (s *Setup) unreached(ctx context.Context, t *tally, resp *model.Response, err error) {
	var app *model.AppError
	if !errors.As(err, &app) || !strings.HasPrefix(app.Id, "api.command.execute_command.failed") {
		if r := (*Refusal)(nil); !errors.As(err, &r) {
			err = s.site.refused("have the server call "+s.w.Callback, resp, err)
		}
		t.refused(err)
		return
	}
	if app.Id != "api.command.execute_command.failed.app_error" { // it was answered, by somebody
		t.bad("have "+s.w.Callback+mattermost.PathReach+" lead to "+s.w.Listen+" on this machine, with its path",
			"the server reaches %s, but there somebody else answers", s.w.Callback)
		return
	}
	host := hostOf(s.w.Callback)
	if s.mustBeListed(ctx, host) {
		t.bad("add "+host+" to System Console > Environment > Developer > Allow untrusted internal connections to",
			"the server may not call %s, which is an internal address", s.w.Callback)
		return
	}
	if s.selfReached(ctx) {
		t.bad("let the Mattermost server through the firewall to "+s.w.Callback+", have it trust the certificate there, and add "+host+
			" to System Console > Environment > Developer > Allow untrusted internal connections to if it is internal for the server",
			"the server does not reach %s, although from here it answers", s.w.Callback)
		return
	}
	t.bad("have the name and the proxy in front lead to "+s.w.Listen+" on this machine, and let the Mattermost server through the firewall",
		"the server does not reach %s, and from here nothing answers there either", s.w.Callback)
}

// selfReached reports whether the callback answers when it is called from here.
func (s *Setup) selfReached(ctx context.Context) bool {
	nonce := rand.Text()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.w.Callback+mattermost.PathReach, strings.NewReader(url.Values{"text": {nonce}}.Encode()))
	if err != nil {
		return false
	}
	resp, err := client(s.w.Roots, 10*time.Second).Do(req)
	if err != nil {
		return false
	}
	defer resp.Body.Close()
	var answer model.CommandResponse
	return json.NewDecoder(resp.Body).Decode(&answer) == nil && mattermost.Reached(&answer, s.w.Key, nonce)
}

// mustBeListed reports whether the server refuses to call a host because it is
// internal and not in its list. The server compares the name, and the addresses
// with the list's ranges.
func (s *Setup) mustBeListed(ctx context.Context, host string) bool {
	p, err := s.config(ctx)
	if err != nil {
		return false
	}
	var listed []string
	if list := p.ServiceSettings.AllowedUntrustedInternalConnections; list != nil {
		listed = strings.FieldsFunc(*list, func(r rune) bool { return r == ',' || r == ' ' || r == '\t' || r == '\n' })
	}
	if slices.Contains(listed, host) {
		return false
	}
	addresses, err := net.DefaultResolver.LookupIP(ctx, "ip", host)
	if err != nil {
		return false
	}
	return slices.ContainsFunc(addresses, func(ip net.IP) bool {
		internal := ip.IsPrivate() || ip.IsLoopback() || ip.IsLinkLocalUnicast() || ip.IsUnspecified()
		return internal && !slices.ContainsFunc(listed, func(one string) bool {
			_, within, err := net.ParseCIDR(one)
			return err == nil && within.Contains(ip)
		})
	})
}

// hostOf is the name in an address.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return u.Hostname()
}
