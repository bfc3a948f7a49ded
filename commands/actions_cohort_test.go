package commands_test

import (
	"testing"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

// everyCohortCard draws all that the package cards can draw of cohorts.
func everyCohortCard(t *testing.T, p *i18n.Printer) (all []bot.Message) {
	t.Helper()
	for _, v := range everyCohort(t) {
		at := v.Where(someDay, v.Calendar)
		o := &v.Occurrences[3]
		shown := cards.Cohort{CohortView: v, Today: someDay, Work: townhall.PhaseWork{Due: 2, Fit: &townhall.Fit{Packages: 4, Questions: 3, Agreed: 6}},
			Others: []townhall.CohortBrief{{CohortKey: townhall.CohortKey{Host: "stadt", ID: "dl-2"}, Title: "Titel"}}}
		worth := v.Warnings(v.Calendar, townhall.SchoolHolidays{{Name: "Osterferien", From: someDay, Until: someDay.AddDays(30)}},
			map[townhall.OrgID]*townhall.Calendar{"nachbar": v.Calendar})
		all = append(all, cards.CohortCard(p, shown), cards.CohortMore(p, shown), cards.CohortDates(p, v, cards.Feed{Offered: true}, worth),
			cards.CohortDates(p, v, cards.Feed{Offered: true, Has: true}, nil), cards.CohortFeed(p, v, "https://lotsen.example/calendar/x.ics"),
			cards.CohortMade(p, v, worth), cards.CohortJoined(p, v, []*townhall.Project{{ID: 13, Title: "Titel"}}),
			cards.CohortProjects(p, v, nil), cards.CohortProjects(p, v, []*townhall.Project{{ID: 13, Title: "Titel"}}),
			cards.CohortProjectChosen(p, v, &townhall.Project{ID: 13, Title: "Titel"}), cards.CohortAttend(p, v, o),
			cards.CohortWhichDate(p, v, "cohort.cannot", someDay.At(9, 0, v.Zone)), cards.CohortWhichDate(p, v, "cohort.can", someDay.At(9, 0, v.Zone)),
			cards.CohortWhichDate(p, v, "cohort.place", someDay.AddDays(999).At(9, 0, v.Zone)),
			cards.CohortPlaces(p, v), cards.CohortInvited(p, v, "nachbar"), cards.CohortPlaceSet(p, v, o), cards.CohortDateCancelled(p, v, o),
			cards.CohortCancelled(p, v), cards.NoCohort(p, v.Viewer))
		if move, err := v.PreviewMove(&townhall.Person{ID: "k", Roles: []townhall.Role{townhall.RoleCoordinator}}, o.ID, o.Date.AddDays(7), false, v.Calendar, someDay); err == nil {
			all = append(all, cards.CohortMove(p, v, move, worth), cards.CohortMoved(p, v, move))
		}
		all = append(all, everyCheckInCard(p, v, at)...)
		all = append(all, everyCohortNotice(t, p, v)...)
	}
	return all
}

func everyCheckInCard(p *i18n.Printer, v *townhall.CohortView, at townhall.Position) (all []bot.Message) {
	if at.Phase == nil {
		return nil
	}
	var said []*townhall.CheckIn
	for _, answer := range townhall.CheckInAnswers[:3] {
		for _, reason := range []string{"", "Grund"} {
			for _, told := range []bool{false, true} {
				one := &townhall.CheckIn{Cohort: v.ID, Phase: 2, Member: townhall.Member{Org: "stadt", Person: "anna"}, Answer: answer, Reason: reason, ForLead: told, On: someDay}
				said = append(said, one)
				all = append(all, cards.CheckInNoted(p, v, one, true), cards.CheckInNoted(p, v, one, false), cards.CheckInAsked(p, v, at, one))
			}
		}
	}
	return append(all, cards.CheckInAsked(p, v, at, nil), cards.CohortParticipants(p, v, at, someDay.At(9, 0, v.Zone), said))
}

// everyCohortNotice is what everybody can hear of a cohort.
func everyCohortNotice(t *testing.T, p *i18n.Printer, v *townhall.CohortView) (all []bot.Message) {
	t.Helper()
	values := map[string]string{"title": "Titel", "occurrence": "4", "date": "2027-03-30", "from": "2027-03-23", "count": "2", "reason": "Grund", "by": "Anna", "place": "Saal"}
	say := func(kind string, to townhall.Audience) {
		all = append(all, told(t, p, cards.Told{Kind: kind, To: to, Values: values, Seen: townhall.Seen{Cohort: v}}))
	}
	for _, line := range townhall.CohortTable {
		for _, to := range line.Tells {
			say("cohort."+string(line.Action), to)
		}
	}
	for _, line := range townhall.ParticipationTable {
		for _, to := range line.Tells {
			say("cohort."+string(line.Action), to)
		}
	}
	say("cohort.move", townhall.ToChannel)
	say("cohort.cancel_date", townhall.ToChannel)
	say(townhall.KindUninvite, townhall.ToParticipant)
	say(townhall.KindUninvite, townhall.ToCoordination)
	for _, a := range []townhall.CohortAction{townhall.CohortMove, townhall.CohortPlace, townhall.CohortCancelDate} {
		say("cohort."+string(a), townhall.ToParticipant)
	}
	for _, kind := range []string{"cohort.cannot_come", "cohort.can_come", "cohort.invite", "check_in.help", "check_in.stuck"} {
		say(kind, townhall.ToCoordination)
	}
	say("check_in.for_lead", townhall.ToTeamLead)
	return all
}

// everyTownCard draws all that the package cards can draw of what a town sets.
func everyTownCard(t *testing.T, p *i18n.Printer) (all []bot.Message) {
	t.Helper()
	changed := townhall.ReminderChange{Kind: townhall.ReminderInvitation, Days: 1, At: 600}
	for _, o := range []*townhall.Organisation{{State: "BW", AnswerWithin: 5, DecideWithin: 30},
		{State: "BY", ExtraDaysOff: []string{"12-24", "2027-05-07 Stadtfest", "shrove_monday"}, RemovedDaysOff: []string{"01-06"}, Rhythm: townhall.RhythmWorkdays,
			ReminderChanges: []townhall.ReminderChange{changed, {Kind: townhall.ReminderCheckIn, Off: true}}}} {
		cal, err := o.NewCalendar()
		if err != nil {
			t.Fatal(err)
		}
		view := cards.TownCalendar{Org: o, Calendar: cal, Today: someDay, School: townhall.SchoolHolidays{{Until: someDay}}}
		all = append(all, cards.TownCalendarCard(p, "town.calendar", view), cards.Reminders(p, "reminders.card", o))
		for _, v := range everyCohort(t) {
			view.School, view.Struck = nil, []cards.Struck{{CohortView: v, Dates: v.Live()[:2]}}
			all = append(all, cards.TownCalendarCard(p, "town.calendar_changed", view))
		}
	}
	return all
}

// everyCohort is a cohort in every state, as everybody sees it.
func everyCohort(t *testing.T) (views []*townhall.CohortView) {
	t.Helper()
	cal, err := townhall.NewCalendar("BW", nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	run := &townhall.Person{ID: "k", Roles: []townhall.Role{townhall.RoleCoordinator}}
	for _, state := range townhall.CohortStates {
		for _, role := range townhall.Roles {
			for _, viewer := range []townhall.PersonID{"anna", "ben", "cem"} {
				c, err := townhall.NewCohort("stadt", "dl", run, townhall.Outline{Title: "Titel", Template: townhall.PhasesTemplate(4), First: townhall.Date{Year: 2027, Month: 2, Day: 23},
					Towns: []townhall.OrgID{"nachbar"}, Places: 1, Phases: []string{"Eins", ""}}, cal, someDay.At(9, 0, time.UTC))
				if err != nil {
					t.Fatal(err)
				}
				c.State, c.Reason, c.Occurrences[2].Agenda, c.Occurrences[3].Place, c.Occurrences[4].Cancelled = state, "Grund", "Plan", "Saal", true
				c.Participants = []townhall.Participant{
					{Member: townhall.Member{Org: "stadt", Person: "anna"}, State: townhall.ParticipationJoined, Misses: []townhall.Miss{{Occurrence: 4, Revision: 1}}},
					{Member: townhall.Member{Org: "nachbar", Person: "anna"}, State: townhall.ParticipationJoined, Project: 13},
					{Member: townhall.Member{Org: "stadt", Person: "ben"}, State: townhall.ParticipationWaiting}}
				views = append(views, &townhall.CohortView{Cohort: c, Viewer: &townhall.Person{ID: viewer, Roles: []townhall.Role{role}}, HostName: "Stadt", Zone: time.UTC, Calendar: cal,
					Names:     map[townhall.Member]string{{Org: "stadt", Person: "anna"}: "Anna"},
					TownNames: map[townhall.OrgID]string{"stadt": "Stadt", "nachbar": "Nachbarort"}})
			}
		}
	}
	return views
}

// Whatever can be shown of a cohort has its words in every language.
func TestCohortsHaveWordsInEveryLanguage(t *testing.T) {
	catalogues := load(t)
	for _, l := range i18n.Languages() {
		p := catalogues.Printer(l, time.UTC)
		if len(everyCohortCard(t, p)) < 500 || len(everyTownCard(t, p)) < 100 {
			t.Error("hardly anything was drawn")
		}
	}
	for _, fault := range catalogues.Faults() {
		t.Error(fault)
	}
}
