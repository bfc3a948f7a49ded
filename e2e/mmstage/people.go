package mmstage

import (
	"context"
	"fmt"
	"slices"

	"lotsenfunk/e2e/mmserver"
)

// person finds somebody, or lets them walk in.
func (s *Stage) person(ctx context.Context, name string) (*person, error) {
	s.mu.Lock()
	p := s.people[name]
	s.mu.Unlock()
	if p != nil {
		return p, nil
	}
	if !s.open {
		return nil, fmt.Errorf("nobody called %q is here", name)
	}
	return s.add(ctx, name)
}

// add makes an account for somebody.
func (s *Stage) add(ctx context.Context, name string) (*person, error) {
	u, client, err := s.server.User(ctx, name)
	if err != nil {
		return nil, err
	}
	p := &person{name: name, id: u.Id, client: client, joined: map[string]bool{}}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.people[name] = p
	return p, nil
}

// actor is somebody who is about to act: logged in, in the team, and listening.
func (s *Stage) actor(ctx context.Context, name string) (*person, error) {
	p, err := s.person(ctx, name)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	there := p.wire != nil
	s.mu.Unlock()
	if there {
		return p, nil
	}
	if _, _, err := s.server.Admin.AddTeamMember(ctx, s.team, p.id); err != nil {
		return nil, fmt.Errorf("%s in the team: %w", name, err)
	}
	if err := mmserver.Login(ctx, p.client, name); err != nil {
		return nil, err
	}
	w, err := connect(ctx, p.client, p.id, s.listenFor(name))
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	p.wire = w
	s.mu.Unlock()
	dm, _, err := p.client.CreateDirectChannel(ctx, p.id, s.botID)
	if err != nil {
		return nil, fmt.Errorf("direct messages with %s: %w", name, err)
	}
	s.mu.Lock()
	p.direct = dm.Id
	s.mu.Unlock()
	_, err = s.home(ctx, p)
	return p, err
}

// home is the card that is pinned in somebody's direct messages, as soon as it is
// there.
func (s *Stage) home(ctx context.Context, p *person) (*post, error) {
	for {
		s.mu.Lock()
		card, changed := s.homes[p.direct], s.furnished
		s.mu.Unlock()
		if card != nil {
			return card, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return nil, fmt.Errorf("nothing is pinned for %s: %w", p.name, ctx.Err())
		}
	}
}

// at is somebody who is about to act in a channel, by its name; "" is their
// direct messages with the bot.
func (s *Stage) at(ctx context.Context, who, name string) (*person, string, error) {
	p, err := s.actor(ctx, who)
	if err != nil || name == "" {
		if err != nil {
			return nil, "", err
		}
		return p, p.direct, nil
	}
	s.mu.Lock()
	c := s.channels[name]
	s.mu.Unlock()
	if c == nil {
		return nil, "", fmt.Errorf("there is no channel %q", name)
	}
	return p, c.id, s.join(ctx, p, c.id)
}

// join lets somebody into a channel that they may read.
func (s *Stage) join(ctx context.Context, p *person, id string) error {
	s.mu.Lock()
	name, known, joined := "", false, p.joined[id]
	for n, c := range s.channels {
		if c.id == id {
			name, known = n, true
			if c.members != nil && !slices.Contains(c.members, p.name) {
				s.mu.Unlock()
				return fmt.Errorf("%s is in no channel %q", p.name, n)
			}
		}
	}
	s.mu.Unlock()
	if joined || !known {
		return nil
	}
	if _, _, err := s.server.Admin.AddChannelMember(ctx, id, p.id); err != nil {
		return fmt.Errorf("%s in #%s: %w", p.name, name, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	p.joined[id] = true
	return nil
}

// Reconnect connects everybody anew, after the server was restarted. What was
// said meanwhile is looked up by nobody: a client would, the stage does not.
func (s *Stage) Reconnect(ctx context.Context) error {
	s.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	var err error
	for _, p := range s.people {
		if p.wire == nil {
			continue
		}
		if p.wire, err = connect(ctx, p.client, p.id, s.listenFor(p.name)); err != nil {
			return err
		}
	}
	s.watch, err = connect(ctx, s.bot, s.botID, s.overhear)
	return err
}

// Close hangs everybody up.
func (s *Stage) Close() {
	s.mu.Lock()
	var wires []*wire
	for _, p := range s.people {
		if p.wire != nil {
			wires = append(wires, p.wire)
		}
	}
	wires = append(wires, s.watch)
	s.mu.Unlock()
	for _, w := range wires {
		w.close()
	}
}
