package commands

import (
	"slices"
	"testing"
	"time"

	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

// TestTopicNamed: each topic is found by its name in every language, however it
// is spelt.
func TestTopicNamed(t *testing.T) {
	catalogues, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, topic := range townhall.Topics {
		typed := []string{topic}
		for _, language := range i18n.Languages() {
			typed = append(typed, catalogues.Printer(language, time.UTC).Line("topic."+topic, nil))
		}
		for _, word := range typed {
			if got, ok := TopicNamed(word); !ok || got != topic {
				t.Errorf("%q is %q, want %s", word, got, topic)
			}
		}
	}
	for typed, want := range map[string]string{"e akte": "e_file", "eA": "", "Mitnehmen und überzeugen": "acceptance", "E-Akte": "e_file", "KI": "ai", "schul": "training", "Ablaeufe": "process",
		"daten": "data_protection", "": "", "zauberei": "", "-": "", "online": "online_service"} {
		if got, ok := TopicNamed(typed); got != want && ok || ok != (want != "") {
			t.Errorf("%q is %q, want %q", typed, got, want)
		}
	}
}

func TestTopicsInARow(t *testing.T) {
	for typed, want := range map[string][]string{
		"E-Akte, Schulung": {"e_file", "training"}, "e-akte und ki": {"e_file", "ai"}, "Mitnehmen und überzeugen": {"acceptance"},
		"Mitnehmen und überzeugen, KI und Datenschutz;": {"acceptance", "ai", "data_protection"}, "": nil, " , ": nil,
	} {
		if got, unknown := topicsNamed(typed); unknown != "" || !slices.Equal(got, want) {
			t.Errorf("%q is %v and %q, want %v", typed, got, unknown, want)
		}
	}
	for typed, want := range map[string]string{"E-Akte, Zauberei": "Zauberei", "Zauberei und KI": "Zauberei"} {
		if got, unknown := topicsNamed(typed); unknown != want || got != nil {
			t.Errorf("%q is %v and %q, want %q", typed, got, unknown, want)
		}
	}
}
