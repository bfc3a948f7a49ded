package playground

import (
	"net/http"
	"strings"
	"time"

	"lotsenfunk/i18n"
)

// languageCookie keeps the language chosen on the start page. It says nothing
// about anybody.
const languageCookie = "language"

// voice speaks one language. Templates ask it for words by their key below
// "playground.".
type voice struct {
	printer  *i18n.Printer
	language i18n.Language
	zone     *time.Location
}

// voice is the language of a page: the one chosen on the start page, otherwise
// the one this seat reads.
func (p *Playground) voice(r *http.Request, seat string) voice {
	language := i18n.German
	if seat != "" {
		language = p.Language(r.Context(), seat)
	}
	if c, err := r.Cookie(languageCookie); err == nil {
		language = choose(c.Value, language)
	}
	language = choose(r.URL.Query().Get("lang"), language)
	return voice{p.Printer(language), language, p.Zone}
}

// choose takes up a wish for a language. Somebody addressed as Sie who wishes
// for German goes on being addressed so.
func choose(wish string, otherwise i18n.Language) i18n.Language {
	switch {
	case wish == "en":
		return i18n.English
	case wish == "de" && otherwise == i18n.English:
		return i18n.German
	}
	return otherwise
}

// T is a line of the catalogue.
func (v voice) T(key string) string { return v.printer.Line("playground."+key, nil) }

func (v voice) with(key string, args i18n.Args) string {
	return v.printer.Line("playground."+key, args)
}

// Lang is for the lang attribute of a page.
func (v voice) Lang() string {
	primary, _, _ := strings.Cut(string(v.language), "-")
	return primary
}

// Cancel is the word on every button that leaves a dialog.
func (v voice) Cancel() string { return v.printer.Line("button.cancel", nil) }

// hour is "09:05" in the town's zone.
func (v voice) hour(t time.Time) string { return t.In(v.zone).Format("15:04") }
