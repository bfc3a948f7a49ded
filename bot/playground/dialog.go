package playground

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"html/template"
	"net/http"
	"strings"

	"lotsenfunk/bot"
)

// form is the dialog open before a seat.
type form struct {
	voice
	Back          where
	Seat, Key     string
	Title, Submit string
	Intro         template.HTML
	Error         string // for the form as a whole
	Fields        []field
}

type field struct {
	voice
	Kind         bot.FieldKind
	ID, Name     string
	Label, Help  string
	Placeholder  string
	Value, Error string
	Required     bool
	Options      []bot.Option
}

// ask is a control's question to be answered yes first.
type ask struct {
	voice
	Back                   where
	Seat, Href             string
	Question, Label        string
	Message, Action, Value string
	Style                  bot.Style
}

// fieldPrefix keeps a form's fields apart from the page's own.
const fieldPrefix = "f."

func (p *Playground) form(v voice, at where) *form {
	f, values, errs, open := p.Room.Form(at.Seat)
	if !open {
		return nil
	}
	shown := &form{
		voice: v, Back: at, Seat: at.Seat, Key: fingerprint(f, values, errs),
		Title: f.Title, Submit: f.Submit, Intro: f.Intro.HTML(), Error: errs[""],
	}
	for _, x := range f.Fields {
		shown.Fields = append(shown.Fields, field{
			voice: v, Kind: x.Kind, ID: "field-" + x.ID, Name: fieldPrefix + x.ID,
			Label: x.Label, Help: x.Help, Placeholder: x.Placeholder,
			Value: values[x.ID], Error: errs[x.ID],
			Required: !x.Optional && x.Kind != bot.FieldCheck, Options: x.Options,
		})
	}
	return shown
}

// fingerprint changes whenever the dialog must be drawn anew. While it stays
// the same a window keeps what is being typed.
func fingerprint(f bot.Form, values, errs map[string]string) string {
	all, err := json.Marshal([]any{f, values, errs})
	if err != nil {
		return f.Action // no form holds anything that JSON cannot
	}
	sum := sha256.Sum256(all)
	return hex.EncodeToString(sum[:8])
}

// filled reads a sent form's values.
func filled(f bot.Form, r *http.Request) map[string]string {
	values := map[string]string{}
	for _, x := range f.Fields {
		v := typed(r, fieldPrefix+x.ID)
		if x.Kind == bot.FieldCheck && v != "true" {
			v = "false"
		}
		values[x.ID] = v
	}
	return values
}

// typed is a field of the request as it was typed: browsers send line breaks
// as CR LF.
func typed(r *http.Request, name string) string {
	return strings.ReplaceAll(r.PostFormValue(name), "\r\n", "\n")
}
