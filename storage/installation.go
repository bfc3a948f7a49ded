package storage

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/seal"
)

// installs keeps the bot's installations. They belong to the program, not to an
// organisation: which one a workspace belongs to its tenant says.
type installs struct {
	*Store
	ring *seal.Ring
}

// Installs is what an adapter is given whose platform people install the bot on. The
// keys seal the tokens.
func (s *Store) Installs(ring *seal.Ring) bot.Installs { return installs{s, ring} }

// place is where a sealed token belongs.
func place(t bot.Tenant, what string) string { return t.Platform + "/" + t.ID + "/" + what }

// installationColumns begins a select of installations, with whether a town has the
// workspace.
const installationColumns = `select platform, tenant, enterprise, name, token, refresh, expires, version, installed, removed,
	exists (select 1 from tenant as t where t.platform = i.platform and t.id = i.tenant) from installation as i `

// scan reads an installation. One whose tokens cannot be opened has none, and says why:
// the others are as good as ever.
func (s installs) scan(rows *sql.Rows) (i bot.Installation, err error) {
	var token, refresh []byte
	var expires, installed, removed micros
	if err = rows.Scan(&i.Tenant.Platform, &i.Tenant.ID, &i.Enterprise, &i.Name, &token, &refresh, &expires, &i.Version, &installed, &removed, &i.Town); err != nil {
		return i, err
	}
	i.Expires, i.Installed, i.Removed = time.Time(expires), time.Time(installed), time.Time(removed)
	for what, one := range map[string]struct {
		sealed []byte
		into   *string
	}{"token": {token, &i.Token}, "refresh": {refresh, &i.Refresh}} {
		if len(one.sealed) == 0 {
			continue
		}
		if *one.into, err = s.ring.Open(one.sealed, place(i.Tenant, what)); err != nil {
			i.Locked = fmt.Errorf("the tokens of %s %s: %w", i.Tenant.Platform, i.Tenant.ID, err)
		}
	}
	if i.Locked != nil {
		i.Token, i.Refresh = "", ""
	}
	return i, nil
}

func (s installs) Installation(ctx context.Context, t bot.Tenant) (i bot.Installation, ok bool, err error) {
	err = s.reader.session(ctx).each(installationColumns+`where i.platform = :platform and i.tenant = :tenant`, args{"platform": t.Platform, "tenant": t.ID},
		func(rows *sql.Rows) error {
			ok = true
			i, err = s.scan(rows)
			return err
		})
	return i, ok && err == nil, err
}

func (s installs) Installations(ctx context.Context, platform string) (all []bot.Installation, err error) {
	err = s.reader.session(ctx).each(installationColumns+`where i.platform = :platform order by i.tenant`, args{"platform": platform},
		func(rows *sql.Rows) error {
			one, err := s.scan(rows)
			all = append(all, one)
			return err
		})
	return all, err
}

// sealed are an installation's tokens as they are kept.
func (s installs) sealed(i bot.Installation) args {
	a := args{"platform": i.Tenant.Platform, "tenant": i.Tenant.ID, "enterprise": i.Enterprise, "name": i.Name,
		"token": s.ring.Seal(i.Token, place(i.Tenant, "token")), "refresh": []byte{}, "expires": micros(i.Expires), "version": i.Version}
	if i.Refresh != "" {
		a["refresh"] = s.ring.Seal(i.Refresh, place(i.Tenant, "refresh"))
	}
	return a
}

func (s installs) Install(ctx context.Context, i bot.Installation, at time.Time) error {
	a := s.sealed(i)
	a["at"] = micros(at)
	return s.again(func() error {
		_, err := s.writer.session(ctx).exec(`insert into installation (platform, tenant, enterprise, name, token, refresh, expires, version, installed)
			values (:platform, :tenant, :enterprise, :name, :token, :refresh, :expires, 1, :at)
			on conflict (platform, tenant) do update set enterprise = excluded.enterprise, name = excluded.name, token = excluded.token, refresh = excluded.refresh,
			expires = excluded.expires, version = installation.version + 1, leased_until = 0, installed = excluded.installed, removed = 0`, a)
		return err
	})
}

func (s installs) LeaseRenewal(ctx context.Context, t bot.Tenant, version int64, now, until time.Time) (mine bool, err error) {
	err = s.again(func() error {
		n, err := s.writer.session(ctx).exec(`update installation set leased_until = :until
			where platform = :platform and tenant = :tenant and version = :version and removed = 0 and leased_until <= :now`,
			args{"platform": t.Platform, "tenant": t.ID, "version": version, "now": micros(now), "until": micros(until)})
		mine = n == 1
		return err
	})
	return mine, err
}

func (s installs) Renewed(ctx context.Context, i bot.Installation) (last bool, err error) {
	a := s.sealed(i)
	delete(a, "enterprise")
	delete(a, "name")
	err = s.again(func() error {
		n, err := s.writer.session(ctx).exec(`update installation set token = :token, refresh = :refresh, expires = :expires, version = version + 1, leased_until = 0
			where platform = :platform and tenant = :tenant and version = :version and removed = 0`, a)
		last = n == 1
		return err
	})
	return last, err
}

func (s installs) Uninstall(ctx context.Context, t bot.Tenant, at time.Time) (was bool, err error) {
	err = s.again(func() error {
		n, err := s.writer.session(ctx).exec(`update installation set token = :none, refresh = :none, expires = 0, version = version + 1, leased_until = 0, removed = :at
			where platform = :platform and tenant = :tenant and removed = 0 and installed <= :at`,
			args{"platform": t.Platform, "tenant": t.ID, "at": micros(at), "none": []byte{}})
		was = n == 1
		return err
	})
	return was, err
}

// mostStates is how many people can be on their way to install the bot at once: far
// more than ever are, and too few to fill a database.
const mostStates = 1000

func (s installs) BeginInstall(ctx context.Context, state, browser [32]byte, now, until time.Time) error {
	session := s.writer.session(ctx)
	return s.again(func() error {
		if _, err := session.exec(`delete from install_state where expires <= :now`, args{"now": micros(now)}); err != nil {
			return err
		}
		var n int
		if _, err := session.get(`select count(*) from install_state`, nil, &n); err != nil {
			return err
		}
		if n >= mostStates { // one more or less does not matter
			return bot.ErrTooMany
		}
		_, err := session.exec(`insert into install_state (state, browser, expires) values (:state, :browser, :until)`,
			args{"state": state[:], "browser": browser[:], "until": micros(until)})
		return err
	})
}

func (s installs) FinishInstall(ctx context.Context, state, browser [32]byte, now time.Time) (ok bool, err error) {
	err = s.again(func() error {
		n, err := s.writer.session(ctx).exec(`delete from install_state where state = :state and browser = :browser and expires > :now`,
			args{"state": state[:], "browser": browser[:], "now": micros(now)})
		ok = n == 1
		return err
	})
	return ok, err
}
