package slack

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	_ "embed"
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"lotsenfunk/bot"
	"lotsenfunk/i18n"
)

// How somebody installs the app: a page with a button (PathInstall); Slack's own page,
// where they choose a workspace and agree; and back here (PathInstalled) with a code
// that is exchanged for a token. What comes back is taken only from the browser that
// began, once, and for ten minutes: docs.slack.dev/authentication/installing-with-oauth

// installTime is how long somebody may take for it.
const installTime = 10 * time.Minute

// installCookie is what a browser that has begun is known by. The prefix has it sent
// to this host alone, and over TLS only.
const installCookie = "__Host-lotsenfunk-install"

//go:embed install.html
var installHTML string

// page is what a browser is shown.
type page struct {
	Language, Title string
	Lines           []string
	Command         string // for whoever runs the service
	Button          string
}

// installRoutes adds the pages.
func (a *Adapter) installRoutes(mux *http.ServeMux) {
	show := template.Must(template.New("install").Parse(installHTML))
	answer := func(w http.ResponseWriter, status int, p page) {
		h := w.Header()
		h.Set("Content-Type", "text/html; charset=utf-8")
		h.Set("Cache-Control", "no-store")
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self' "+a.authorizeHosts()+"; frame-ancestors 'none'; base-uri 'none'")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Content-Type-Options", "nosniff")
		w.WriteHeader(status)
		_ = show.Execute(w, p) // whoever asked is gone: the page is in vain
	}
	mux.HandleFunc("GET "+PathInstall, func(w http.ResponseWriter, r *http.Request) {
		p := a.pagePrinter(r)
		answer(w, http.StatusOK, page{Language: p.Line("install.language", nil), Title: p.Line("install.title", nil),
			Lines: []string{p.Line("install.lead", nil), p.Line("install.who", nil)}, Button: p.Line("install.button", nil)})
	})
	same := http.NewCrossOriginProtection() // nobody is sent there by another page
	mux.Handle("POST "+PathInstall, same.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		to, err := a.beginInstall(w, r)
		if err != nil {
			status, p := a.refusedPage(r, err)
			answer(w, status, p)
			return
		}
		w.Header().Set("Cache-Control", "no-store")
		http.Redirect(w, r, to, http.StatusSeeOther)
	})))
	mux.HandleFunc("GET "+PathInstalled, func(w http.ResponseWriter, r *http.Request) {
		p, err := a.finishInstall(w, r)
		status := http.StatusOK
		if err != nil {
			status, p = a.refusedPage(r, err)
		}
		answer(w, status, p)
	})
}

// slackAt is Slack's own address for browsers: where its API is, without that.
func (a *Adapter) slackAt() string {
	if at, ok := strings.CutSuffix(a.o.API, "/api/"); ok {
		return at + "/"
	}
	return a.o.API
}

// authorizeHosts are where Slack leads a browser on the way, for its policy.
func (a *Adapter) authorizeHosts() string {
	u, err := url.Parse(a.slackAt())
	if err != nil {
		return ""
	}
	return u.Scheme + "://" + u.Host + " " + u.Scheme + "://*." + u.Host
}

// pagePrinter prints in the language that a browser asks for first.
func (a *Adapter) pagePrinter(r *http.Request) *i18n.Printer {
	first, _, _ := strings.Cut(r.Header.Get("Accept-Language"), ",")
	first, _, _ = strings.Cut(first, ";")
	return a.o.Printer(r.Context(), bot.Account{Language: strings.TrimSpace(first)})
}

// beginInstall gives the browser a cookie and says where to go.
func (a *Adapter) beginInstall(w http.ResponseWriter, r *http.Request) (to string, err error) {
	state, browser := rand.Text(), rand.Text()
	now := a.o.Now()
	if err := a.o.Install.Installs.BeginInstall(r.Context(), sha256.Sum256([]byte(state)), sha256.Sum256([]byte(browser)), now, now.Add(installTime)); err != nil {
		return "", err
	}
	http.SetCookie(w, &http.Cookie{Name: installCookie, Value: browser, Path: "/", MaxAge: int(installTime.Seconds()), HttpOnly: true, Secure: true, SameSite: http.SameSiteLaxMode})
	q := url.Values{"client_id": {a.o.Install.ClientID}, "scope": {strings.Join(names(Scopes()), ",")}, "state": {state}, "redirect_uri": {a.redirect()}}
	return a.slackAt() + "oauth/v2/authorize?" + q.Encode(), nil
}

func (a *Adapter) redirect() string { return a.o.Install.URL + PathInstalled }

// Why an installation is not done.
var (
	errCancelled = errors.New("they did not agree")
	errNotBegun  = errors.New("a state that is not known, used, too old, or of another browser")
	errWholeOrg  = errors.New("it was installed in a whole organisation")
)

// finishInstall takes somebody who comes back from Slack.
func (a *Adapter) finishInstall(w http.ResponseWriter, r *http.Request) (page, error) {
	q, now := r.URL.Query(), a.o.Now()
	cookie, err := r.Cookie(installCookie)
	if err != nil {
		return page{}, errNotBegun
	}
	http.SetCookie(w, &http.Cookie{Name: installCookie, Path: "/", MaxAge: -1, HttpOnly: true, Secure: true, SameSite: http.SameSiteLaxMode})
	ok, err := a.o.Install.Installs.FinishInstall(r.Context(), sha256.Sum256([]byte(q.Get("state"))), sha256.Sum256([]byte(cookie.Value)), now)
	switch {
	case err != nil:
		return page{}, err
	case !ok:
		return page{}, errNotBegun
	case q.Get("error") != "" || q.Get("code") == "":
		return page{}, errCancelled
	}
	ctx, stop := context.WithTimeout(context.WithoutCancel(r.Context()), timeout) // a code is good once
	defer stop()
	got, err := slack.GetOAuthV2ResponseContext(ctx, a.http, a.o.Install.ClientID, a.o.Install.ClientSecret, q.Get("code"), a.redirect(), slack.OAuthOptionAPIURL(a.o.API))
	if err != nil {
		return page{}, err
	}
	if got.IsEnterpriseInstall || got.Team.ID == "" {
		return page{}, errWholeOrg
	}
	i := bot.Installation{Tenant: bot.Tenant{Platform: Platform, ID: got.Team.ID}, Name: got.Team.Name, Token: got.AccessToken, Refresh: got.RefreshToken}
	i.Enterprise = got.Enterprise.ID
	if got.ExpiresIn > 0 {
		i.Expires = now.Add(time.Duration(got.ExpiresIn) * time.Second)
	}
	if err := a.o.Install.Installs.Install(ctx, i, now); err != nil {
		return page{}, err
	}
	a.o.Log.Info("the app was installed in a workspace", "platform", Platform, "tenant", i.Tenant.ID)
	return a.installedPage(ctx, r, i)
}

// installedPage says what comes next.
func (a *Adapter) installedPage(ctx context.Context, r *http.Request, i bot.Installation) (page, error) {
	kept, _, err := a.o.Install.Installs.Installation(ctx, i.Tenant)
	if err != nil {
		return page{}, err
	}
	p := a.pagePrinter(r)
	done := page{Language: p.Line("install.language", nil), Title: p.Line("install.done", i18n.Args{"Workspace": i.Name})}
	if !kept.Town {
		done.Lines = []string{p.Line("install.next", nil)}
		done.Command = "lotsenfunk setup slack --workspace " + i.Tenant.ID
		return done, nil
	}
	if w := a.keep(kept); w.installed() {
		_, _ = w.self(ctx) // readiness shows what comes of it
	}
	done.Lines = []string{p.Line("install.begin", nil)}
	return done, nil
}

// refusedPage says why something is not done, and what to do. Why exactly is for the
// log, without what came in.
func (a *Adapter) refusedPage(r *http.Request, err error) (status int, shown page) {
	p, key := a.pagePrinter(r), "install.failed"
	status = http.StatusBadGateway
	switch {
	case errors.Is(err, errCancelled):
		status, key = http.StatusOK, "install.cancelled"
	case errors.Is(err, errNotBegun):
		status, key = http.StatusForbidden, "install.not_begun"
	case errors.Is(err, errWholeOrg):
		status, key = http.StatusForbidden, "install.whole_organisation"
	case errors.Is(err, bot.ErrTooMany):
		status, key = http.StatusTooManyRequests, "install.busy"
	}
	if status >= http.StatusBadRequest {
		a.o.Log.Warn("the app was not installed", "platform", Platform, "error", err)
	}
	if status < http.StatusInternalServerError && status >= http.StatusBadRequest {
		a.refused.Add(err.Error())
	}
	shown = page{Language: p.Line("install.language", nil), Title: p.Line("install.not_done", nil), Lines: []string{p.Line(key, nil)}}
	if key != "install.whole_organisation" {
		shown.Lines = append(shown.Lines, p.Line("install.again", i18n.Args{"Address": a.o.Install.URL + PathInstall}))
	}
	return status, shown
}
