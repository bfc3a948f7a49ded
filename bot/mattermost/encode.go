package mattermost

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode/utf8"

	"github.com/mattermost/mattermost/server/public/model"

	"lotsenfunk/bot"
)

// maxMessage is how many characters a post may have (PostMessageMaxRunesV2).
const maxMessage = 16_383

// What stands on a post beside its words. Everybody who sees it can read it.
const (
	propKey   = "lotsenfunk_key"   // the digest of the key under which it was sent
	propAbout = "lotsenfunk_about" // Message.About
)

// press is what a button or select does. It stands in the action's context.
type press struct {
	Tenant  string    `json:"t"`
	Action  string    `json:"a,omitempty"`
	Value   string    `json:"v,omitempty"`
	Only    string    `json:"u,omitempty"` // nobody but this person sees the button
	From    string    `json:"w,omitempty"` // the channel it belongs to, if it stands elsewhere
	Thread  string    `json:"r,omitempty"` // the root of the thread it stands in
	Shown   bool      `json:"e,omitempty"` // it was only shown, not posted: it cannot be replaced
	Hook    string    `json:"h,omitempty"` // where an answer can still be shown to them alone
	Confirm string    `json:"c,omitempty"` // the question to be answered yes first
	Label   string    `json:"l,omitempty"` // … and its heading
	Form    *bot.Form `json:"f,omitempty"` // the form to open, for one that could not open by itself
}

// purposes of seals.
const (
	sealPress   = "press"
	sealForm    = "form"
	sealConfirm = "confirm"
)

// standing says where a message is to stand, for the buttons on it.
type standing struct {
	only   string // the one person who sees it, or ""
	from   string // the channel it belongs to, if that is another one
	thread string
	shown  bool
	hook   string
	form   *bot.Form // that opens with actionOpen
}

// words are the message's words: the line, the text, what the picture says, and
// the links among its buttons.
func (s *server) words(ctx context.Context, m bot.Message) string {
	var parts []string
	if m.Line != "" {
		parts = append(parts, around("**", escape(m.Line)))
	}
	if len(m.Text) > 0 {
		parts = append(parts, markdown(m.Text, s.names(ctx)))
	}
	if m.Picture != nil {
		parts = append(parts, around("*", escape(m.Picture.Alt)))
	}
	var links []string
	for _, c := range m.Controls() {
		if c.URL != "" {
			links = append(links, span(bot.Span{Text: c.Label, URL: c.URL}, nil))
		}
	}
	if len(links) > 0 {
		parts = append(parts, strings.Join(links, " · "))
	}
	return cut(strings.Join(parts, "\n\n"), maxMessage)
}

func (s *server) names(ctx context.Context) names {
	return func(user string) (string, bool) {
		u, err := s.user(ctx, user)
		if err != nil {
			return "", false
		}
		return u.Username, true
	}
}

// attachments are the message's buttons and selects, one attachment for each
// row.
func (s *server) attachments(m bot.Message, at standing) ([]*model.MessageAttachment, error) {
	var all []*model.MessageAttachment
	for _, row := range m.Rows {
		var actions []*model.PostAction
		for _, c := range row {
			if c.URL != "" {
				continue
			}
			action, err := s.action(c, at)
			if err != nil {
				return nil, err
			}
			actions = append(actions, action)
		}
		if len(actions) > 0 {
			all = append(all, &model.MessageAttachment{Actions: actions})
		}
	}
	return all, nil
}

// hasControls reports whether something on the message can be pressed.
func hasControls(m bot.Message) bool {
	for _, c := range m.Controls() {
		if c.URL == "" {
			return true
		}
	}
	return false
}

func (s *server) action(c bot.Control, at standing) (*model.PostAction, error) {
	p := press{Tenant: s.tenant.ID, Action: c.Action, Value: c.Value, Only: at.only, From: at.from, Thread: at.thread, Shown: at.shown, Hook: at.hook, Confirm: c.Confirm}
	if c.Confirm != "" {
		p.Label = c.Label
	}
	if c.Action == actionOpen {
		p.Form = at.form
	}
	sealed, err := s.key.seal(sealPress, p)
	if err != nil {
		return nil, err
	}
	a := &model.PostAction{
		Id: actionID(c), Type: model.PostActionTypeButton, Name: c.Label, Style: string(c.Style),
		Integration: &model.PostActionIntegration{URL: s.o.Callback + pathAction, Context: map[string]any{contextSeal: sealed}},
	}
	if len(c.Options) > 0 {
		a.Type = model.PostActionTypeSelect
		for _, o := range c.Options {
			a.Options = append(a.Options, &model.PostActionOptions{Text: o.Label, Value: o.Value})
		}
	}
	return a, nil
}

// contextSeal is where in an action's context its press stands.
const contextSeal = "lotsenfunk"

// actionID names what a button does: whoever presses it in a view that is out
// of date must not do what now stands in its place. The server takes letters
// and digits only.
func actionID(c bot.Control) string {
	sum := sha256.Sum256([]byte(c.Action + "\x00" + c.Value + "\x00" + c.Label))
	return hex.EncodeToString(sum[:13])
}

// cut shortens a text to a number of characters, never inside of one.
func cut(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	runes := []rune(text)[:most-2]
	return strings.TrimRight(string(runes), "\\") + " …"
}

// cutBytes shortens a text to a number of bytes, never inside of a character.
func cutBytes(text string, most int) string {
	const dots = "…"
	if len(text) <= most {
		return text
	}
	end := most - len(dots)
	for end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	return strings.TrimRight(text[:end], " ") + dots
}
