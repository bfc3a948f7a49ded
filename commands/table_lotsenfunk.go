package commands

import "lotsenfunk/townhall"

// lotsenfunkCommand is /lotsenfunk: the bot itself, one's settings, and what the
// administration does.
func lotsenfunkCommand() command {
	return command{name: "lotsenfunk", words: []string{"lotsenfunk"}, bare: "lotsenfunk.home", number: "lotsenfunk.show",
		text: "lotsenfunk.setting", rows: []Row{
			{Action: "lotsenfunk.help", Command: "lotsenfunk", Words: []string{"hilfe", "help"}, Takes: takesNothing, Do: help, Help: "help.lotsenfunk.help"},
			{Action: "lotsenfunk.home", Command: "lotsenfunk", Words: []string{"start", "home", "meins"}, Takes: takesNothing, Do: home, Help: "help.lotsenfunk.home"},
			{Action: findPeople, Takes: takesWordsOrNothing, Do: peopleFound, Needs: townhall.VerbSee, Finds: true},
			{Action: findDepartments, Takes: takesWordsOrNothing, Do: departmentsFound, Needs: townhall.VerbSetRoles, Finds: true},
			{Action: Whole, Takes: takesNumber, Do: showAny, Needs: townhall.VerbSee},
			{Action: "lotsenfunk.settings", Command: "lotsenfunk", Words: []string{"einstellungen", "settings", "einstellung"}, Takes: takesWordsOrNothing, Do: settings,
				Needs: townhall.VerbOwnSettings, Help: "help.lotsenfunk.settings"},
			{Action: "lotsenfunk.privacy", Command: "lotsenfunk", Words: []string{"wer-sieht-was", "who-sees-what", "datenschutz", "privacy"}, Takes: takesOffset, Do: whoSeesWhat,
				Help: "help.lotsenfunk.privacy"},

			{Action: "lotsenfunk.snooze", Command: "lotsenfunk", Words: []string{"später", "erinnern", "later", "snooze", "remind"}, Takes: takesWordsOrNothing, Do: snooze,
				Needs: townhall.VerbOwnSettings, Help: "help.lotsenfunk.snooze"},

			// behind /lotsenfunk einstellungen
			{Action: "lotsenfunk.setting", Takes: takesWords, Do: settingWord, Needs: townhall.VerbOwnSettings},
			{Action: "lotsenfunk.settings_more", Takes: takesNothing, Do: settingsMore, Needs: townhall.VerbOwnSettings, InPlace: true},
			{Action: "lotsenfunk.language", Takes: takesWordsOrNothing, Do: language, Needs: townhall.VerbOwnSettings, InPlace: true},
			{Action: "lotsenfunk.absence", Takes: takesWordsOrNothing, Do: absence, Submit: absenceForm, Needs: townhall.VerbOwnSettings},
			{Action: "lotsenfunk.back", Takes: takesNothing, Do: back, Needs: townhall.VerbOwnSettings},
			{Action: "lotsenfunk.days", Takes: takesWordsOrNothing, Do: workingDays, Submit: workingDaysForm, Needs: townhall.VerbOwnSettings},
			{Action: "lotsenfunk.deputy", Takes: takesWordsOrNothing, Do: deputy, Submit: deputyForm, Needs: townhall.VerbOwnSettings},
			{Action: "lotsenfunk.quiet", Takes: takesWordsOrNothing, Do: quiet, Submit: quietForm, Needs: townhall.VerbOwnSettings},
			{Action: "lotsenfunk.town_address", Takes: takesWords, Do: townAddress, Needs: townhall.VerbSetTownAddress},

			// for the administration
			{Action: "lotsenfunk.roles", Command: "lotsenfunk", Words: []string{"rollen", "roles", "rolle", "role"}, Takes: takesWordsOrNothing, Do: roles, Submit: rolesForm,
				Needs: townhall.VerbSetRoles, Help: "help.lotsenfunk.roles"},
			{Action: "lotsenfunk.person", Command: "lotsenfunk", Words: []string{"person"}, Takes: takesWordsOrNothing, Do: person, Submit: personForm,
				Needs: townhall.VerbSetRoles, Help: "help.lotsenfunk.person"},
			{Action: "lotsenfunk.department", Command: "lotsenfunk", Words: []string{"bereich", "department", "fachbereich"}, Takes: takesWordsOrNothing, Do: department, Submit: departmentForm,
				Needs: townhall.VerbSetRoles, Help: "help.lotsenfunk.department"},
			{Action: "lotsenfunk.departments", Command: "lotsenfunk", Words: []string{"bereiche", "departments", "fachbereiche"}, Takes: takesWordsOrNothing, Do: departments,
				Needs: townhall.VerbSetRoles, Help: "help.lotsenfunk.departments"},
			{Action: "lotsenfunk.department_name", Takes: takesWords, Do: renameDepartment, Submit: departmentNameForm, Needs: townhall.VerbSetRoles},
			{Action: "lotsenfunk.topics", Command: "lotsenfunk", Words: []string{"themen", "topics"}, Takes: takesWordsOrNothing, Do: topics, Submit: topicsForm,
				Needs: townhall.VerbSetRoles, Help: "help.lotsenfunk.topics"},
			{Action: "lotsenfunk.leave", Command: "lotsenfunk", Words: []string{"ausgeschieden", "left"}, Takes: takesWordsOrNothing, Do: leave, Needs: townhall.VerbSetRoles, Help: "help.lotsenfunk.leave"},
			{Action: "lotsenfunk.channels", Command: "lotsenfunk", Words: []string{"kanäle", "channels", "kanal", "channel"}, Takes: takesWordsOrNothing, Do: channels,
				Needs: townhall.VerbAdminister, Help: "help.lotsenfunk.channels"},
			{Action: "lotsenfunk.calendar", Command: "lotsenfunk", Words: []string{"kalender", "calendar"}, Takes: takesWordsOrNothing, Do: townCalendar,
				Needs: townhall.VerbSetCalendar, Help: "help.lotsenfunk.calendar"},
			{Action: "lotsenfunk.calendar_more", Takes: takesNothing, Do: calendarMore, Needs: townhall.VerbSetCalendar, InPlace: true},
			{Action: "lotsenfunk.day_off", Command: "lotsenfunk", Words: []string{"dienstfrei", "day-off"}, Takes: takesWordsOrNothing, Do: dayOff, Submit: dayOffForm,
				Needs: townhall.VerbSetCalendar, Help: "help.lotsenfunk.day_off"},
			{Action: "lotsenfunk.workday", Command: "lotsenfunk", Words: []string{"dienst", "workday"}, Takes: takesWordsOrNothing, Do: workday, Submit: workdayForm,
				Needs: townhall.VerbSetCalendar, Help: "help.lotsenfunk.workday"},
			{Action: "lotsenfunk.rhythm", Command: "lotsenfunk", Words: []string{"rhythmus", "rhythm"}, Takes: takesWordsOrNothing, Do: rhythm, Submit: rhythmForm,
				Needs: townhall.VerbSetCalendar, Help: "help.lotsenfunk.rhythm"},
			{Action: "lotsenfunk.state", Command: "lotsenfunk", Words: []string{"bundesland", "state"}, Takes: takesWordsOrNothing, Do: state, Submit: stateForm,
				Needs: townhall.VerbSetCalendar},
			{Action: "lotsenfunk.deadlines", Command: "lotsenfunk", Words: []string{"fristen", "deadlines"}, Takes: takesWordsOrNothing, Do: deadlines, Submit: deadlinesForm,
				Needs: townhall.VerbSetCalendar, Help: "help.lotsenfunk.deadlines"},
			{Action: "lotsenfunk.status", Command: "lotsenfunk", Words: []string{"status"}, Takes: takesNothing, Do: status, Needs: townhall.VerbAdminister, Help: "help.lotsenfunk.status"},
			{Action: "lotsenfunk.return", Command: "lotsenfunk", Words: []string{"wieder-da", "returned"}, Takes: takesWordsOrNothing, Do: comeBack, Needs: townhall.VerbSetRoles},
		}}
}
