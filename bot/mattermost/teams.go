package mattermost

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"slices"

	"lotsenfunk/bot"
)

// ready is what is remembered of the commands on a server.
type ready struct {
	Teams   []string `json:"teams"`  // whose commands are what they should be
	Digests []string `json:"tokens"` // of all their tokens
}

func readyCursor(tenant string) string { return Platform + "/" + tenant + "/commands" }

func remembered(ctx context.Context, m bot.Memory, tenant string) (r ready, err error) {
	kept, err := m.Cursor(ctx, readyCursor(tenant))
	if err != nil || kept == "" {
		return r, err
	}
	return r, json.Unmarshal([]byte(kept), &r)
}

// remember notes that the commands of a team are there. If another replica
// overwrites it at this very moment, team and tokens are missing together, and the
// next connection looks at the team again.
func remember(ctx context.Context, m bot.Memory, tenant, team string, digests []string) error {
	r, err := remembered(ctx, m, tenant)
	if err != nil {
		return err
	}
	r.Teams, r.Digests = with(r.Teams, team), with(r.Digests, digests...)
	raw, err := json.Marshal(r)
	if err != nil {
		return err
	}
	return m.SaveCursor(ctx, readyCursor(tenant), string(raw))
}

func with(all []string, more ...string) []string {
	for _, one := range more {
		if !slices.Contains(all, one) {
			all = append(all, one)
		}
	}
	return all
}

// byToken finds the server whose command has a token. All there are are
// compared, each in constant time.
func (a *Adapter) byToken(ctx context.Context, token string) (*server, error) {
	if token == "" {
		return nil, errToken
	}
	digest := a.key.digest(digestToken, token)
	for _, s := range a.servers {
		if s.hasToken(digest) {
			return s, nil
		}
	}
	for _, s := range a.servers { // perhaps of a team that was added since
		r, err := remembered(ctx, a.o.Memory, s.tenant.ID)
		if err != nil {
			return nil, err
		}
		s.knows(r.Digests)
		if s.hasToken(digest) {
			return s, nil
		}
	}
	return nil, errToken
}

// hasToken reports whether a command of this server has a token, by its digest.
func (s *server) hasToken(digest string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := 0
	for _, d := range s.tokens {
		found |= subtle.ConstantTimeCompare([]byte(d), []byte(digest))
	}
	return found == 1
}

// knows takes note of tokens.
func (s *server) knows(digests []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tokens = with(s.tokens, digests...)
}

// reconcile brings the commands to what they should be in all teams of the bot
// where nobody has seen to that yet: it may have been added to one while it was
// not connected.
func (st *stream) reconcile(ctx context.Context) {
	if st.o.Commands == nil {
		return
	}
	ctx = context.WithoutCancel(ctx)
	st.all.Go(func() {
		st.teams.Lock() // one after the other: what is remembered is read and written
		defer st.teams.Unlock()
		if err := st.reconcileTeams(ctx); err != nil {
			st.log().Warn("the teams of the bot could not be looked at; it is tried again with the next connection", "error", err)
		}
	})
}

func (st *stream) reconcileTeams(ctx context.Context) error {
	f, err := st.facts(ctx)
	if err != nil {
		return err
	}
	teams, resp, err := st.client.GetTeamsForUser(ctx, f.me, "")
	if err != nil {
		return trouble(resp, err)
	}
	r, err := remembered(ctx, st.o.Memory, st.tenant.ID)
	if err != nil {
		return err
	}
	var wanted []Command
	for _, team := range teams {
		if slices.Contains(r.Teams, team.Id) {
			continue
		}
		if wanted == nil {
			if wanted, err = st.o.Commands(ctx, st.tenant); err != nil {
				return err
			}
		}
		one := Reconciler{Client: st.client, Memory: st.o.Memory, Key: st.key, Tenant: st.tenant.ID, Callback: st.o.Callback, Commands: wanted}
		if err := one.Team(ctx, team.Id); err != nil {
			st.log().Warn("the bot was added to a team, but its slash commands could not all be created there; "+
				"run lotsenfunk setup mattermost once more, with an administrator's token", "team", team.Name, "error", err)
			continue
		}
		st.log().Info("the slash commands of a team are there", "team", team.Name)
	}
	return nil
}
