package i18n

// Guides are what a town calls its Lotsen: {{.Guide}} and {{.Guides}} in all
// sentences, and {{.GuidesShort}} where there is little room. The zero value is
// what the catalogue calls them.
type Guides struct {
	One  string // "Innovatorin oder Innovator"
	Many string // "Innovatorinnen und Innovatoren"
}

// Call is the same printer for a town that calls its Lotsen something else.
func (p *Printer) Call(g Guides) *Printer {
	q := *p
	q.guides = g
	return &q
}

// called is what stands in for a placeholder that a sentence need not be given.
func (p *Printer) called(name string) (v any, ok bool) {
	own, entry := "", ""
	switch name {
	case "Guide":
		own, entry = p.guides.One, "guides.single"
	case "Guides":
		own, entry = p.guides.Many, "guides.all"
	case "GuidesShort":
		own, entry = p.guides.Many, "guides.short"
	default:
		return nil, false
	}
	if own != "" {
		return own, true
	}
	return Key(entry), true
}
