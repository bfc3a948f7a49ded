package mmstage

import (
	"context"

	"github.com/mattermost/mattermost/server/public/model"
)

// What people do that no transcript can say.

// Steal sends the form that is open for one person as another.
func (s *Stage) Steal(ctx context.Context, from, by string) error {
	victim, err := s.actor(ctx, from)
	if err != nil {
		return err
	}
	f, err := s.opened(ctx, victim)
	if err != nil {
		return err
	}
	thief, err := s.actor(ctx, by)
	if err != nil {
		return err
	}
	_, _, err = thief.client.SubmitInteractiveDialog(ctx, model.SubmitDialogRequest{
		URL: f.url, CallbackId: f.dialog.CallbackId, State: f.dialog.State, UserId: victim.id, TeamId: s.team, ChannelId: thief.direct, Submission: f.values,
	})
	return err
}

// Write says something to the bot without waiting for it, and returns when the
// server heard it.
func (s *Stage) Write(ctx context.Context, who, text string) (at int64, err error) {
	p, err := s.actor(ctx, who)
	if err != nil {
		return 0, err
	}
	made, _, err := p.client.CreatePost(ctx, &model.Post{ChannelId: p.direct, Message: text})
	if err != nil {
		return 0, err
	}
	return made.CreateAt, nil
}

// Lamp puts a 💡 on a message without waiting for the bot.
func (s *Stage) Lamp(ctx context.Context, who, on string) (at int64, err error) {
	p, err := s.actor(ctx, who)
	if err != nil {
		return 0, err
	}
	m, err := s.find(ctx, p, on, shared)
	if err != nil {
		return 0, err
	}
	if err := s.join(ctx, p, m.channel); err != nil {
		return 0, err
	}
	made, _, err := p.client.SaveReaction(ctx, &model.Reaction{UserId: p.id, PostId: m.id, EmojiName: "bulb"})
	if err != nil {
		return 0, err
	}
	return made.CreateAt, nil
}

// Wait waits until the bot has done what there was to do up to a moment.
func (s *Stage) Wait(ctx context.Context, at int64) error { return s.read.Wait(ctx, at) }

// AddTeam makes another team with the bot in it. From then on people type there.
func (s *Stage) AddTeam(ctx context.Context) error {
	team, _, err := s.server.Admin.CreateTeam(ctx, &model.Team{Name: "t" + model.NewId()[:15], DisplayName: "Birkenfurt", Type: model.TeamOpen})
	if err != nil {
		return err
	}
	if _, _, err := s.server.Admin.AddTeamMember(ctx, team.Id, s.botID); err != nil {
		return err
	}
	s.mu.Lock()
	s.team = team.Id
	var there []*person
	for _, p := range s.people { // who acts later joins it by themselves
		if p.wire != nil {
			there = append(there, p)
		}
	}
	s.mu.Unlock()
	for _, p := range there {
		if _, _, err := s.server.Admin.AddTeamMember(ctx, team.Id, p.id); err != nil {
			return err
		}
	}
	return nil
}

// WalkIn makes an account for somebody.
func (s *Stage) WalkIn(ctx context.Context, name string) error {
	_, err := s.add(ctx, name)
	return err
}

// Direct is the channel of somebody's direct messages with the bot.
func (s *Stage) Direct(who string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.people[who].direct
}
