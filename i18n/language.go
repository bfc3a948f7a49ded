package i18n

import (
	"strings"

	"golang.org/x/text/language"
)

// Language names a catalogue.
type Language string

// The languages.
const (
	German       Language = "de"     // says du
	GermanFormal Language = "de-sie" // says Sie
	English      Language = "en"
)

// Languages are all languages that have a catalogue.
func Languages() []Language { return []Language{German, GermanFormal, English} }

// Pick chooses the catalogue for a person's language (BCP 47: "de", "en-GB")
// and form of address ("du", "sie" or "", which counts as "sie"). A language we
// do not have is answered in German, the language of the town hall.
func Pick(lang, address string) Language {
	primary, _, _ := strings.Cut(strings.ToLower(lang), "-")
	switch {
	case primary == "en":
		return English
	case address == "du":
		return German
	}
	return GermanFormal
}

// tag gives the language's plural rules; both forms of address share German's.
func (l Language) tag() language.Tag {
	if l == English {
		return language.English
	}
	return language.German
}
