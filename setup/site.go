package setup

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/gorilla/websocket"
	"github.com/mattermost/mattermost/server/public/model"

	"lotsenfunk/bot/wire"
)

// site is a Mattermost server, asked with somebody's token.
type site struct {
	*model.Client4
	url     string
	holder  string   // whose token it is, in words: "administrator's token"
	renew   string   // what to do if it is not taken
	secrets []string // must not be said
	dial    *websocket.Dialer
}

// patience is how long a request to a server may take. A command that the server
// passes on takes up to half a minute there.
const patience = 45 * time.Second

func newSite(url, token, holder, renew string, roots *x509.CertPool) *site {
	c := model.NewAPIv4Client(url)
	c.SetToken(token)
	c.HTTPClient = client(roots, patience)
	return &site{Client4: c, url: url, holder: holder, renew: renew, secrets: []string{token},
		dial: wire.Dialer(roots)}
}

// client asks servers in the same way as the service does.
func client(roots *x509.CertPool, timeout time.Duration) *http.Client {
	c := wire.HTTPClient(roots)
	c.Timeout = timeout
	return c
}

// ping asks whether a Mattermost server answers there, and what its clock shows.
func (s *site) ping(ctx context.Context) (clock time.Time, err error) {
	answer, err := s.DoAPIGet(ctx, "/system/ping", "")
	var pong struct{ Status string }
	if err == nil {
		defer answer.Body.Close()
		err = json.NewDecoder(answer.Body).Decode(&pong)
	}
	switch {
	case answer == nil:
		return clock, s.unreachable(err)
	case answer.StatusCode >= http.StatusInternalServerError:
		return clock, refuse("start it, or look at its log and at the proxy's before it", "%s answers with status %d", s.url, answer.StatusCode)
	case err != nil || pong.Status == "":
		return clock, refuse("write the address as in a browser's first line, with the path if Mattermost has one", "at %s something answers, but no Mattermost", s.url)
	}
	clock, _ = http.ParseTime(answer.Header.Get("Date")) // a zero time where the server says none
	return clock, nil
}

// settings are what the server tells its clients. Older servers know the
// format "old" only, for which the client has no method any more.
func (s *site) settings(ctx context.Context) (config map[string]string, err error) {
	answer, err := s.DoAPIGet(ctx, "/config/client?format=old", "")
	if err != nil {
		return nil, s.refused("read the settings that clients are told", model.BuildResponse(answer), err)
	}
	defer answer.Body.Close()
	return config, json.NewDecoder(answer.Body).Decode(&config)
}

// oldest is the oldest version that is supported.
const oldest = "6.6"

// tooOld reports whether a version is older than that.
func tooOld(version string) bool {
	var major, minor int
	if _, err := fmt.Sscanf(version, "%d.%d", &major, &minor); err != nil {
		return false // not a released version: whoever runs one knows
	}
	return major < 6 || major == 6 && minor < 6
}

// about checks version and site address, which everybody may read.
func (s *site) about(ctx context.Context, t *tally) {
	config, err := s.settings(ctx)
	if err != nil {
		t.refused(err)
		return
	}
	if version := config["Version"]; tooOld(version) {
		t.bad("update it to a version that is still maintained", "the server is Mattermost %s, older than %s", version, oldest)
	} else {
		t.fine("the server is Mattermost %s", version)
	}
	switch site := strings.TrimRight(config["SiteURL"], "/"); site {
	case "":
		t.note("set System Console > Environment > Web Server > Site URL", "the server does not know its own address: links in messages lead nowhere")
	case s.url:
		t.fine("people reach it at %s", site)
	default:
		t.fine("people reach it at %s, Lotsenfunk at %s", site, s.url)
	}
}

// stream checks that the WebSocket, over which direct messages and reactions
// come, gets through whatever stands before the server.
func (s *site) stream(ctx context.Context, t *tally) {
	address := "ws" + strings.TrimPrefix(s.url, "http") + "/api/v4/websocket"
	conn, _, err := s.dial.DialContext(ctx, address, nil)
	if err == nil {
		limited, done := context.WithTimeout(ctx, 10*time.Second)
		defer done()
		defer context.AfterFunc(limited, func() { _ = conn.Close() })() // ends the waiting
		defer conn.Close()
		err = greeted(conn, s.AuthToken)
	}
	if err != nil {
		t.bad("have the proxy before it pass on Upgrade and Connection for /api/v4/websocket", "the WebSocket %s does not open: %s", address, s.clean(innermost(err).Error()))
		return
	}
	t.fine("the WebSocket opens")
}

// greeted waits for the server's first word.
func greeted(conn *websocket.Conn, token string) error {
	ask := map[string]any{"seq": 1, "action": "authentication_challenge", "data": map[string]any{"token": token}}
	if err := conn.WriteJSON(ask); err != nil {
		return err
	}
	for range 10 {
		var said struct{ Event string }
		if err := conn.ReadJSON(&said); err != nil {
			return err
		}
		if said.Event == string(model.WebsocketEventHello) {
			return nil
		}
	}
	return errors.New("it does not greet")
}
