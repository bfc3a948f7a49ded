package commands

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/i18n"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// Call is one interaction on its way down: who did what, when, in which
// language, and what the row's grammar read out of it.
type Call struct {
	Ctx    context.Context
	Event  bot.Event
	Org    *townhall.Organisation
	Person *townhall.Person
	// By is who does it as far as anything that is kept may know: Person, or
	// for the author of an anonymous idea a person without an id.
	By    *townhall.Person
	P     *i18n.Printer // prints for Person
	Now   time.Time
	Today townhall.Date // in the organisation's zone
	Args  Args
	State State // of a submitted or cancelled form

	command *command     // that a line was typed for; nil for anything else
	rather  *bot.Control // the verb that a filed sentence may have meant
	tail    *string      // what was typed behind the verb beside a name; nil for all of it
	router  *Router
	zone    *time.Location // the organisation's
	row     *Row

	caller    storage.Caller // whom the router takes Person for
	confirmed bool           // the database has said that it is still so
	changed   bool           // or that it is not: nothing has happened, and the event begins anew
	attempt   int            // counts the beginnings
}

// State is what a form carries from its opening to its return.
type State struct {
	Number townhall.Number `json:"n,omitempty"`
	Nonce  string          `json:"x"`           // consumed when the form succeeds: sent twice, it has one effect
	Code   string          `json:"c,omitempty"` // the receipt code shown in the form
	Give   bool            `json:"g,omitempty"` // a role is given, not taken
	Origin string          `json:"o,omitempty"` // the draft that the form edits
	Key    string          `json:"k,omitempty"` // the id, which is no number, of what the form is about
}

func (s State) encode() string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // a struct of strings and numbers
	}
	return string(b)
}

func decodeState(s string) (State, error) {
	var st State
	if err := json.Unmarshal([]byte(s), &st); err != nil || st.Nonce == "" || len(st.Nonce) > 64 {
		return State{}, fmt.Errorf("unreadable form state")
	}
	return st, nil
}

// Update runs fn in the interaction's one transaction. The same delivery, or the
// same form, a second time changes nothing: errAlreadyDone. Who asks is confirmed
// before anything happens.
func (c *Call) Update(fn func(tx *storage.Tx) error) error {
	return c.router.store.Update(c.Ctx, c.Org.ID, func(tx *storage.Tx) error {
		delivery := "delivery:" + c.Event.Who.Tenant.Platform + ":" + c.Event.Who.Tenant.ID + ":" + c.Event.Delivery
		first, same, err := tx.FirstTimeOf(c.caller, c.router.hash(c.Org, delivery), c.Today)
		if err == nil {
			err = c.confirm(same)
		}
		if err == nil && first && c.Event.Kind == bot.KindSubmit {
			first, err = tx.FirstTime(c.router.hash(c.Org, "form:"+c.State.Nonce), c.Today)
		}
		switch {
		case err != nil:
			return err
		case !first:
			return errAlreadyDone
		}
		return fn(tx)
	})
}

// View runs fn in a transaction that reads, and before it confirms who asks,
// unless that is known.
func (c *Call) View(fn func(tx *storage.Tx) error) error {
	return c.router.store.View(c.Ctx, c.Org.ID, func(tx *storage.Tx) error {
		if !c.confirmed {
			same, err := tx.Still(c.caller)
			if err == nil {
				err = c.confirm(same)
			}
			if err != nil {
				return err
			}
		}
		return fn(tx)
	})
}

// confirm takes note of whether who asks is still who they were when they asked
// last, as the router supposes.
func (c *Call) confirm(same bool) error {
	c.confirmed, c.changed = same, !same
	if !same {
		return errChanged
	}
	return nil
}

// say answers with a catalogue entry: in place of the card that was clicked, if
// the row says that nobody misses it and nobody else sees it; privately otherwise.
func (c *Call) say(key string, args i18n.Args, rows ...bot.Row) bot.Reply {
	return c.answer(cards.Say(c.P, key, args, rows...))
}

// answer answers with a message, in the same way as say.
func (c *Call) answer(m bot.Message) bot.Reply {
	if c.row.InPlace && c.Event.Alone && (c.Event.Kind == bot.KindClick || c.Event.Kind == bot.KindSelect) {
		return bot.Replace(m)
	}
	return bot.Private(m)
}

// button makes a button labelled by the catalogue entry button.ACTION.
func (c *Call) button(action, value string) bot.Control {
	return bot.Button(action, value, c.P.Line("button."+action, nil))
}

// form makes a form of a row. Its texts are KEY.form_title and KEY.submit.
func (c *Call) form(action, key string, st State, intro bot.Text, fields ...bot.Field) bot.Reply {
	st.Nonce = token()
	return bot.OpenForm(bot.Form{
		Action: action, State: st.encode(), Intro: intro, Fields: fields,
		Title: c.P.Line(key+".form_title", i18n.Args{"Number": st.Number}), Submit: c.P.Line(key+".submit", nil),
	})
}

// field makes a form's field with the label field.ID, and field.ID_help if
// there is one.
func (c *Call) field(kind bot.FieldKind, id string, maxLen int) bot.Field {
	f := bot.Field{ID: id, Kind: kind, Label: c.P.Line("field."+id, nil), MaxLen: maxLen}
	if c.P.Has("field." + id + "_help") {
		f.Help = c.P.Line("field."+id+"_help", nil)
	}
	return f
}

// value is a submitted field without the white space around it.
func (c *Call) value(id string) string { return strings.TrimSpace(c.Event.Values[id]) }

// log is the operators' log with what identifies the interaction and nothing
// that a person typed.
func (c *Call) log() *slog.Logger {
	return c.router.log.With("organisation", c.Org.ID, "kind", c.Event.Kind, "action", c.row.Action)
}

// token makes a random name that cannot be guessed: 130 bits.
func token() string {
	var b [17]byte
	_, _ = rand.Read(b[:]) // never fails (crypto/rand)
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b[:]))[:26]
}
