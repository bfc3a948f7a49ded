package commands

import (
	"regexp"
	"strings"

	"lotsenfunk/townhall"
)

// topicWords are what people type for a topic, German and English, squeezed.
var topicWords = map[string][]string{
	"specialist_software": {"fachverfahren", "fachsoftware", "verfahren", "specialistsoftware"},
	"online_service":      {"onlinedienst", "onlineformular", "onlineservice"},
	"e_file":              {"eakte", "akte", "efile"},
	"process":             {"ablaeufe", "ablauf", "prozess", "procedures"},
	"process_mapping":     {"ablaeufeaufzeichnen", "aufzeichnen", "mappingprocedures", "processmapping"},
	"knowledge_transfer":  {"wissenweitergeben", "wissen", "passingonknowledge"},
	"it_support":          {"itsupport", "it", "technik"},
	"data_protection":     {"datenschutz", "dataprotection", "privacy"},
	"accessibility":       {"barrierefreiheit", "barrierefrei", "accessibility"},
	"training":            {"schulung", "einfuehrung", "training"},
	"method":              {"methoden", "methode", "methods"},
	"acceptance":          {"mitnehmenundueberzeugen", "akzeptanz", "ueberzeugen", "mitnehmen", "acceptance", "winningpeopleover"},
	"decision":            {"entscheidung", "decision"},
	"ai":                  {"kuenstlicheintelligenz", "ki", "artificialintelligence", "ai"},
	"other":               {"sonstiges", "other"},
}

// squeeze makes "e Akte", "E-Akte" and "eakte" equal.
var squeeze = strings.NewReplacer(" ", "", "\t", "", "\n", "", "\u00a0", "", "-", "", "_", "")

// TopicNamed finds the topic that somebody typed: by its id, one of its words in
// either language, or the beginning of a word that only one topic has.
func TopicNamed(typed string) (topic string, ok bool) {
	typed = squeeze.Replace(fold(typed))
	found := map[string]bool{}
	for _, id := range townhall.Topics {
		for _, word := range append([]string{squeeze.Replace(id)}, topicWords[id]...) {
			if word == typed {
				return id, true
			}
			if len(typed) >= 3 && strings.HasPrefix(word, typed) {
				topic, found[id] = id, true
			}
		}
	}
	return topic, len(found) == 1
}

var and = regexp.MustCompile(`\s(?:und|and)\s`)

// topicsNamed finds topics that are typed in a row, with commas or "und" between
// them; what is no topic is unknown. Some topics have an "und" of their own.
func topicsNamed(typed string) (topics []string, unknown string) {
	for _, part := range strings.FieldsFunc(typed, func(r rune) bool { return r == ',' || r == ';' }) {
		words := []string{part}
		if _, ok := TopicNamed(part); !ok {
			words = and.Split(part, -1)
		}
		for _, word := range words {
			t, ok := TopicNamed(word)
			switch {
			case ok:
				topics = append(topics, t)
			case strings.TrimSpace(word) != "":
				return nil, strings.TrimSpace(word)
			}
		}
	}
	return topics, ""
}

// takesTopicOrNothing: a topic, or the verb alone.
func takesTopicOrNothing(rest string, _ townhall.Date) (Args, Fit) {
	rest = strings.TrimSpace(rest)
	if _, ok := TopicNamed(rest); !ok && rest != "" {
		return Args{}, NoFit
	}
	return Args{Text: rest}, FullFit
}
