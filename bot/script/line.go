package script

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Verb is what a line does.
type Verb string

// The verbs. All up to VerbHome are acting lines: somebody does something.
const (
	VerbSay      Verb = "says"     // Who, Channel ("" is the bot's direct messages), Text
	VerbReply    Verb = "replies"  // Who, On, Text
	VerbClick    Verb = "clicks"   // Who, Label, On
	VerbChoose   Verb = "chooses"  // Who, Option, Label, On
	VerbSubmit   Verb = "submits"  // Who, Values
	VerbCancel   Verb = "cancels"  // Who
	VerbReact    Verb = "reacts"   // Who, Emoji, On
	VerbUnreact  Verb = "unreacts" // Who, Emoji, On
	VerbShortcut Verb = "shortcut" // Who, Label, On
	VerbHome     Verb = "opens"    // Who

	VerbNone        Verb = ""             // a blank line or a comment
	VerbClock       Verb = "clock"        // Text: +2d, +30m, +2h, 2027-04-12, 2027-04-12 09:00
	VerbTogether    Verb = "together"     // the acting lines until end happen at once
	VerbEnd         Verb = "end"          //
	VerbExpect      Verb = "expect"       // Who (a person or "#channel"), Text
	VerbExpectForm  Verb = "expect form"  // Who, Text (a field's id)
	VerbExpectError Verb = "expect error" // Who, Text (a field's id)
	VerbExpectNone  Verb = "expect none"  // Who
	VerbExpectNot   Verb = "expect not"   // Who, Text
	VerbSave        Verb = "save"         // Name, Text (a regular expression with a group)
	VerbRestart     Verb = "restart"      //
)

// Line is one line of a transcript. Which fields are set depends on the verb.
type Line struct {
	Verb    Verb
	Who     string
	Channel string // without "#"
	Text    string
	On      string // the text of the message meant; "" where any will do
	Label   string // the words on a button, a select or a shortcut
	Option  string
	Emoji   string
	Values  map[string]string // by field id
	Name    string            // of a variable
}

// Acting reports whether somebody does something in this line.
func (l Line) Acting() bool {
	switch l.Verb {
	case VerbSay, VerbReply, VerbClick, VerbChoose, VerbSubmit, VerbCancel, VerbReact, VerbUnreact, VerbShortcut, VerbHome:
		return true
	}
	return false
}

// String writes the line as Parse reads it.
func (l Line) String() string {
	switch l.Verb {
	case VerbSay:
		if l.Channel != "" {
			return l.Who + " #" + l.Channel + ": " + l.Text
		}
		return l.Who + ": " + l.Text
	case VerbReply:
		return l.Who + " replies" + on(l.On) + ": " + l.Text
	case VerbClick:
		return l.Who + " clicks " + quote(l.Label) + on(l.On)
	case VerbChoose:
		return l.Who + " chooses " + quote(l.Option) + " in " + quote(l.Label) + on(l.On)
	case VerbSubmit:
		s := l.Who + " submits"
		for _, id := range slices.Sorted(maps.Keys(l.Values)) {
			s += " " + id + "=" + quote(l.Values[id])
		}
		return s
	case VerbCancel:
		return l.Who + " cancels"
	case VerbReact, VerbUnreact:
		return l.Who + " " + string(l.Verb) + " " + l.Emoji + on(l.On)
	case VerbShortcut:
		return l.Who + " shortcut " + quote(l.Label) + on(l.On)
	case VerbHome:
		return l.Who + " opens home"
	case VerbClock:
		return "clock " + l.Text
	case VerbExpect, VerbExpectForm, VerbExpectError, VerbExpectNot:
		return string(l.Verb) + " " + l.Who + ": " + l.Text
	case VerbExpectNone:
		return "expect none " + l.Who
	case VerbSave:
		return fmt.Sprintf("save %s = %s", l.Name, l.Text)
	}
	return string(l.Verb)
}

func on(text string) string {
	if text == "" {
		return ""
	}
	return " on " + quote(text)
}

var escapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)

func quote(s string) string { return `"` + escapes.Replace(s) + `"` }
