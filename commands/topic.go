package commands

import (
	"strings"

	"lotsenfunk/townhall"
)

// topicWords are what people type for a topic, German and English, folded.
var topicWords = map[string][]string{
	"specialist_software": {"fachverfahren", "fachsoftware", "verfahren", "specialist software"},
	"online_service":      {"online-dienst", "onlinedienst", "online-formular", "onlineformular", "online service"},
	"e_file":              {"e-akte", "eakte", "akte", "e-file"},
	"process":             {"ablaeufe", "ablauf", "prozess", "procedures"},
	"process_mapping":     {"ablaeufe aufzeichnen", "aufzeichnen", "mapping procedures", "process mapping"},
	"knowledge_transfer":  {"wissen weitergeben", "wissen", "passing on knowledge"},
	"it_support":          {"it-support", "it", "technik", "it support"},
	"data_protection":     {"datenschutz", "data protection", "privacy"},
	"accessibility":       {"barrierefreiheit", "barrierefrei", "accessibility"},
	"training":            {"schulung", "einfuehrung", "training"},
	"method":              {"methoden", "methode", "methods"},
	"acceptance":          {"mitnehmen und ueberzeugen", "akzeptanz", "ueberzeugen", "mitnehmen", "acceptance"},
	"decision":            {"entscheidung", "decision"},
	"ai":                  {"kuenstliche intelligenz", "ki", "artificial intelligence", "ai"},
	"other":               {"sonstiges", "other"},
}

// topicNamed finds the topic that somebody typed: by its id, one of its words, or
// the beginning of a word that only one topic has.
func topicNamed(typed string) (topic string, ok bool) {
	typed = fold(strings.Join(strings.Fields(typed), " "))
	if typed == "" {
		return "", false
	}
	found := map[string]bool{}
	for _, id := range townhall.Topics {
		for _, word := range append([]string{id}, topicWords[id]...) {
			if word == typed {
				return id, true
			}
			if strings.HasPrefix(word, typed) && len(typed) >= 2 {
				topic, found[id] = id, true
			}
		}
	}
	return topic, len(found) == 1
}

// takesTopicOrNothing: a topic, or the verb alone.
func takesTopicOrNothing(rest string, _ townhall.Date) (Args, Fit) {
	if strings.TrimSpace(rest) == "" {
		return Args{}, FullFit
	}
	topic, ok := topicNamed(rest)
	if !ok {
		return Args{}, NoFit
	}
	return Args{Text: topic}, FullFit
}
