package commands

import (
	"strings"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

// dispatch finds the row for what somebody did and runs its script.
func (r *Router) dispatch(c *Call) (bot.Reply, error) {
	switch c.Event.Kind {
	case bot.KindCommand:
		return r.typed(c)
	case bot.KindClick, bot.KindSelect:
		return r.pressed(c)
	case bot.KindSubmit, bot.KindCancel:
		return r.returned(c)
	case bot.KindMessage:
		return directMessage(c)
	case bot.KindReply:
		return threadReply(c)
	case bot.KindReaction:
		if c.Event.Emoji == "💡" {
			return r.do(c, "idea.lamp", Args{})
		}
	case bot.KindShortcut:
		return r.do(c, "idea.lamp", Args{})
	case bot.KindHome:
		return r.do(c, "idea.menu", Args{})
	}
	return bot.Nothing(), nil
}

// do runs the row of an action.
func (r *Router) do(c *Call, action string, a Args) (bot.Reply, error) {
	c.row, c.Args = r.byAction[action], a
	return c.row.Do(c)
}

// pressed answers a button or a select.
func (r *Router) pressed(c *Call) (bot.Reply, error) {
	row, ok := r.byAction[c.Event.Action]
	if !ok || row.Do == nil {
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "error.stale")
	}
	a, fit := row.Takes(c.Event.Value, c.Today)
	if fit == NoFit {
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "error.stale")
	}
	c.row, c.Args = row, a
	return row.Do(c)
}

// returned answers a form that came back, sent or closed.
func (r *Router) returned(c *Call) (bot.Reply, error) {
	row, ok := r.byAction[c.Event.Action]
	state, err := decodeState(c.Event.State)
	if !ok || err != nil {
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "error.stale")
	}
	c.row, c.State, c.Args = row, state, Args{Number: state.Number}
	script := row.Submit
	if c.Event.Kind == bot.KindCancel {
		script = row.Cancel
	}
	if script == nil {
		return bot.Nothing(), nil
	}
	return script(c)
}

// typed answers a slash command. A word counts as a verb only if what follows
// fits its grammar; otherwise the whole line is text.
func (r *Router) typed(c *Call) (bot.Reply, error) {
	command, ok := r.command(c)
	if !ok {
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "error.unknown_command")
	}
	text := strings.TrimSpace(c.Event.Text)
	if text == "" {
		return r.do(c, bare[command], Args{})
	}
	if n, ok := parseNumber(text); ok && command == "idea" {
		return r.do(c, "idea.show", Args{Number: n})
	}
	word, rest := cutWord(text)
	if row := r.verb(command, fold(word)); row != nil {
		a, fit := row.Takes(rest, c.Today)
		c.row, c.Args = row, a
		switch {
		case fit == FullFit, fit == TooShort && (row.Submit != nil && isWords(row)):
			return row.Do(c)
		case fit == TooShort:
			return c.whichNumber(word)
		}
	}
	if reply, ok, err := r.nearMiss(c, command, word, rest); ok || err != nil {
		return reply, err
	}
	if command == "idea" {
		return r.do(c, "idea.file", Args{Text: text})
	}
	return bot.Nothing(), townhall.Errf(townhall.Invalid, "error.unknown_verb")
}

// bare is the row of each command typed alone.
var bare = map[string]string{"idea": "idea.menu", "lotsenfunk": "lotsenfunk.help"}

// command finds the command of a word, the town's own words first.
func (r *Router) command(c *Call) (string, bool) {
	word := fold(strings.TrimPrefix(c.Event.Command, "/"))
	for ours, theirs := range c.Org.CommandWords {
		if fold(theirs) == word {
			word = fold(ours)
			break
		}
	}
	command, ok := commandWords[word]
	return command, ok
}

// verb finds the row of a verb.
func (r *Router) verb(command, word string) *Row {
	for i := range r.rows {
		row := &r.rows[i]
		if row.Command != command {
			continue
		}
		for _, w := range row.Words {
			if w == word {
				return row
			}
		}
	}
	return nil
}

// isWords reports whether a row takes words, for which its form can ask.
func isWords(row *Row) bool {
	_, fit := row.Takes("words", townhall.Date{})
	return fit == FullFit
}

// whichNumber asks for the number that is missing behind a verb, and offers to
// file the word as an idea after all.
func (c *Call) whichNumber(word string) (bot.Reply, error) {
	draft, err := c.keepDraft(c.Event.Text)
	if err != nil {
		return bot.Nothing(), err
	}
	reply := c.say("error.which_number", i18n.Args{"Verb": i18n.Code("/" + c.Event.Command + " " + word + " 12")},
		bot.Row{c.button("idea.list", ""), bot.Button("idea.file_draft", draft, c.P.Line("button.idea.file_as_idea", nil))})
	reply.OffRecord = true
	return reply, nil
}

// nearMiss offers the verb that a word was probably meant to be, if what follows
// fits that verb's grammar: "unterstüzen 12", "ohne Namen …".
func (r *Router) nearMiss(c *Call, command, word, rest string) (bot.Reply, bool, error) {
	second, tail := cutWord(rest)
	if row := r.verb(command, fold(word+"-"+second)); row != nil && second != "" {
		c.row, c.Args = row, Args{Text: tail}
		reply, err := c.didYouMean(row, word+"-"+second, tail)
		return reply, true, err
	}
	for i := range r.rows {
		row := &r.rows[i]
		if row.Command != command {
			continue
		}
		for _, w := range row.Words {
			if !nearly(fold(word), w) {
				continue
			}
			if a, fit := row.Takes(rest, c.Today); fit == FullFit {
				c.row, c.Args = row, a
				reply, err := c.didYouMean(row, w, rest)
				return reply, true, err
			}
		}
	}
	return bot.Nothing(), false, nil
}

// didYouMean offers to run row, or to file the line as it stands.
func (c *Call) didYouMean(row *Row, word, rest string) (bot.Reply, error) {
	meant := strings.TrimSpace(word + " " + rest)
	var buttons bot.Row
	if len(meant) <= maxValue {
		buttons = append(buttons, bot.Button(row.Action, rest, c.P.Line("button.did_you_mean", i18n.Args{"Verb": word})))
	}
	if row.Command == "idea" {
		draft, err := c.keepDraft(c.Event.Text)
		if err != nil {
			return bot.Nothing(), err
		}
		buttons = append(buttons, bot.Button("idea.file_draft", draft, c.P.Line("button.idea.file_as_idea", nil)))
	}
	m := cards.Say(c.P, "error.did_you_mean", i18n.Args{"Text": c.Event.Text, "Verb": i18n.Code("/" + c.Event.Command + " " + word)}, buttons)
	reply := c.answer(m)
	reply.OffRecord = true
	return reply, nil
}

// maxValue is what a button's value may hold, in bytes.
const maxValue = 200
