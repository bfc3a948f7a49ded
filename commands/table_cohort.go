package commands

import "lotsenfunk/townhall"

// cohortCommand is /lehrgang: the programme's dates, and who takes part.
func cohortCommand() command {
	const join, run = townhall.VerbJoinCohort, townhall.VerbRunCohort
	return command{name: "cohort", words: []string{"lehrgang", "programme", "programm", "cohort"}, bare: "cohort.menu", number: "lotsenfunk.show", rows: []Row{
		// look
		{Action: "cohort.menu", Command: "cohort", Words: []string{"zeigen", "show", "wo", "where"}, Takes: takesCohort, Names: namesAnywhere, Do: cohortMenu, Needs: townhall.VerbSee, Help: "help.cohort.menu"},
		{Action: "cohort.menu_more", Command: "cohort", Words: []string{"mehr", "more"}, Takes: takesCohort, Do: cohortMore, Needs: townhall.VerbSee, InPlace: true},
		{Action: "cohort.help", Command: "cohort", Words: []string{"hilfe", "help", "?"}, Takes: takesNothing, Do: help},
		{Action: "cohort.dates", Command: "cohort", Words: []string{"kalender", "calendar", "termine", "dates"}, Takes: takesCohort, Names: namesAnywhere, Do: cohortDates, Needs: townhall.VerbSee, Help: "help.cohort.dates"},
		{Action: "cohort.feed", Command: "cohort", Words: []string{"abo", "subscribe", "abonnieren"}, Takes: takesCohort, Names: namesAnywhere, Do: cohortFeed, Needs: townhall.VerbSee, AtOnce: true},
		{Action: "cohort.feed_end", Command: "cohort", Words: []string{"abo-beenden", "unsubscribe", "abo-aus"}, Takes: takesCohort, Names: namesAnywhere, Do: cohortFeedEnd, Needs: townhall.VerbSee},

		// who takes part
		{Action: "cohort.join", Command: "cohort", Words: []string{"teilnehmen", "join", "mitmachen", "anmelden", "take-part", "sign-up"}, Takes: takesCohortNumber, Names: namesAnywhere, Do: cohortJoin, Needs: join, Help: "help.cohort.join"},
		{Action: "cohort.project", Command: "cohort", Words: []string{"projekt", "project"}, Takes: takesCohortNumber, Names: namesAnywhere, Do: cohortProject, Needs: join, Help: "help.cohort.project"},
		{Action: "cohort.leave", Command: "cohort", Words: []string{"aussteigen", "leave", "abmelden", "sign-off"}, Takes: takesCohort, Names: namesAnywhere, Do: cohortLeave, Needs: join, Help: "help.cohort.leave"},
		{Action: "cohort.check_in", Command: "cohort", Words: []string{"stand", "check-in", "zwischenstand", "status"}, Takes: takesCheckIn, Names: namesApart, Do: cohortCheckIn, Needs: join, Help: "help.cohort.check_in"},
		{Action: "cohort.check_in_reason", Command: "cohort", Words: []string{"grund", "reason"}, Takes: takesCohortWords, Names: namesApart, Do: cohortReason, Submit: cohortReasonForm, Needs: join},
		{Action: "cohort.ask", Takes: takesCohort, Do: cohortAsk, Needs: townhall.VerbAskLotsen},
		{Action: "cohort.tell_lead", Command: "cohort", Words: []string{"teamleitung", "team-lead"}, Takes: takesCohortWords, Names: namesAnywhere, Do: cohortTellLead, Needs: join},
		{Action: "cohort.survey", Command: "cohort", Words: []string{"umfrage", "survey"}, Takes: takesCohortWords, Names: namesAnywhere, Do: cohortSurvey, Submit: cohortSurveyForm, Needs: join, Help: "help.cohort.survey"},
		{Action: "cohort.survey_skip", Command: "cohort", Words: []string{"umfrage-überspringen", "skip-survey"}, Takes: takesCohort, Names: namesAnywhere, Do: cohortSurveySkip, Needs: join},
		{Action: "cohort.carry", Command: "cohort", Words: []string{"mitnehmen", "carry", "take-along"}, Takes: takesCohort, Names: namesAnywhere, Do: cohortCarry, Needs: join, Help: "help.cohort.carry"},
		{Action: "cohort.cannot", Command: "cohort", Words: []string{"kann-nicht", "cannot", "ich-kann-nicht", "can't", "cannot-come"}, Takes: takesCohortDay, Names: namesAnywhere, Do: cohortCannot, Needs: join, Help: "help.cohort.cannot"},
		{Action: "cohort.can", Command: "cohort", Words: []string{"kann-doch", "can", "can-come"}, Takes: takesCohortDay, Names: namesAnywhere, Do: cohortCan, Needs: join},

		// the coordination
		{Action: "cohort.new", Command: "cohort", Words: []string{"neu", "new"}, Takes: takesCohortWords, Do: cohortNew, Submit: cohortNewForm, Needs: run, Help: "help.cohort.new"},
		{Action: "cohort.move", Command: "cohort", Words: []string{"verschieben", "move", "verlegen", "postpone"}, Takes: takesMove, Names: namesAnywhere, Do: cohortMove, Submit: cohortMoveForm, Needs: run, Help: "help.cohort.move"},
		{Action: "cohort.move_now", Takes: takesCohortWords, Do: cohortMoveNow, Needs: run},
		{Action: "cohort.place", Command: "cohort", Words: []string{"ort", "place", "agenda", "tagesordnung"}, Takes: takesCohortDay, Names: namesAnywhere, Do: cohortPlace, Submit: cohortPlaceForm, Needs: run, Help: "help.cohort.place"},
		{Action: "cohort.places", Command: "cohort", Words: []string{"plätze", "places"}, Takes: takesPlaces, Names: namesAnywhere, Do: cohortPlaces, Submit: cohortPlacesForm, Needs: run, Help: "help.cohort.places"},
		{Action: "cohort.cancel", Command: "cohort", Words: []string{"absagen", "cancel", "call-off"}, Takes: takesCohortDay, Names: namesApart, Do: cohortCancel, Submit: cohortCancelForm, Needs: run, Help: "help.cohort.cancel"},
		{Action: "cohort.participants", Command: "cohort", Words: []string{"teilnehmende", "participants"}, Takes: takesCohort, Names: namesAnywhere, Do: cohortParticipants, Needs: run, Help: "help.cohort.participants"},
		{Action: "cohort.reminders", Command: "cohort", Words: []string{"erinnerungen", "reminders", "erinnerung", "reminder"}, Takes: takesWordsOrNothing, Do: cohortReminders, Submit: cohortRemindersForm, Needs: townhall.VerbSetCalendar, Help: "help.cohort.reminders"},
		{Action: "cohort.uninvite", Command: "cohort", Words: []string{"ausladen", "uninvite"}, Takes: takesCohortWords, Names: namesAnywhere, Do: cohortUninvite, Submit: cohortUninviteForm, Needs: run, Help: "help.cohort.uninvite"},
		{Action: "cohort.invite", Command: "cohort", Words: []string{"einladen", "invite"}, Takes: takesCohortWords, Names: namesAnywhere, Do: cohortInvite, Submit: cohortInvite, Needs: run, Help: "help.cohort.invite"},
	}}
}
