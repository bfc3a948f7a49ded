package config

import (
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"
	"unicode"

	"lotsenfunk/townhall"
)

// Fault is one thing that is wrong with the configuration: where, what, and what
// would be right. It never holds a secret.
type Fault struct{ What, Problem, Example string }

func (f Fault) Error() string {
	return fmt.Sprintf("%s: %s; for example: %s", f.What, f.Problem, f.Example)
}

// Faults are everything that is wrong, one a line.
type Faults []Fault

func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, one := range f {
		lines[i] = one.Error()
	}
	return strings.Join(lines, "\n")
}

// keyBytes is how long the key has to be.
const keyBytes = 32

const (
	exampleKey    = "the output of: openssl rand -base64 32"
	exampleToken  = "the token that lotsenfunk setup mattermost wrote"
	exampleServer = "https://chat.example.org"
)

// Settings checks everything and returns all faults at once, as Faults.
func (c *Config) Settings() (Settings, error) {
	k := &check{faults: c.faults}
	s := Settings{
		DB:     k.database(k.secret("LOTSENFUNK_DB", c.DB, c.DBFile, "/var/lib/lotsenfunk/lotsenfunk.db")),
		Listen: k.listen(c.Listen),
		Key:    k.key(k.secret("LOTSENFUNK_KEY", c.Key, c.KeyFile, exampleKey)),
		Roots:  k.roots(c.CAFile),
		Level:  k.level(c.Log),
		Digests: townhall.DigestDefaults{
			TeamLead:     k.digest("LOTSENFUNK_DIGEST_TEAM_LEAD", c.DigestTeamLead, townhall.UsualDigests.TeamLead),
			Leadership:   k.digest("LOTSENFUNK_DIGEST_LEADERSHIP", c.DigestLeadership, townhall.UsualDigests.Leadership),
			Coordination: k.digest("LOTSENFUNK_DIGEST_COORDINATION", c.DigestCoordination, townhall.UsualDigests.Coordination),
		},
	}
	if strings.TrimSpace(c.PublicURL) != "" {
		s.PublicURL = k.address("LOTSENFUNK_PUBLIC_URL", c.PublicURL, "https://lotsenfunk.example.org")
	}
	s.Slack = k.slack(c)
	if s.Slack == nil || c.onMattermost() {
		s.Callback = k.address("LOTSENFUNK_CALLBACK", c.Callback, "https://lotsenfunk.example.org")
		s.Servers = k.servers(c)
	}
	if len(k.faults) > 0 {
		return s, k.faults
	}
	return s, nil
}

// check collects faults.
type check struct{ faults Faults }

func (k *check) fault(what, problem, example string) {
	k.faults = append(k.faults, Fault{what, problem, example})
}

// secret is a value, or what its file holds, without the line's end.
func (k *check) secret(what, value, file, example string) string {
	switch {
	case value != "" && file != "":
		k.fault(what, "is given, and "+what+"_FILE too", "only one of the two")
		return ""
	case file != "":
		raw, err := os.ReadFile(file)
		if err != nil {
			k.fault(what+"_FILE", unreadable(err), "/run/secrets/"+strings.ToLower(strings.TrimPrefix(what, "LOTSENFUNK_")))
			return ""
		}
		if value = strings.TrimSpace(string(raw)); value == "" {
			k.fault(what+"_FILE", file+" is empty", example)
		}
		return value
	case strings.TrimSpace(value) == "":
		k.fault(what, "is missing", example)
	}
	return strings.TrimSpace(value)
}

func (k *check) database(dsn string) string {
	if scheme, _, ok := strings.Cut(dsn, "://"); ok && scheme != "postgres" && scheme != "postgresql" {
		k.fault("LOTSENFUNK_DB", fmt.Sprintf("%s:// is no database it knows", scheme), "postgres://lotsenfunk@db.example.org/lotsenfunk, or a file")
		return dsn
	}
	if strings.HasPrefix(dsn, "postgres") {
		if _, err := url.Parse(dsn); err != nil { // the error itself quotes the password
			k.fault("LOTSENFUNK_DB", "is no address of a database; special characters in a password are written as %40 for @", "postgres://lotsenfunk@db.example.org/lotsenfunk")
		}
	}
	return dsn
}

func (k *check) listen(addr string) string {
	const good = "127.0.0.1:8066"
	if addr == "" {
		return good
	}
	_, port, err := net.SplitHostPort(addr)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	if err != nil {
		k.fault("LOTSENFUNK_LISTEN", fmt.Sprintf("%q is no address with a port", addr), good)
	}
	return addr
}

// address checks a web address; one without anything is missing.
func (k *check) address(what, value, example string) string {
	value = strings.TrimRight(strings.TrimSpace(value), "/")
	if value == "" {
		k.fault(what, "is missing", example)
		return ""
	}
	u, err := url.Parse(value)
	switch {
	case err != nil:
		k.fault(what, "is no web address", example)
	case u.Scheme != "http" && u.Scheme != "https" || u.Host == "":
		k.fault(what, fmt.Sprintf("%q does not begin with https:// or http:// and a name", u.Redacted()), example)
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		k.fault(what, "holds more than a name and a path: no user, no question mark, no #", example)
	}
	return value
}

func (k *check) key(value string) []byte {
	if value == "" {
		return nil // said already
	}
	for _, encoding := range []*base64.Encoding{base64.StdEncoding, base64.RawStdEncoding, base64.URLEncoding, base64.RawURLEncoding} {
		raw, err := encoding.DecodeString(value)
		if err != nil {
			continue
		}
		if len(raw) < keyBytes {
			k.fault("LOTSENFUNK_KEY", fmt.Sprintf("holds %d bytes, and %d are needed", len(raw), keyBytes), exampleKey)
		}
		return raw
	}
	k.fault("LOTSENFUNK_KEY", "is no base64", exampleKey)
	return nil
}

func (k *check) roots(file string) *x509.CertPool {
	if file == "" {
		return nil
	}
	pem, err := os.ReadFile(file)
	if err != nil {
		k.fault("LOTSENFUNK_CA_FILE", unreadable(err), "/etc/ssl/town-ca.pem")
		return nil
	}
	pool, err := x509.SystemCertPool()
	if err != nil { // a machine without any
		pool = x509.NewCertPool()
	}
	if !pool.AppendCertsFromPEM(pem) {
		k.fault("LOTSENFUNK_CA_FILE", file+" holds no certificate in PEM", "a file that begins with -----BEGIN CERTIFICATE-----")
	}
	return pool
}

func (k *check) level(word string) slog.Level {
	levels := map[string]slog.Level{"debug": slog.LevelDebug, "info": slog.LevelInfo, "": slog.LevelInfo, "warn": slog.LevelWarn, "error": slog.LevelError}
	level, ok := levels[strings.ToLower(word)]
	if !ok {
		k.fault("LOTSENFUNK_LOG", fmt.Sprintf("%q is no level", word), "debug, info, warn or error")
	}
	return level
}

// digest checks when digests come.
func (k *check) digest(what, spec, standard string) string {
	spec = strings.TrimSpace(spec)
	if spec == "" {
		return standard
	}
	if err := townhall.CheckDigestCron(spec); err != nil {
		k.fault(what, err.Error(), standard+", or "+townhall.Never)
	}
	return spec
}

// namesMattermost reports whether a server is named by itself, onMattermost whether
// there is any.
func (c *Config) namesMattermost() bool {
	return c.MattermostURL != "" || c.MattermostToken != "" || c.MattermostTokenFile != "" || c.MattermostTenant != ""
}

func (c *Config) onMattermost() bool { return c.namesMattermost() || len(c.servers) > 0 }

// servers are the one that is named by itself and those of the file's list.
func (k *check) servers(c *Config) []Server {
	var all []Server
	if c.namesMattermost() || len(c.servers) == 0 {
		all = append(all, Server{
			URL:    k.address("LOTSENFUNK_MATTERMOST_URL", c.MattermostURL, exampleServer),
			Token:  k.token("LOTSENFUNK_MATTERMOST_TOKEN", k.secret("LOTSENFUNK_MATTERMOST_TOKEN", c.MattermostToken, c.MattermostTokenFile, exampleToken)),
			Tenant: k.tenant("LOTSENFUNK_MATTERMOST_TENANT", c.MattermostTenant),
		})
	}
	for i, one := range c.servers {
		at := fmt.Sprintf("mattermost[%d]", i)
		all = append(all, Server{
			URL:    k.address(at+".url", one.URL, exampleServer),
			Token:  k.token(at+".token", k.listedToken(at, one)),
			Tenant: k.tenant(at+".tenant", one.Tenant),
		})
	}
	seen := map[string]bool{}
	for _, s := range all {
		if s.Tenant != "" && seen[s.Tenant] {
			k.fault("mattermost", fmt.Sprintf("two servers have the tenant %q", s.Tenant), "a tenant of its own for each server")
		}
		seen[s.Tenant] = true
	}
	return all
}

func (k *check) listedToken(at string, one listed) string {
	switch {
	case one.Token != "" && one.TokenFile != "":
		k.fault(at+".token", "is given, and token_file too", "only one of the two")
		return ""
	case one.TokenFile == "":
		if one.Token == "" {
			k.fault(at+".token", "is missing", exampleToken)
		}
		return strings.TrimSpace(one.Token)
	}
	raw, err := os.ReadFile(one.TokenFile)
	if err != nil {
		k.fault(at+".token_file", unreadable(err), "/run/secrets/mattermost_token")
		return ""
	}
	value := strings.TrimSpace(string(raw))
	if value == "" {
		k.fault(at+".token_file", one.TokenFile+" is empty", exampleToken)
	}
	return value
}

// token checks that something can be a token at all.
func (k *check) token(what, value string) string {
	if strings.ContainsFunc(value, func(r rune) bool { return unicode.IsSpace(r) || r > unicode.MaxASCII }) {
		k.fault(what, "has a space or a letter in it that no token has", exampleToken)
	}
	return value
}

func (k *check) tenant(what, value string) string {
	value = strings.TrimSpace(value)
	switch {
	case value == "":
		k.fault(what, "is missing", "birkenfurt, or what lotsenfunk setup mattermost wrote")
	case strings.ContainsFunc(value, unicode.IsSpace):
		k.fault(what, fmt.Sprintf("%q has a space in it", value), "birkenfurt")
	}
	return value
}
