package slacktest

import (
	"fmt"
	"regexp"
	"strings"
)

// escape and unescape treat the three characters that Slack's markup begins with:
// docs.slack.dev/messaging/formatting-message-text, "Escaping text".
func escape(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}

func unescape(s string) string {
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(s)
}

// emoji are the names that this workspace knows.
func emoji() map[string]string {
	return map[string]string{"bulb": "💡", "+1": "👍", "thumbsup": "👍", "tada": "🎉", "warning": "⚠️", "white_check_mark": "✅", "eyes": "👀",
		"female-technologist": "👩‍💻", "de": "🇩🇪", "flag-de": "🇩🇪", "wave": "👋", "heart": "❤️"}
}

var (
	emojiName = regexp.MustCompile(`:([a-z0-9_+'-]+):`)
	angle     = regexp.MustCompile(`<([^<>\n]+)>`)
	bareURL   = regexp.MustCompile(`\b(?:https?://|www\.)[^\s<>|]+|\b[\pL\d.+-]+@[\pL\d-]+\.[\pL]{2,}\b`)
	bareName  = regexp.MustCompile(`(^|[^\pL\pN])([@#])([\pL\pN_-]+)`)
	fence     = regexp.MustCompile("(?s)```(.+?)```")
	codeSpan  = regexp.MustCompile("`([^`\n]+)`")
	quoted    = regexp.MustCompile(`(?m)^(?:>>>|&gt;&gt;&gt;|>|&gt;) ?`)
	styles    = []*regexp.Regexp{styled("*"), styled("_"), styled("~")}
)

// styled finds words between two marks: the marks stand at the edge of words.
func styled(mark string) *regexp.Regexp {
	m := regexp.QuoteMeta(mark)
	return regexp.MustCompile(`(^|[^\pL\pN])` + m + `([^\s` + m + `](?:[^\n` + m + `]*[^\s` + m + `])?)` + m + `($|[^\pL\pN])`)
}

// held keeps what is already read out of reach of the next rule.
type held []string

func (h *held) keep(s string) string {
	*h = append(*h, s)
	return fmt.Sprintf("\x00%d\x00", len(*h)-1)
}

var heldPlace = regexp.MustCompile("\x00(\\d+)\x00")

func (h *held) back(s string) string {
	for strings.Contains(s, "\x00") {
		s = heldPlace.ReplaceAllStringFunc(s, func(place string) string {
			var i int
			_, _ = fmt.Sscanf(place, "\x00%d\x00", &i)
			return (*h)[i]
		})
	}
	return s
}

// mrkdwn reads Slack's markup as a client does. Not verbatim means that addresses
// and names are found by themselves.
func (p *paper) mrkdwn(s string, verbatim bool) string {
	s = strings.ReplaceAll(s, "\x00", "")
	var h held
	code := func(re *regexp.Regexp) {
		s = re.ReplaceAllStringFunc(s, func(m string) string {
			inner := re.FindStringSubmatch(m)[1]
			p.marks.Styled = append(p.marks.Styled, unescape(inner))
			return h.keep(unescape(inner))
		})
	}
	code(fence)
	code(codeSpan)
	s = angle.ReplaceAllStringFunc(s, func(m string) string { return h.keep(p.special(m[1 : len(m)-1])) })
	if !verbatim {
		s = p.parse(s, &h)
	}
	s = p.pictures(s, &h)
	s = quoted.ReplaceAllStringFunc(s, func(m string) string {
		p.marks.Styled = append(p.marks.Styled, "quote")
		return ""
	})
	for range 3 { // one may stand in another
		for _, re := range styles {
			s = re.ReplaceAllStringFunc(s, func(m string) string {
				parts := re.FindStringSubmatch(m)
				p.marks.Styled = append(p.marks.Styled, unescape(h.back(parts[2])))
				return parts[1] + parts[2] + parts[3]
			})
		}
	}
	return unescape(h.back(s))
}

// parse finds addresses and names that nobody marked.
func (p *paper) parse(s string, h *held) string {
	s = bareURL.ReplaceAllStringFunc(s, func(m string) string {
		p.marks.Links = append(p.marks.Links, unescape(m))
		return h.keep(unescape(m))
	})
	for _, m := range bareName.FindAllStringSubmatch(s, -1) {
		switch {
		case m[2] == "@" && (m[3] == "channel" || m[3] == "here" || m[3] == "everyone"):
			p.marks.Broadcasts = append(p.marks.Broadcasts, m[3])
		case m[2] == "#":
			for _, c := range p.w.channels {
				if c.Name == m[3] {
					p.marks.Channels = append(p.marks.Channels, c.ID)
				}
			}
		}
	}
	return s
}

func (p *paper) pictures(s string, h *held) string {
	return emojiName.ReplaceAllStringFunc(s, func(m string) string {
		name := strings.Trim(m, ":")
		if picture, known := emoji()[name]; known {
			p.marks.Emoji = append(p.marks.Emoji, name)
			return h.keep(picture)
		}
		return m
	})
}

// special reads what stands between angle brackets.
func (p *paper) special(s string) string {
	target, label, labelled := strings.Cut(s, "|")
	label = unescape(label)
	if !labelled {
		label = ""
	}
	kind, id, _ := strings.Cut(target, "^")
	switch {
	case strings.HasPrefix(target, "@"):
		return p.person(target[1:])
	case strings.HasPrefix(target, "#"):
		p.marks.Channels = append(p.marks.Channels, target[1:])
		if c := p.w.channel(target[1:]); c != nil {
			return "#" + c.Name
		}
		return "#" + label
	case kind == "!subteam":
		p.marks.Groups = append(p.marks.Groups, id)
		return "@" + label
	case kind == "!date":
		return label
	case strings.HasPrefix(target, "!"):
		p.marks.Broadcasts = append(p.marks.Broadcasts, target[1:])
		return "@" + target[1:]
	}
	p.marks.Links = append(p.marks.Links, unescape(target))
	if label == "" {
		return unescape(target)
	}
	return label
}

func (p *paper) person(id string) string {
	p.marks.Mentions = append(p.marks.Mentions, id)
	if u := p.w.user(id); u != nil {
		return "@" + u.Real
	}
	return "@unbekannt"
}
