package script

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"lotsenfunk/bot"
	"lotsenfunk/bot/room"
)

// RoomStage plays in a room. A restarted program has a new room, so it is
// asked for each time.
type RoomStage struct {
	Room func() *room.Room

	marked *room.Room // the room and the number of the last Mark
	after  int64
}

var _ Stage = (*RoomStage)(nil)

// Knows reports whether somebody has or may take the seat, or whether there is
// the "#channel".
func (s *RoomStage) Knows(who string) bool {
	name, channel := strings.CutPrefix(who, "#")
	if !channel {
		return s.Room().Has(who)
	}
	return s.Room().HasChannel(name)
}

// Say says something in a channel, or to the bot.
func (s *RoomStage) Say(ctx context.Context, who, channel, text string) error {
	return s.Room().Say(ctx, who, channel, text)
}

// Reply answers in a thread.
func (s *RoomStage) Reply(ctx context.Context, who, on, text string) error {
	p, err := s.shared(who, on)
	if err != nil {
		return err
	}
	return s.Room().Answer(ctx, who, p.ID, text)
}

// Click presses a button. A different case in the label counts only where no
// label fits exactly.
func (s *RoomStage) Click(ctx context.Context, who, label, on string) error {
	p, c, err := s.control(who, on, func(c bot.Control, same func(a, b string) bool) bool {
		return len(c.Options) == 0 && same(c.Label, label)
	})
	if err != nil {
		return fmt.Errorf("no button %q: %w", label, err)
	}
	return s.Room().Press(ctx, who, p.ID, c.Action, c.Value)
}

// Choose chooses an option in a select.
func (s *RoomStage) Choose(ctx context.Context, who, option, label, on string) error {
	p, c, err := s.control(who, on, func(c bot.Control, same func(a, b string) bool) bool {
		return same(c.Label, label) && slices.ContainsFunc(c.Options, func(o bot.Option) bool { return same(o.Label, option) })
	})
	if err != nil {
		return fmt.Errorf("no %q in %q: %w", option, label, err)
	}
	value, _ := optionValue(c.Options, option)
	return s.Room().Choose(ctx, who, p.ID, c.Action, value)
}

// sameness says how labels are compared: exactly first, then ignoring case.
func sameness() [2]func(a, b string) bool {
	return [2]func(a, b string) bool{
		func(a, b string) bool { return Spaced(a) == Spaced(b) },
		func(a, b string) bool { return strings.EqualFold(Spaced(a), Spaced(b)) },
	}
}

// control finds a control on the newest message that has it, among those that
// contain on.
func (s *RoomStage) control(who, on string, fits func(bot.Control, func(a, b string) bool) bool) (room.Post, bot.Control, error) {
	posts := s.Room().Visible(who)
	var there []string
	for _, same := range sameness() {
		there = nil
		for _, p := range slices.Backward(posts) {
			if p.Deleted || !Contains(p.Message.Plain(), on) {
				continue
			}
			for _, c := range p.Message.Controls() {
				if fits(c, same) {
					return p, c, nil
				}
				there = append(there, "["+c.Label+"]")
			}
		}
	}
	const most = 12
	if len(there) == 0 {
		return room.Post{}, bot.Control{}, errors.New("there are no buttons")
	}
	return room.Post{}, bot.Control{}, fmt.Errorf("there are, newest first, %s", strings.Join(there[:min(len(there), most)], " "))
}

// shared is the newest message containing a text that is not a private answer:
// one that can be answered and reacted on.
func (s *RoomStage) shared(who, on string) (room.Post, error) {
	for _, p := range slices.Backward(s.Room().Visible(who)) {
		if !p.Deleted && p.For == "" && Contains(p.Message.Plain(), on) {
			return p, nil
		}
	}
	return room.Post{}, fmt.Errorf("%s sees no message with %q", who, on)
}

// Submit sends the form. A select may be given the label of an option.
func (s *RoomStage) Submit(ctx context.Context, who string, values map[string]string) error {
	f, _, _, _ := s.Room().Form(who)
	sent := map[string]string{}
	for id, v := range values {
		sent[id] = v
		i := slices.IndexFunc(f.Fields, func(field bot.Field) bool { return field.ID == id })
		if i < 0 || f.Fields[i].Kind != bot.FieldSelect || v == "" {
			continue
		}
		value, ok := optionValue(f.Fields[i].Options, v)
		if !ok {
			return fmt.Errorf("field %q has no option %q", id, v)
		}
		sent[id] = value
	}
	return s.Room().Submit(ctx, who, sent)
}

// optionValue is the value of the option meant by its label, or by the value
// itself.
func optionValue(options []bot.Option, meant string) (string, bool) {
	for _, same := range sameness() {
		for _, o := range options {
			if same(o.Label, meant) {
				return o.Value, true
			}
		}
	}
	i := slices.IndexFunc(options, func(o bot.Option) bool { return o.Value == meant })
	if i < 0 {
		return "", false
	}
	return meant, true
}

// Cancel closes the form.
func (s *RoomStage) Cancel(ctx context.Context, who string) error {
	return s.Room().Cancel(ctx, who)
}

// React puts an emoji on a message or takes it back.
func (s *RoomStage) React(ctx context.Context, who, emoji, on string, put bool) error {
	p, err := s.shared(who, on)
	if err != nil {
		return err
	}
	return s.Room().React(ctx, who, p.ID, emoji, put)
}

// Shortcut uses an entry of a message's menu.
func (s *RoomStage) Shortcut(ctx context.Context, who, label, on string) error {
	p, err := s.shared(who, on)
	if err != nil {
		return err
	}
	var there []bot.Option
	var labels []string
	for _, x := range s.Room().Shortcuts() {
		there = append(there, bot.Option{Value: x.Action, Label: x.Label})
		labels = append(labels, x.Label)
	}
	action, ok := optionValue(there, label)
	if !ok {
		return fmt.Errorf("no shortcut %q, there are: %s", label, strings.Join(labels, ", "))
	}
	return s.Room().Shortcut(ctx, who, p.ID, action)
}

// Home opens the bot's home.
func (s *RoomStage) Home(ctx context.Context, who string) error {
	return s.Room().OpenHome(ctx, who)
}

// Mark forgets what was said so far.
func (s *RoomStage) Mark(context.Context) error {
	s.marked = s.Room()
	s.after = s.marked.Seq()
	return nil
}

// Said is what the bot said since the last Mark: in a room opened since then,
// everything.
func (s *RoomStage) Said(context.Context) ([]Said, error) {
	r := s.Room()
	after := s.after
	if r != s.marked {
		after = 0
	}
	var all []Said
	for _, u := range r.Said(after) {
		if u.Author != "" {
			continue
		}
		to := u.Seat
		if to == "" {
			to = "#" + u.Channel
		}
		all = append(all, Said{To: to, Text: u.Text})
	}
	return all, nil
}

// Form is the form open for a person.
func (s *RoomStage) Form(_ context.Context, who string) (Form, bool, error) {
	f, _, errs, open := s.Room().Form(who)
	form := Form{Errors: errs}
	for _, field := range f.Fields {
		form.Fields = append(form.Fields, field.ID)
	}
	return form, open, nil
}
