package commands

import (
	"strings"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

// read finds the row for what somebody did, reads its arguments into the call
// and returns the script to run. It touches nothing: who is too late is known
// before anything happens.
func (r *Router) read(c *Call) (Script, error) {
	switch c.Event.Kind {
	case bot.KindCommand:
		return r.typed(c)
	case bot.KindClick, bot.KindSelect:
		return r.pressed(c)
	case bot.KindSubmit, bot.KindCancel:
		return r.returned(c)
	case bot.KindMessage:
		return directMessage, nil
	case bot.KindReply:
		return threadReply, nil
	case bot.KindReaction:
		if c.Event.Emoji == "💡" {
			return r.row(c, "idea.lamp", Args{}), nil
		}
	case bot.KindShortcut:
		if row, ok := r.byAction[c.Event.Action]; ok && row.Shortcut != "" && (row.Shortcut == MenuOfMessage) == (c.Event.Quote != nil) {
			return r.row(c, row.Action, Args{}), nil
		}
		return nil, townhall.Errf(townhall.Invalid, "error.stale")
	case bot.KindOptions:
		return r.find(c), nil
	case bot.KindHome:
		return r.row(c, "lotsenfunk.home", Args{}), nil
	}
	return nothing, nil
}

func nothing(*Call) (bot.Reply, error) { return bot.Nothing(), nil }

// row sets the row of an action and its arguments and returns its script.
func (r *Router) row(c *Call, action string, a Args) Script {
	c.row, c.Args = r.byAction[action], a
	return c.row.Do
}

// pressed reads a button or a select.
func (r *Router) pressed(c *Call) (Script, error) {
	row, ok := r.byAction[c.Event.Action]
	if !ok || row.Do == nil {
		return nil, townhall.Errf(townhall.Invalid, "error.stale")
	}
	a, fit := row.Takes(c.Event.Value, c.Today)
	if fit == NoFit {
		return nil, townhall.Errf(townhall.Invalid, "error.stale")
	}
	c.row, c.Args = row, a
	return row.Do, nil
}

// returned reads a form that came back, sent or closed.
func (r *Router) returned(c *Call) (Script, error) {
	row, ok := r.byAction[c.Event.Action]
	state, err := decodeState(c.Event.State)
	if !ok || err != nil {
		return nil, townhall.Errf(townhall.Invalid, "error.stale")
	}
	c.row, c.State, c.Args = row, state, Args{Number: state.Number}
	script := row.Submit
	if c.Event.Kind == bot.KindCancel {
		script = row.Cancel
	}
	if script == nil {
		return nothing, nil
	}
	return script, nil
}

// typed reads a slash command. A word counts as a verb only if what follows fits
// its grammar; otherwise the whole line is text.
func (r *Router) typed(c *Call) (Script, error) {
	command, ok := r.command(c)
	if !ok {
		return nil, townhall.Errf(townhall.Invalid, "error.unknown_command")
	}
	c.command = command
	text := strings.TrimSpace(c.Event.Text)
	if text == "" {
		return r.row(c, command.bare, Args{}), nil
	}
	word, rest := cutWord(text)
	if command.number != "" {
		switch n, ok := parseNumber(text); {
		case ok:
			return r.row(c, command.number, Args{Number: n}), nil
		case onlyDigits.MatchString(text):
			return nil, townhall.Errf(townhall.Invalid, "error.bad_number")
		}
	}
	if command.name == "idea" && holdsReceipt(word) { // somebody forgot the verb
		return r.row(c, "idea.receipt", Args{Text: text}), nil
	}
	if row := r.verb(command.name, fold(word)); row != nil {
		a, fit := row.Takes(rest, c.Today)
		c.row, c.Args = row, a
		switch {
		case fit == FullFit && namesCohort(row, a, fit):
			return named(row, rest, row.Do), nil
		case fit == FullFit, fit == TooShort && row.Submit != nil && takesText(row):
			return row.Do, nil
		case fit == TooShort:
			return whichNumber(word), nil
		}
		if !namesCohort(row, a, fit) {
			c.rather = c.ratherButton(row, rest)
		}
	}
	if meant, ok := r.nearMiss(c, command.name, word, rest); ok {
		return meant, nil
	}
	if row := r.verb(command.name, fold(word)); row != nil && namesCohort(row, Args{}, NoFit) {
		return named(row, rest, noSuchName(row, rest)), nil
	}
	if menu := r.byAction[command.bare]; namesCohort(menu, Args{}, NoFit) { // "/lehrgang Grundkurs"
		return named(menu, text, unknownVerb), nil
	}
	if command.text != "" {
		return r.row(c, command.text, Args{Text: text}), nil
	}
	return unknownVerb, nil
}

func unknownVerb(*Call) (bot.Reply, error) {
	return bot.Nothing(), townhall.Errf(townhall.Invalid, "error.unknown_verb")
}

// ratherButton is the button for the verb with which a sentence begins that is
// filed as an idea: "unterstützen 9 bitte" may have meant it. It is nil where the
// verb would make no sense, or the person may not.
func (c *Call) ratherButton(row *Row, rest string) *bot.Control {
	label, value := c.P.Line("button."+row.Action, nil), ""
	if n, _, fit := takeNumber(rest); fit == FullFit {
		value = cards.Num(n)
		label += " " + value
	}
	if _, fit := row.Takes(value, c.Today); fit != FullFit || (row.Needs != townhall.VerbOwn && townhall.May(c.Person, row.Needs, nil) != nil) {
		return nil
	}
	b := bot.Button(row.Action, value, label)
	return &b
}

// command finds the command of a word, the town's own words first.
func (r *Router) command(c *Call) (*command, bool) {
	word := fold(strings.TrimPrefix(c.Event.Command, "/"))
	for ours, theirs := range c.Org.CommandWords {
		if fold(theirs) == word {
			word = fold(ours)
			break
		}
	}
	command, ok := r.byWord[word]
	return command, ok
}

// verb finds the row of a verb.
func (r *Router) verb(command, word string) *Row {
	for _, v := range r.verbs[command] {
		if v.folded == word {
			return v.row
		}
	}
	return nil
}

// takesText reports whether a row takes words, for which its form can ask.
func takesText(row *Row) bool {
	_, fit := row.Takes("words", townhall.Date{})
	return fit == FullFit
}

// whichNumber asks for the number that is missing behind a verb, and offers to
// take the line as text after all.
func whichNumber(word string) Script {
	return func(c *Call) (bot.Reply, error) {
		var row bot.Row
		if c.command.list != "" {
			row = append(row, bot.Button(c.command.list, "", c.P.Line("button."+c.command.list, nil)))
		}
		if c.command.asText != nil {
			asText, err := c.command.asText(c, c.Event.Text)
			if err != nil {
				return bot.Nothing(), err
			}
			row = append(row, asText)
		}
		reply := c.say("which_number."+c.command.name, i18n.Args{"Verb": i18n.Code("/" + c.Event.Command + " " + word + " 12")}, row)
		reply.OffRecord = true
		return reply, nil
	}
}

// nearMiss finds the verb that a word was probably meant to be, if what follows
// fits that verb's grammar ("unterstüzen 12", "ohne Namen …"), and returns the
// script that offers it.
func (r *Router) nearMiss(c *Call, command, word, rest string) (Script, bool) {
	joined, tail := word, rest
	for tail != "" && strings.Count(joined, "-") < 2 { // "ohne meinen Namen": a verb typed with blanks
		var next string
		next, tail = cutWord(tail)
		joined += "-" + strings.TrimRight(next, ":,")
		row := r.verb(command, fold(joined))
		if row == nil {
			continue
		}
		switch _, fit := row.Takes(tail, c.Today); {
		case fit == FullFit, fit == TooShort && row.Submit != nil && takesText(row):
			c.row, c.Args = row, Args{Text: tail}
			return didYouMean(row.Words[0], tail), true
		case fit == TooShort:
			c.row = row
			return whichNumber(joined), true
		}
	}
	if n, ok := parseNumber(word); ok { // "40 nehmen": the number first
		verb, behind := cutWord(rest)
		behind = strings.TrimSpace(word + " " + behind)
		if row := r.verb(command, fold(verb)); row != nil {
			if a, fit := row.Takes(behind, c.Today); fit == FullFit && a.Number == n {
				c.row, c.Args = row, a
				return didYouMean(row.Words[0], behind), true
			}
		}
	}
	typed := fold(word)
	for _, v := range r.verbs[command] {
		if !nearly(typed, v.folded) {
			continue
		}
		if a, fit := v.row.Takes(rest, c.Today); fit == FullFit {
			c.row, c.Args = v.row, a
			return didYouMean(v.word, rest), true
		}
	}
	return nil, false
}

// didYouMean offers to run the call's row, or to take the line as it stands.
func didYouMean(word, rest string) Script {
	return func(c *Call) (bot.Reply, error) {
		var buttons bot.Row
		yes := c.P.Line("button.did_you_mean", nil)
		switch {
		case len(rest) <= maxValue:
			buttons = append(buttons, bot.Button(c.row.Action, rest, yes))
		case c.row.Action == "idea.anonymous":
			id, err := c.keepDraft(draft{Title: rest, Sentence: true, Anonymous: true})
			if err != nil {
				return bot.Nothing(), err
			}
			buttons = append(buttons, bot.Button("idea.file_draft", id, yes))
		case c.row.Action == "question.confidential":
			id, err := c.keepDraft(draft{Title: rest, Sentence: true})
			if err != nil {
				return bot.Nothing(), err
			}
			buttons = append(buttons, bot.Button("question.confidential_draft", id, yes))
		}
		if c.command.asText != nil && !holdsReceipt(c.Event.Text) {
			asText, err := c.command.asText(c, c.Event.Text)
			if err != nil {
				return bot.Nothing(), err
			}
			buttons = append(buttons, asText)
		}
		meant := i18n.Code(strings.TrimSpace("/" + c.Event.Command + " " + word + " " + rest))
		reply := c.say("error.did_you_mean", i18n.Args{"Text": c.Event.Text, "Verb": meant}, buttons)
		reply.OffRecord = true
		return reply, nil
	}
}

// maxValue is what a button's value may hold, in bytes.
const maxValue = 200
