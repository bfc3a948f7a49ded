package mattermost

import (
	"context"
	"crypto/ecdsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/mattermost/mattermost/server/public/model"

	"lotsenfunk/bot"
)

// facts are what the bot needs to know of a server. They do not change while
// it runs; a new connection asks again.
type facts struct {
	me       string // the bot's user id
	site     string // the address that people use
	fields   fields // that its dialogs have
	triggers *ecdsa.PublicKey
}

// facts asks the server once.
func (s *server) facts(ctx context.Context) (*facts, error) {
	s.mu.Lock()
	known := s.known
	s.mu.Unlock()
	if known != nil {
		return known, nil
	}
	return s.ask(ctx)
}

// ask asks the server again.
func (s *server) ask(ctx context.Context) (*facts, error) {
	me, resp, err := s.client.GetMe(ctx, "")
	if err != nil {
		return nil, fmt.Errorf("ask %s who the bot is: %w", s.client.URL, trouble(resp, err))
	}
	config, err := s.settings(ctx)
	if err != nil {
		return nil, fmt.Errorf("ask %s for its settings: %w", s.client.URL, err)
	}
	f := factsFrom(config)
	f.me = me.Id
	if f.site == "" {
		f.site = s.client.URL
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.known = f
	return f, nil
}

// settings are the server's settings as clients see them. Older servers give
// them in the format "old" only, for which the client has no method any more.
func (s *server) settings(ctx context.Context) (config map[string]string, err error) {
	answer, err := s.client.DoAPIGet(ctx, "/config/client?format=old", "")
	if err != nil {
		return nil, trouble(model.BuildResponse(answer), err)
	}
	defer answer.Body.Close()
	return config, json.NewDecoder(answer.Body).Decode(&config)
}

func factsFrom(config map[string]string) *facts {
	f := &facts{site: strings.TrimRight(config["SiteURL"], "/"), fields: fieldsOf(config["Version"])}
	der, err := base64.StdEncoding.DecodeString(config["AsymmetricSigningPublicKey"])
	if err != nil {
		return f
	}
	if key, err := x509.ParsePKIXPublicKey(der); err == nil {
		f.triggers, _ = key.(*ecdsa.PublicKey)
	}
	return f
}

// vouches reports whether the server signed the trigger id for this person.
// Where the server gives no key nobody can tell, and the answer is yes. How old
// it is does not matter here: each one has one effect only.
func (f *facts) vouches(trigger, user string) bool {
	if f.triggers == nil {
		return true
	}
	const anyAge = 100 * 365 * 24 * time.Hour
	_, signedFor, err := model.DecodeAndVerifyTriggerId(trigger, &ecdsa.PrivateKey{PublicKey: *f.triggers}, anyAge)
	return err == nil && signedFor == user
}

// most is how much of a kind is remembered before all of it is forgotten.
const most = 10_000

// kept is what is remembered of a server, so that it need not be asked again. It
// begins empty.
type kept[V any] struct {
	mu  sync.Mutex
	all map[string]V
}

func (k *kept[V]) get(id string) V {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.all[id]
}

func (k *kept[V]) put(id string, v V) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.all == nil || len(k.all) >= most {
		k.all = map[string]V{}
	}
	k.all[id] = v
}

func (k *kept[V]) drop(id string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.all, id)
}

// user looks a person up. It is remembered until the server says that
// something about them changed.
func (s *server) user(ctx context.Context, id string) (*model.User, error) {
	if u := s.users.get(id); u != nil {
		return u, nil
	}
	u, resp, err := s.client.GetUser(ctx, id, "")
	if err != nil {
		return nil, trouble(resp, err)
	}
	s.users.put(id, u)
	return u, nil
}

// account is a person as the seam knows them.
func (s *server) account(ctx context.Context, id string) (bot.Account, error) {
	u, err := s.user(ctx, id)
	if err != nil {
		return bot.Account{}, err
	}
	return bot.Account{
		Tenant: s.tenant, ID: u.Id, Name: u.GetDisplayName(model.ShowNicknameFullName), Language: u.Locale,
		Zone: model.GetPreferredTimezone(u.Timezone), Guest: u.IsGuest(), Bot: u.IsBot,
	}, nil
}

// place is a channel as the seam knows it. One that the bot may not look at is
// private.
func (s *server) place(ctx context.Context, id string) (bot.Place, error) {
	f, err := s.facts(ctx)
	if err != nil {
		return bot.Place{}, err
	}
	if known := s.places.get(id); known.ID != "" {
		return known, nil
	}
	c, resp, err := s.client.GetChannel(ctx, id)
	if err != nil {
		if resp != nil && (resp.StatusCode == 403 || resp.StatusCode == 404) {
			return bot.Place{ID: id, Private: true}, nil
		}
		return bot.Place{}, trouble(resp, err)
	}
	p := f.place(c)
	if p.Direct { // any other may get a new name, or be closed
		s.places.put(id, p)
	}
	return p, nil
}

func (f *facts) place(c *model.Channel) bot.Place {
	p := bot.Place{ID: c.Id, Name: c.DisplayName, Private: c.Type != model.ChannelTypeOpen}
	if c.Type == model.ChannelTypeDirect {
		one, other, _ := strings.Cut(c.Name, "__")
		p.Name, p.Direct = "", one == f.me || other == f.me
	}
	return p
}
