package setup

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"syscall"

	"github.com/mattermost/mattermost/server/public/model"
)

// Refusal is what was not done, in one sentence with the way out.
type Refusal struct{ What, WayOut string }

// Error is that sentence.
func (r *Refusal) Error() string { return r.What + "; " + r.WayOut }

func refuse(wayOut, format string, args ...any) *Refusal {
	return &Refusal{What: fmt.Sprintf(format, args...), WayOut: wayOut}
}

// reasons are the server's own reasons by their ids, and what to do.
var reasons = []struct{ id, what, wayOut string }{
	{"api.bot.create_disabled", "bot accounts are switched off on this server", "switch on System Console > Integrations > Bot Accounts > Enable Bot Account Creation"},
	{"app.user_access_token.disabled", "access tokens are switched off on this server", "switch on System Console > Integrations > Integration Management > Enable Personal Access Tokens"},
	{"api.command.disabled.app_error", "custom slash commands are switched off on this server", "switch on System Console > Integrations > Integration Management > Enable Custom Slash Commands"},
	{"api.command.admin_only.app_error", "integrations are for administrators only on this server", "use the token of a system administrator"},
	{"api.command.duplicate_trigger.app_error", "the word is a command of the server, of a plugin or of somebody else", "delete or rename that one, or give the town another word"},
	{"app.user.save.username_exists.app_error", "the name is taken by somebody's account", "rename that account, or give the bot another name with --bot"},
	{"app.team.join_user_to_team.max_accounts.app_error", "the team is full", "raise System Console > Site Configuration > Users and Teams > Max Users Per Team"},
	{"app.team.join_user_to_team.save_member.max_accounts.app_error", "the team is full", "raise System Console > Site Configuration > Users and Teams > Max Users Per Team"},
	{"store.sql_channel.save_channel.exists.app_error", "a channel of that name is there but archived", "restore it or rename it"},
	{"store.sql_channel.save.archived_channel.app_error", "the channel is archived", "restore it or rename it"},
	{"store.sql_channel.save_channel.limit.app_error", "the team has as many channels as it may", "raise System Console > Site Configuration > Users and Teams > Max Channels Per Team"},
	{"api.team.add_members.user_denied", "who is in the team is decided by a group of the directory", "let the team accept other members, or add the bot to the group"},
	{"api.channel.add_members.user_denied", "who is in the channel is decided by a group of the directory", "let the channel accept other members, or add the bot to the group"},
}

// refused says what a request that failed means. what is what was to be done:
// "create the bot account @lotsenfunk".
func (s *site) refused(what string, resp *model.Response, err error) error {
	if resp == nil || resp.StatusCode == 0 {
		return s.unreachable(err)
	}
	var app *model.AppError
	if errors.As(err, &app) {
		for _, r := range reasons {
			if app.Id == r.id {
				return refuse(r.wayOut, "cannot %s: %s", what, r.what)
			}
		}
	}
	switch resp.StatusCode {
	case http.StatusUnauthorized:
		return refuse(s.renew, "%s does not take the %s: it was revoked, has expired, or is wrong", s.url, s.holder)
	case http.StatusForbidden:
		return refuse("use the token of a system administrator, or have the right granted; lotsenfunk setup mattermost --requirements lists what is needed",
			"cannot %s: whoever has the %s may not", what, s.holder)
	case http.StatusTooManyRequests:
		return refuse("wait a minute and run it again", "cannot %s: the server asks to slow down", what)
	case http.StatusNotFound:
		return refuse("check its name, and that --url is the Mattermost server", "cannot %s: there is no such thing", what)
	}
	if resp.StatusCode >= http.StatusInternalServerError {
		return refuse("its log says more, under the request id "+resp.Header.Get("X-Request-Id"), "cannot %s: the server failed (status %d)", what, resp.StatusCode)
	}
	message := http.StatusText(resp.StatusCode)
	if app != nil {
		message = strings.TrimSuffix(app.Message, ".") + ", " + app.Id
	}
	return refuse("put that right and run it again", "cannot %s: the server says: %s", what, s.clean(message))
}

// unreachable says why a server cannot be asked at all.
func (s *site) unreachable(err error) error {
	wayOut, why := "check the address, the firewall and the proxy (HTTPS_PROXY, NO_PROXY)", s.clean(innermost(err).Error())
	var dns *net.DNSError
	var unknown x509.UnknownAuthorityError
	var name x509.HostnameError
	var invalid x509.CertificateInvalidError
	var record tls.RecordHeaderError
	var timeout net.Error
	switch {
	case errors.As(err, &dns):
		wayOut, why = "check its spelling and the name server", "the name "+dns.Name+" is not known here"
	case errors.As(err, &unknown):
		wayOut, why = "name the PEM file of that authority with --ca-file or LOTSENFUNK_CA_FILE", "its certificate was issued by an authority that is not known here"
	case errors.As(err, &name):
		wayOut, why = "use the name that stands in the certificate", "its certificate is for another name"
	case errors.As(err, &invalid):
		wayOut, why = "renew the certificate, or set this machine's clock", "its certificate is not valid: "+invalid.Error()
	case errors.As(err, &record), errors.Is(err, http.ErrSchemeMismatch):
		wayOut, why = "write http:// in front of it, or have the server speak TLS", "it does not speak TLS"
	case errors.Is(err, syscall.ECONNREFUSED):
		wayOut, why = "check host and port, and that the server runs", "nothing listens there"
	case errors.As(err, &timeout) && timeout.Timeout():
		why = "it does not answer in time"
	}
	return refuse(wayOut, "%s cannot be reached: %s", s.url, why)
}

// innermost is the first reason of an error.
func innermost(err error) error {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err
		}
		err = inner
	}
}

// clean takes tokens out of what a server said: Mattermost repeats one that it
// does not take.
func (s *site) clean(text string) string {
	for _, secret := range s.secrets {
		if secret != "" {
			text = strings.ReplaceAll(text, secret, "…")
		}
	}
	return text
}
