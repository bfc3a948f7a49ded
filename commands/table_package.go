package commands

import (
	"slices"

	"lotsenfunk/townhall"
)

// packageCommand is /paket: work packages, and the projects they belong to.
func packageCommand() command {
	return command{name: "package", words: []string{"paket", "package"}, bare: "package.mine", number: "package.show", list: "package.list",
		rows: slices.Concat(packageRows(), decisionRows(), projectRows())}
}

func packageRows() []Row {
	return []Row{
		// look
		{Action: "package.mine", Command: "package", Words: []string{"meine", "mine", "my"}, Takes: takesNothing, Do: packageHome, Needs: townhall.VerbSee, Help: "help.package.mine"},
		{Action: "package.menu_more", Takes: takesNothing, Do: packageMenuMore, InPlace: true},
		{Action: "package.help", Command: "package", Words: []string{"hilfe", "help", "?"}, Takes: takesNothing, Do: help},
		{Action: "package.show", Command: "package", Words: []string{"zeigen", "show"}, Takes: takesNumber, Do: packageShow, Needs: townhall.VerbSee, Help: "help.package.show"},
		{Action: "package.more", Command: "package", Words: []string{"mehr", "more"}, Takes: takesNumber, Do: packageMore, Needs: townhall.VerbSee},
		{Action: "package.free", Command: "package", Words: []string{"frei", "free", "freie"}, Takes: takesOffset, Do: packageFree, Needs: townhall.VerbSee, Help: "help.package.free"},
		{Action: "package.list", Command: "package", Words: []string{"liste", "list", "alle", "all"}, Takes: takesOffset, Do: packageList, Needs: townhall.VerbSee, Help: "help.package.list"},

		// everybody, and a package's own people
		{Action: "package.claim", Command: "package", Words: []string{"nehmen", "claim", "übernehmen", "nimm", "take"}, Takes: takesNumber, Do: packageClaim, Needs: townhall.VerbClaim, Help: "help.package.claim"},
		{Action: "package.join", Command: "package", Words: []string{"mithelfen", "join", "help-along", "mit-helfen", "mitmachen"}, Takes: takesNumber, Do: packageJoin, Needs: townhall.VerbClaim, Help: "help.package.join"},
		{Action: "package.release", Command: "package", Words: []string{"zurückgeben", "release", "give-back", "abgeben"}, Takes: takesNumber, Do: packageRelease, Needs: townhall.VerbWorkOn, Help: "help.package.release"},
		{Action: "package.done", Command: "package", Words: []string{"fertig", "done", "erledigt", "finished"}, Takes: takesNumberText, Do: packageDone, Needs: townhall.VerbWorkOn, Help: "help.package.done"},
		{Action: "package.result", Command: "package", Words: []string{"ergebnis", "result"}, Takes: takesNumberText, Do: packageResult, Submit: packageResult, Needs: townhall.VerbWorkOn, Help: "help.package.result"},
		{Action: "package.block", Command: "package", Words: []string{"hängt", "stuck", "wartet", "waits", "blocked", "es-hängt"}, Takes: takesNumberText, Do: packageBlock, Submit: packageBlock, Needs: townhall.VerbWorkOn, Help: "help.package.block"},
		{Action: "package.resume", Command: "package", Words: []string{"weiter", "resume", "continue", "geht-weiter", "weitermachen"}, Takes: takesNumber, Do: packageResume, Needs: townhall.VerbWorkOn, Help: "help.package.resume"},
		{Action: "package.ask", Command: "package", Words: []string{"lotsen", "ask"}, Takes: takesNumber, Do: packageAsk, Needs: townhall.VerbAskLotsen, Help: "help.package.ask"},
		{Action: "package.link", Command: "package", Words: []string{"link"}, Takes: takesNumberText, Do: packageLink, Submit: packageLink, Needs: townhall.VerbWorkOn, Help: "help.package.link"},
		{Action: "package.unlink", Takes: takesNumberText, Do: packageUnlink, Needs: townhall.VerbWorkOn},
		{Action: "package.say", Command: "package", Words: []string{"schreiben", "write", "nachricht", "message"}, Takes: takesNumberText, Do: packageSay, Submit: packageSay, Needs: townhall.VerbTalkAbout, Help: "help.package.say"},

		// leads
		{Action: "package.new", Command: "package", Words: []string{"neu", "new"}, Takes: takesNumberOrWords, Do: packageNew, Submit: packageNewForm, Needs: townhall.VerbAddPackage, Help: "help.package.new"},
		{Action: findProjects, Takes: takesWordsOrNothing, Do: projectsFound, Needs: townhall.VerbAddPackage, Finds: true},
		{Action: findMilestones, Takes: takesWordsOrNothing, Do: milestonesFound, Needs: townhall.VerbAddPackage, Finds: true},
		{Action: "package.split", Takes: takesWords, Do: packageSplit, Needs: townhall.VerbAddPackage},
		{Action: "package.edit", Command: "package", Words: []string{"ändern", "edit", "change"}, Takes: takesNumber, Do: packageEdit, Submit: packageEditForm, Needs: townhall.VerbSteerProject, Help: "help.package.edit"},
		{Action: "package.due", Command: "package", Words: []string{"frist", "due", "deadline"}, Takes: takesNumberDay, Do: packageDue, Submit: packageDueForm, Needs: townhall.VerbSteerProject, Help: "help.package.due"},
		{Action: "package.drop", Command: "package", Words: []string{"verwerfen", "drop"}, Takes: takesNumberText, Do: packageDrop, Submit: packageDrop, Needs: townhall.VerbSteerProject, Help: "help.package.drop"},
		{Action: "package.reopen", Command: "package", Words: []string{"öffnen", "reopen", "open"}, Takes: takesNumber, Do: packageReopen, Needs: townhall.VerbSteerProject, Help: "help.package.reopen"},
	}
}

func projectRows() []Row {
	return []Row{
		{Action: "project.list", Command: "package", Words: []string{"projekte", "projects"}, Takes: takesNothing, Do: projectList, Needs: townhall.VerbSee, Help: "help.project.list"},
		// "projekt 3", "projekt 3 pausieren Grund", "projekt neu": one word for all that is about a project
		{Action: "project.line", Command: "package", Words: []string{"projekt", "project"}, Takes: takesProjectLine, Do: projectLine, Needs: townhall.VerbSee, Help: "help.project.show"},
		{Action: "project.show", Takes: takesNumber, Do: projectShow, Needs: townhall.VerbSee},
		{Action: "project.more", Takes: takesNumber, Do: projectMore, Needs: townhall.VerbSee},
		{Action: "project.new", Takes: takesNothing, Do: projectNew, Submit: projectNewForm, Needs: townhall.VerbPlanProject, Help: "help.project.new"},
		{Action: "project.start", Takes: takesNumber, Do: projectStart, Needs: townhall.VerbSteerProject, Help: "help.project.steer"},
		{Action: "project.resume", Takes: takesNumber, Do: projectResume, Needs: townhall.VerbSteerProject},
		{Action: "project.pause", Takes: takesNumberText, Do: projectPause, Submit: projectPause, Needs: townhall.VerbSteerProject},
		{Action: "project.stop", Takes: takesNumberText, Do: projectStop, Submit: projectStop, Needs: townhall.VerbSteerProject},
		{Action: "project.people", Takes: takesNumber, Do: projectPeople, Submit: projectPeopleForm, Needs: townhall.VerbSteerProject, Help: "help.project.people"},
		{Action: "project.milestone", Command: "package", Words: []string{"meilenstein", "milestone"}, Takes: takesNumberTextUntil, Do: projectMilestone, Submit: projectMilestoneForm,
			Needs: townhall.VerbSteerProject, Help: "help.project.milestone"},
		{Action: "project.reached", Command: "package", Words: []string{"erreicht", "reached"}, Takes: takesNumberText, Do: projectReached, Needs: townhall.VerbSteerProject, Help: "help.project.reached"},
		{Action: "project.mandate", Command: "package", Words: []string{"rückendeckung", "mandate", "back"}, Takes: takesNumberTextUntil, Do: projectMandate, Submit: projectMandateForm,
			Needs: townhall.VerbBackProject, Help: "help.project.mandate"},
	}
}
