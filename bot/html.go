package bot

import (
	"html/template"
	"net/url"
	"strings"
)

// HTML renders a text for pages: the only place where words become HTML. All
// of them are escaped; links that are not http, https or mailto are written as
// plain words.
func (t Text) HTML() template.HTML {
	var b strings.Builder
	for _, block := range t {
		if len(block.Spans) > 0 {
			b.WriteString("<p>")
			htmlSpans(&b, block.Spans)
			b.WriteString("</p>")
		}
		if len(block.Items) > 0 {
			b.WriteString("<ul>")
			for _, item := range block.Items {
				b.WriteString("<li>")
				htmlSpans(&b, item)
				b.WriteString("</li>")
			}
			b.WriteString("</ul>")
		}
	}
	return template.HTML(b.String()) // every part is escaped in htmlSpans
}

func htmlSpans(b *strings.Builder, spans []Span) {
	for _, s := range spans {
		open, shut := tags(s)
		b.WriteString(open)
		// A line break that somebody typed stays one.
		b.WriteString(strings.ReplaceAll(template.HTMLEscapeString(s.Text), "\n", "<br>"))
		b.WriteString(shut)
	}
}

func tags(s Span) (open, shut string) {
	wrap := func(o, c string) { open, shut = open+o, c+shut }
	if s.URL != "" && SafeURL(s.URL) {
		wrap(`<a href="`+template.HTMLEscapeString(s.URL)+`" rel="noopener noreferrer">`, "</a>")
	}
	if s.Mention != "" {
		wrap(`<span class="mention">`, "</span>")
	}
	if !s.Time.IsZero() {
		wrap(`<time datetime="`+s.Time.UTC().Format("2006-01-02T15:04:05Z")+`">`, "</time>")
	}
	if s.Strong {
		wrap("<strong>", "</strong>")
	}
	if s.Emphasis {
		wrap("<em>", "</em>")
	}
	if s.Code {
		wrap("<code>", "</code>")
	}
	return open, shut
}

// SafeURL reports whether a link may lead to raw: http and https with a host,
// and mailto. Everything else is shown as words.
func SafeURL(raw string) bool {
	u, err := url.Parse(raw)
	if err != nil {
		return false
	}
	switch u.Scheme {
	case "http", "https":
		return u.Host != ""
	case "mailto":
		return u.Opaque != ""
	}
	return false
}
