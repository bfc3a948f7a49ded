package slacktest

import "slices"

// Heard is something that the bot said, changed or opened, at the moment when it
// did.
type Heard struct {
	Seq  int
	To   string // a user's id, or a channel's if all there can read it
	TS   string // of the message, or the id of the modal
	Edit bool
	Text string // with the labels of buttons in brackets
	Seen Seen
}

// note keeps what the bot said; before is how the message looked until now, or "".
func (w *Workspace) note(m *message, before string) {
	seen := w.see(m)
	if before == seen.words() {
		return
	}
	to := m.Only
	if in := w.channel(m.Channel); to == "" && in != nil {
		to = in.ID
		if in.direct() {
			to = in.With
		}
	}
	w.hear(Heard{To: to, TS: m.TS, Edit: before != "", Text: seen.words(), Seen: seen})
}

func (w *Workspace) noteView(v *view) {
	m, _ := w.seeView(v)
	w.hear(Heard{To: v.Owner, TS: v.ID, Text: m.Title + "\n" + m.Text})
}

func (w *Workspace) hear(h Heard) {
	h.Seq = len(w.heard) + 1
	w.heard = append(w.heard, h)
}

// Heard is what the bot said after number after, oldest first.
func (w *Workspace) Heard(after int) []Heard {
	w.slack.mu.Lock()
	defer w.slack.mu.Unlock()
	return slices.Clone(w.heard[min(after, len(w.heard)):])
}
