package slacktest

import (
	"regexp"
	"slices"
	"strings"
)

// typed is what Slack makes of typed words: three characters are escaped, people
// and channels become references, in messages addresses become links and emoji
// become names.
func (w *Workspace) typed(words string, message bool) string {
	s := escape(words)
	var h held
	if message {
		s = bareURL.ReplaceAllStringFunc(s, func(m string) string {
			if strings.Contains(m, "@") && !strings.Contains(m, "/") {
				return h.keep("<mailto:" + m + "|" + m + ">")
			}
			if strings.HasPrefix(m, "www.") {
				return h.keep("<http://" + m + "|" + m + ">")
			}
			return h.keep("<" + m + ">")
		})
	}
	s = bareName.ReplaceAllStringFunc(s, func(m string) string {
		parts := bareName.FindStringSubmatch(m)
		if parts[2] == "#" {
			for _, c := range w.channels {
				if c.Name == parts[3] && !c.direct() {
					return parts[1] + h.keep("<#"+c.ID+"|"+c.Name+">")
				}
			}
			return m
		}
		for _, g := range w.groups {
			if g.Handle == parts[3] {
				return parts[1] + h.keep("<!subteam^"+g.ID+"|@"+g.Handle+">")
			}
		}
		for _, u := range w.users {
			if u.Name == parts[3] {
				if message {
					return parts[1] + h.keep("<@"+u.ID+">")
				}
				return parts[1] + h.keep("<@"+u.ID+"|"+u.Name+">")
			}
		}
		return m
	})
	if message {
		for name, picture := range emoji() {
			if name != "thumbsup" && name != "flag-de" {
				s = strings.ReplaceAll(s, picture, ":"+name+":")
			}
		}
	}
	return h.back(s)
}

// mentionOrLink finds what typed words hold besides words.
var mentionOrLink = regexp.MustCompile(bareURL.String() + `|(?:^|\s)@[\pL\pN_.-]+`)

// typedBlocks is the rich text that a client sends along: the words as they were
// typed, emoji by their names.
func (w *Workspace) typedBlocks(words string) []any {
	var elements []any
	add := func(s string) {
		if s != "" {
			elements = append(elements, object{"type": "text", "text": s})
		}
	}
	rest := words
	for {
		at := mentionOrLink.FindStringIndex(rest)
		if at == nil {
			break
		}
		found := rest[at[0]:at[1]]
		name := strings.TrimLeft(found, " \n\t")
		add(rest[:at[0]] + found[:len(found)-len(name)])
		rest = rest[at[1]:]
		i := slices.IndexFunc(w.users, func(u *user) bool { return "@"+u.Name == name })
		switch {
		case i >= 0:
			elements = append(elements, object{"type": "user", "user_id": w.users[i].ID})
		case strings.Contains(name, "/") || strings.HasPrefix(name, "www."):
			elements = append(elements, object{"type": "link", "url": name})
		default:
			add(name)
		}
	}
	add(rest)
	return []any{object{"type": "rich_text", "block_id": w.slack.id("b"), "elements": []any{
		object{"type": "rich_text_section", "elements": elements}}}}
}
