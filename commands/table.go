package commands

import (
	"fmt"

	"lotsenfunk/bot"
	"lotsenfunk/townhall"
)

// Script answers one call.
type Script func(*Call) (bot.Reply, error)

// Row is one thing that people can do, however they do it: by typing the verb,
// by pressing the button or by sending the form.
type Row struct {
	Action  string   // what buttons, selects and forms name: "idea.vote"
	Command string   // the command it is typed under: "idea"; "" for buttons only
	Words   []string // the verbs, compared as fold writes them; first the German one that help shows, then the English
	Takes   Grammar  // what follows the verb, and what a button's value holds
	Do      Script   // typed or pressed
	Submit  Script   // its form comes back
	Cancel  Script   // its form was closed
	Help    string   // the catalogue entry of its line in the help, "" for none
	Needs   townhall.Verb
	// Sentence: the same line might be meant as an idea, so a refusal offers
	// to file it.
	Sentence bool
	// InPlace: it is pressed on cards that nobody misses once they have led here,
	// a menu or an offer that is turned down, so its answer takes their place
	// where nobody else sees them. A notice or the card of a thing always stays.
	InPlace bool
	// Names says where in a typed line a cohort may be named, in place of the key that
	// buttons have.
	Names naming
	// AtOnce: the answer cannot be sent later, because it is kept nowhere. If
	// it takes too long, the transaction is rolled back instead.
	AtOnce bool
	// Finds: it finds the options of a select by what somebody types there.
	Finds bool
	// Shortcut is the menu of the platform that it stands in, if it does.
	Shortcut Menu
}

// naming says where in a typed line a cohort may be named.
type naming int

const (
	namesNone     naming = iota
	namesAnywhere        // in front of the rest or behind it
	namesApart           // likewise, but not among people's own words
)

// command is one slash command: its words, and what is meant by a line that
// begins with none of its verbs.
type command struct {
	name  string   // as its rows say it: "idea"
	words []string // what it is typed as; a town may have words of its own
	bare  string   // the row of the command typed alone
	// number is the row of a bare number: "/idee 12". Of whatever thing the
	// number is, it is shown.
	number string
	list   string // the row of the list in which numbers are looked up, "" for none
	// text is the row of a line that is no verb, "" if each line must be one;
	// asText makes the button that takes any line as text after all, nil if not
	// any line can be.
	text   string
	asText func(c *Call, line string) (bot.Control, error)
	rows   []Row
}

// commandTable is the table of everything that people can do, command by
// command, in the order in which help shows them.
func commandTable() []command {
	return []command{ideaCommand(), packageCommand(), questionCommand(), cohortCommand(), digestCommand(), lotsenfunkCommand()}
}

// Rows are all rows of all commands.
func Rows() []Row {
	var all []Row
	for _, c := range commandTable() {
		all = append(all, c.rows...)
	}
	return all
}

// verb is one word of a row.
type verb struct {
	word   string // as it is shown
	folded string // as it is compared
	row    *Row
}

// wordsOf finds the commands by their words.
func wordsOf(commands []command) map[string]*command {
	byWord := map[string]*command{}
	for i := range commands {
		for _, w := range commands[i].words {
			byWord[fold(w)] = &commands[i]
		}
	}
	return byWord
}

// verbsOf lists the verbs of each command.
func verbsOf(rows []Row) map[string][]verb {
	verbs := map[string][]verb{}
	for i := range rows {
		for _, w := range rows[i].Words {
			verbs[rows[i].Command] = append(verbs[rows[i].Command], verb{w, fold(w), &rows[i]})
		}
	}
	return verbs
}

// index finds rows by action, and refuses a table in which an action or a
// command's word stands twice.
func index(rows []Row) (map[string]*Row, error) {
	byAction := make(map[string]*Row, len(rows))
	words := map[string]string{}
	for i := range rows {
		r := &rows[i]
		if byAction[r.Action] != nil {
			return nil, fmt.Errorf("command table: action %s stands twice", r.Action)
		}
		byAction[r.Action] = r
		for _, w := range r.Words {
			w = fold(w)
			if other := words[r.Command+" "+w]; other != "" {
				return nil, fmt.Errorf("command table: /%s %s is both %s and %s", r.Command, w, other, r.Action)
			}
			words[r.Command+" "+w] = r.Action
		}
	}
	return byAction, nil
}
