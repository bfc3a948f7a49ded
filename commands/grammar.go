package commands

import (
	"regexp"
	"strconv"
	"strings"

	"lotsenfunk/townhall"
)

// Args are what a typed verb, a button or a form's state names.
type Args struct {
	Number  townhall.Number // the thing
	Other   townhall.Number // a second thing: merge 12 into 7
	Text    string          // people's words: a reason, a comment, a search
	Date    townhall.Date
	BadDate string // what stood where a date was expected
	To      string // the words behind "an": a contact and perhaps a reason
	Effort  int
	Benefit int
	Offset  int
	Choice  townhall.DecisionAction // yes, no or a counter-question; "" if none of them was said
	// Cohort is the one that a button names; whoever types seldom names one.
	Cohort townhall.CohortKey
	Answer townhall.CheckInAnswer
	NewDay townhall.Date // where the date of Date is moved to
	Alone  bool          // … without those that follow it
}

// Fit says how well the words behind a verb fit its grammar.
type Fit int

// A word counts as a verb only if what follows fits.
const (
	NoFit    Fit = iota // a sentence that only begins like a verb
	TooShort            // nothing follows where something must: "annehmen"
	FullFit
)

// Grammar reads what follows a verb.
type Grammar func(rest string, today townhall.Date) (Args, Fit)

// onlyDigits is a line that can only be meant as a number, readable or not.
var onlyDigits = regexp.MustCompile(`^[-#]?\s*[0-9]+\.?$`)

// maxDigits is how many digits a number has at most.
const maxDigits = 9

// parseNumber reads 12 or #12.
func parseNumber(s string) (townhall.Number, bool) {
	s = strings.TrimPrefix(s, "#")
	if s == "" || len(s) > maxDigits || s[0] == '0' || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.ParseInt(s, 10, 64)
	return townhall.Number(n), err == nil
}

// takeNumber reads a number and returns what follows it: "12 Ja", "12: Ja", "12.".
func takeNumber(rest string) (n townhall.Number, tail string, fit Fit) {
	rest = strings.TrimSpace(rest)
	if rest == "" {
		return 0, "", TooShort
	}
	first, tail := cutWord(rest)
	stop := ":,;"
	if tail == "" { // "12. Klasse" is no number
		stop = ":,;.!"
	}
	n, ok := parseNumber(strings.TrimRight(first, stop))
	if !ok {
		return 0, "", NoFit
	}
	return n, tail, FullFit
}

// cutWord splits s after its first word; line breaks in the rest stay.
func cutWord(s string) (first, rest string) {
	s = strings.TrimSpace(s)
	at := strings.IndexAny(s, " \t\n\r\u00a0")
	if at < 0 {
		return s, ""
	}
	return s[:at], strings.TrimSpace(s[at:])
}

// takesNothing: the verb stands alone.
func takesNothing(rest string, _ townhall.Date) (Args, Fit) {
	if strings.TrimSpace(rest) == "" {
		return Args{}, FullFit
	}
	return Args{}, NoFit
}

// takesOffset: nothing, or where a list goes on (only buttons say that).
func takesOffset(rest string, _ townhall.Date) (Args, Fit) {
	if strings.TrimSpace(rest) == "" {
		return Args{}, FullFit
	}
	n, err := strconv.Atoi(strings.TrimSpace(rest))
	if err != nil || n < 0 || n > 1e6 {
		return Args{}, NoFit
	}
	return Args{Offset: n}, FullFit
}

// takesNumber: "12".
func takesNumber(rest string, _ townhall.Date) (Args, Fit) {
	n, tail, fit := takeNumber(rest)
	if tail != "" {
		return Args{}, NoFit
	}
	return Args{Number: n}, fit
}

// takesNumberOrNothing: "12", or the verb alone.
func takesNumberOrNothing(rest string, today townhall.Date) (Args, Fit) {
	a, fit := takesNumber(rest, today)
	if fit == TooShort {
		fit = FullFit
	}
	return a, fit
}

// takesNumberText: "12 some words"; without the words a form asks for them.
func takesNumberText(rest string, _ townhall.Date) (Args, Fit) {
	n, tail, fit := takeNumber(rest)
	return Args{Number: n, Text: tail}, fit
}

// takesWords: any words.
func takesWords(rest string, _ townhall.Date) (Args, Fit) {
	rest = strings.TrimSpace(rest)
	if rest == "" {
		return Args{}, TooShort
	}
	return Args{Text: rest}, FullFit
}

// takesNumberUntil: "12 bis 25.3.", "12 until 2027-03-25"; the date alone a form
// asks for. With "bis" it is meant, even if the date cannot be read.
func takesNumberUntil(rest string, today townhall.Date) (Args, Fit) {
	n, tail, fit := takeNumber(rest)
	a := Args{Number: n}
	if fit != FullFit || tail == "" {
		return a, fit
	}
	first, date := cutWord(tail)
	if w := fold(first); w == "bis" || w == "until" {
		d, ok := ParseDate(date, today)
		a.Date = d
		if !ok {
			a.BadDate = date
		}
		return a, FullFit
	}
	d, ok := ParseDate(tail, today)
	if !ok {
		return Args{}, NoFit
	}
	a.Date = d
	return a, FullFit
}

// takesNumberTo: "12 an Stadtwerke", or without the "an".
func takesNumberTo(rest string, _ townhall.Date) (Args, Fit) {
	n, tail, fit := takeNumber(rest)
	if fit != FullFit || tail == "" {
		return Args{Number: n}, fit
	}
	first, to := cutWord(tail)
	switch w := fold(first); {
	case w != "an" && w != "to":
		return Args{Number: n, To: tail}, FullFit
	case to == "":
		return Args{}, NoFit
	}
	return Args{Number: n, To: to}, FullFit
}

// takesNumberInto: "12 in 7".
func takesNumberInto(rest string, _ townhall.Date) (Args, Fit) {
	n, tail, fit := takeNumber(rest)
	if fit != FullFit || tail == "" {
		return Args{Number: n}, fit
	}
	words := strings.Fields(tail)
	if w := fold(words[0]); len(words) == 2 && (w == "in" || w == "into" || w == "mit" || w == "with") {
		words = words[1:]
	}
	other, ok := parseNumber(words[0])
	if len(words) != 1 || !ok {
		return Args{}, NoFit
	}
	return Args{Number: n, Other: other}, FullFit
}

// takesRating: "12 aufwand 2 nutzen 4", in either order, or one of the two.
func takesRating(rest string, _ townhall.Date) (Args, Fit) {
	n, tail, fit := takeNumber(rest)
	a := Args{Number: n}
	if fit != FullFit || tail == "" {
		return a, fit
	}
	words := strings.Fields(tail)
	if len(words)%2 != 0 || len(words) > 4 {
		return Args{}, NoFit
	}
	for i := 0; i < len(words); i += 2 {
		value, err := strconv.Atoi(words[i+1])
		if err != nil {
			return Args{}, NoFit
		}
		if value == 0 {
			value = -1 // refused, unlike the 0 of a value that was not typed
		}
		switch fold(strings.Trim(words[i], ":=")) {
		case "aufwand", "effort":
			a.Effort = value
		case "nutzen", "benefit":
			a.Benefit = value
		default:
			return Args{}, NoFit
		}
	}
	return a, FullFit
}

// takesWordsOrNothing: any words, or the verb alone.
func takesWordsOrNothing(rest string, _ townhall.Date) (Args, Fit) {
	return Args{Text: strings.TrimSpace(rest)}, FullFit
}

// takesDecision: "12 ja gern", "12 rückfrage Was kostet es?", or the number
// alone. Anything else behind the number is kept as text, to be asked about.
func takesDecision(rest string, _ townhall.Date) (Args, Fit) {
	n, tail, fit := takeNumber(rest)
	if fit != FullFit {
		return Args{}, fit
	}
	first, sentence := cutWord(tail)
	switch fold(strings.Trim(first, ".,:;!?")) {
	case "ja", "yes":
		return Args{Number: n, Text: sentence, Choice: townhall.DecisionAnswerYes}, FullFit
	case "nein", "no":
		return Args{Number: n, Text: sentence, Choice: townhall.DecisionAnswerNo}, FullFit
	case "rueckfrage", "question", "ask", "counter-question", "counter":
		return Args{Number: n, Text: sentence, Choice: townhall.DecisionCounter}, FullFit
	}
	return Args{Number: n, Text: tail}, FullFit
}
