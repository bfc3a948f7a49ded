package commands

import (
	"strings"

	"lotsenfunk/townhall"
)

// takesNumberDay: "12 25.3.", "12 bis 25.3."; whatever follows the number is
// meant as a day, even if it cannot be read. The day alone a form asks for.
func takesNumberDay(rest string, today townhall.Date) (Args, Fit) {
	n, tail, fit := takeNumber(rest)
	a := Args{Number: n}
	if fit != FullFit || tail == "" {
		return a, fit
	}
	if first, behind := cutWord(tail); isUntil(first) || fold(first) == "auf" {
		tail = behind
	}
	var ok bool
	if a.Date, ok = ParseDate(tail, today); !ok {
		a.BadDate = tail
	}
	return a, FullFit
}

// takesNumberTextUntil: "3 some words bis 25.3."; what is missing a form asks
// for. Of several "bis" the last one is meant, as no day has one in it.
func takesNumberTextUntil(rest string, today townhall.Date) (Args, Fit) {
	n, tail, fit := takeNumber(rest)
	a := Args{Number: n, Text: tail}
	if fit != FullFit {
		return a, fit
	}
	for from, behind := 0, tail; behind != ""; {
		at := len(tail) - len(behind)
		word, next := cutWord(behind)
		if isUntil(word) && next != "" {
			from = at
			a.Text, a.BadDate = strings.TrimSpace(tail[:from]), next
		}
		behind = next
	}
	if a.BadDate == "" {
		return a, FullFit
	}
	if d, ok := ParseDate(a.BadDate, today); ok {
		a.Date, a.BadDate = d, ""
	}
	return a, FullFit
}

// takesNumberOrWords: "3 some words", some words, or the verb alone.
func takesNumberOrWords(rest string, _ townhall.Date) (Args, Fit) {
	if n, tail, fit := takeNumber(rest); fit == FullFit {
		return Args{Number: n, Text: tail}, FullFit
	}
	return Args{Text: strings.TrimSpace(rest)}, FullFit
}

func isUntil(word string) bool {
	w := fold(word)
	return w == "bis" || w == "until"
}

// projectVerbs are what can be said behind "projekt 3".
var projectVerbs = map[string]string{
	"starten": "project.start", "start": "project.start", "pausieren": "project.pause", "pause": "project.pause",
	"weiter": "project.resume", "resume": "project.resume", "continue": "project.resume", "stoppen": "project.stop", "stop": "project.stop",
	"leitung": "project.people", "lead": "project.people", "mehr": "project.more", "more": "project.more",
}

// takesProjectLine: nothing, "neu", "3", or "3 pausieren some reason"; in place of the
// number there may be words of the title.
func takesProjectLine(rest string, _ townhall.Date) (Args, Fit) {
	rest = strings.TrimSpace(rest)
	n, tail, fit := takeNumber(rest)
	if fit != FullFit {
		return Args{Text: rest}, FullFit
	}
	if verb, _ := cutWord(tail); tail != "" && projectVerbs[fold(verb)] == "" {
		return Args{}, NoFit
	}
	return Args{Number: n, Text: tail}, FullFit
}
