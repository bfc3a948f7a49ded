package cards

import (
	"fmt"
	"strconv"
	"strings"

	"lotsenfunk/bot"
	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

// isCohort reports whether a notice is about a cohort.
func isCohort(kind string) bool {
	about, _, _ := strings.Cut(kind, ".")
	return about == "cohort" || about == "check_in"
}

// cohortNotice is what somebody hears of a cohort: as it was when it happened, with
// the dates as they are now.
func cohortNotice(p *i18n.Printer, t Told) (bot.Message, error) {
	if t.Kind == townhall.KindUninvite {
		return Say(p, "notice.cohort.uninvite", i18n.Args{"Title": t.Values["title"]}), nil
	}
	key := "notice." + t.Kind
	if t.To == townhall.ToChannel {
		key = "channel." + t.Kind
	} else if own := key + "." + string(t.To); p.Has(own + ".line") {
		key = own
	}
	for _, also := range []string{"waiting", "admitted"} {
		if t.Values[also] != "" && p.Has(key+"."+also+".line") {
			key += "." + also
		}
	}
	if t.Cohort == nil || !p.Has(key+".line") {
		return bot.Message{}, fmt.Errorf("no words for the notice %s to %s", t.Kind, t.To)
	}
	v := t.Cohort
	args := cohortNoticeArgs(p, t)
	m := Say(p, key, args, cohortNoticeButtons(p, t))
	switch {
	case t.Values["reason"] != "" && p.Has(key+".reason"):
		m.Text = p.Text(key+".reason", args).Append(m.Text)
	case t.Kind == "cohort.move" && t.Values["count"] != "1", t.To == townhall.ToParticipant && (t.Kind == "cohort.admit" || t.Kind == "cohort.join"):
		m.Text = m.Text.Append(datesText(p, v))
	case t.Kind == "cohort.place":
		m = Named(p, v, m)
	}
	return m, nil
}

func cohortNoticeArgs(p *i18n.Printer, t Told) i18n.Args {
	args := i18n.Args{"Title": t.Values["title"], "By": t.Values["by"], "Reason": t.Values["reason"], "Place": t.Values["place"]}
	for value, name := range map[string]string{"date": "Date", "from": "Before"} {
		if d, err := townhall.ParseDate(t.Values[value]); err == nil && !d.IsZero() {
			args[name] = Day(d)
		}
	}
	n, _ := strconv.Atoi(t.Values["count"])
	args["Count"] = n
	v := t.Cohort
	args["Host"] = v.HostName
	if o, err := v.Occurrence(noticeOccurrence(t)); err == nil {
		was := args["Date"]
		addOccurrence(args, v.Cohort, o)
		args["Date"], args["Item"] = was, OccurrenceItem(p, v.Cohort, o)
	}
	m := townhall.Member{Org: townhall.OrgID(t.Values["town"]), Person: townhall.PersonID(t.Values["person"])}
	if args["By"] == "" {
		args["By"] = v.Names[m]
	}
	args["Next"] = v.Names[townhall.Member{Org: townhall.OrgID(t.Values["admitted_town"]), Person: townhall.PersonID(t.Values["admitted"])}]
	args["Joined"] = v.Count(townhall.ParticipationJoined)
	return args
}

func noticeOccurrence(t Told) townhall.OccurrenceID {
	n, _ := strconv.Atoi(t.Values["occurrence"])
	return townhall.OccurrenceID(n)
}

// cohortNoticeButtons are the next steps, as the cohort stands now.
func cohortNoticeButtons(p *i18n.Printer, t Told) bot.Row {
	v := t.Cohort
	switch {
	case t.To == townhall.ToCoordination && v.Runs():
		return bot.Row{cohortButton(p, v, "cohort.participants"), cohortButton(p, v, "cohort.dates")}
	case t.To == townhall.ToTeamLead:
		return nil
	}
	row := bot.Row{cohortButton(p, v, "cohort.dates")}
	if o, err := v.Occurrence(noticeOccurrence(t)); err == nil && v.Open() && !o.Cancelled && v.Mine() != nil {
		row = append(row, attendButton(p, v, o))
	}
	return row
}
