package script

import (
	"strings"

	"lotsenfunk/bot"
	"lotsenfunk/bot/room"
)

func (s *session) listSeats() {
	for _, seat := range s.Room().Seats() {
		mark := " "
		if seat.ID == s.Seat {
			mark = "*"
		}
		s.print("%s %-20s %s\n", mark, seat.ID, seat.Name)
	}
}

// show prints what was said to or before the current seat, or changed, since
// it was shown last. The buttons among it are numbered anew from 1.
func (s *session) show() {
	r := s.Room()
	// After a restart the room may count from a little earlier.
	seen := min(max(s.seen[s.Seat], s.started), r.Seq())
	s.seen[s.Seat] = r.Seq()
	fresh := true
	for _, p := range r.Visible(s.Seat) {
		if p.Changed <= seen || p.Author == s.Seat {
			continue
		}
		if fresh && len(p.Message.Rows) > 0 {
			s.buttons, fresh = nil, false
		}
		s.showPost(p)
	}
}

func (s *session) showPost(p room.Post) {
	place := p.Channel
	if !strings.HasPrefix(place, "@") {
		place = "#" + place
	}
	author := p.Author
	if author == "" {
		author = s.Words.Bot
	}
	head := []string{place, author}
	if p.For != "" {
		head = append(head, s.Words.Private)
	}
	if p.Edited {
		head = append(head, s.Words.Changed)
	}
	s.print("\n── %s\n", strings.Join(head, " · "))
	if p.Deleted {
		s.print("   %s\n", s.Words.Deleted)
		return
	}
	text := p.Message.Plain()
	if p.Message.Picture != nil {
		text += "\n" + p.Message.Picture.Alt
	}
	s.print("   %s\n", strings.ReplaceAll(text, "\n", "\n   "))
	for _, row := range p.Message.Rows {
		s.print("   %s\n", strings.Join(s.showRow(p.ID, row), "  "))
	}
}

// showRow numbers the controls of a row; a link has no number.
func (s *session) showRow(message string, row bot.Row) []string {
	var shown []string
	number := func(c bot.Control, option, label string) {
		s.buttons = append(s.buttons, button{message: message, control: c, option: option})
		shown = append(shown, numbered(len(s.buttons), label))
	}
	for _, c := range row {
		switch {
		case c.URL != "":
			shown = append(shown, c.Label+": "+c.URL)
		case len(c.Options) == 0:
			number(c, "", c.Label)
		default:
			shown = append(shown, c.Label+":")
			for _, o := range c.Options {
				number(c, o.Value, o.Label)
			}
		}
	}
	return shown
}
