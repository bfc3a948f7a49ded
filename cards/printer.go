package cards

import (
	"time"

	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

// Printer prints for somebody of a town at now: in their own language and
// address, or the town's. p may be nil: a channel, where nobody is addressed.
func Printer(all *i18n.Catalogues, org *townhall.Organisation, p *townhall.Person, zone *time.Location, now time.Time) *i18n.Printer {
	language, address := org.Language, org.Address
	if p != nil && p.Language != "" {
		language = p.Language
	}
	if p != nil && p.Address != "" {
		address = p.Address
	}
	return PrinterIn(all, i18n.Pick(language, address), org, zone).At(now)
}

// PrinterIn prints in a language, and calls the Lotsen what the town calls them.
func PrinterIn(all *i18n.Catalogues, l i18n.Language, org *townhall.Organisation, zone *time.Location) *i18n.Printer {
	printer := all.Printer(l, zone)
	if label := org.RoleLabel; label.Own() {
		or := printer.Line("or", nil)
		printer = printer.Call(i18n.Guides{One: label.SingularF + " " + or + " " + label.SingularM, Many: label.Plural})
	}
	return printer
}
