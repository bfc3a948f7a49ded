package commands

import "lotsenfunk/townhall"

// digestCommand is /bericht.
func digestCommand() command {
	return command{name: "digest", words: []string{"bericht", "digest", "wochenstand"}, bare: "digest.menu", number: "decision.show", rows: []Row{
		{Action: "digest.menu", Takes: takesNothing, Do: digestMenu, Needs: townhall.VerbSee, Help: "help.digest.menu"},
		{Action: "digest.all", Command: "digest", Words: []string{"alles", "all", "everything"}, Takes: takesNothing, Do: digestAll, Needs: townhall.VerbOwnDigest, Help: "help.digest.all"},
		{Action: "digest.project", Command: "digest", Words: []string{"projekt", "project"}, Takes: takesProject, Do: digestProject,
			Needs: townhall.VerbReadDigest, Help: "help.digest.project"},
		{Action: "digest.rhythm", Command: "digest", Words: []string{"rhythmus", "when", "wann", "rhythm"}, Takes: takesNothing, Do: digestRhythm,
			Needs: townhall.VerbOwnDigest, Help: "help.digest.rhythm"},
		{Action: "digest.subscribe", Command: "digest", Words: []string{"abo", "subscribe", "abonnieren"}, Takes: takesWordsOrNothing, Do: digestSubscribe, Submit: digestSubscribeForm,
			Needs: townhall.VerbOwnDigest, Help: "help.digest.subscribe"},
		{Action: "digest.less", Command: "digest", Words: []string{"seltener", "less", "less-often", "rarer"}, Takes: takesNothing, Do: digestLess, Needs: townhall.VerbOwnDigest, Help: "help.digest.less"},
		{Action: "digest.pause", Command: "digest", Words: []string{"pause", "pausieren"}, Takes: takesWordsOrNothing, Do: digestPause, Needs: townhall.VerbOwnDigest, Help: "help.digest.pause"},
		{Action: "digest.resume", Command: "digest", Words: []string{"an", "on", "weiter", "resume"}, Takes: takesNothing, Do: digestResume, Needs: townhall.VerbOwnDigest},
		{Action: "digest.off", Command: "digest", Words: []string{"aus", "off", "abbestellen", "unsubscribe"}, Takes: takesNothing, Do: digestOff,
			Needs: townhall.VerbOwnDigest, Help: "help.digest.off"},
		{Action: "digest.help", Command: "digest", Words: []string{"hilfe", "help", "?"}, Takes: takesNothing, Do: help},
		{Action: "decision.show", Command: "digest", Words: []string{"zeigen", "show"}, Takes: takesNumber, Do: decisionShow, Needs: townhall.VerbSee, Help: "help.decision.show"},
		{Action: "decision.decide", Command: "digest", Words: []string{"entscheiden", "decide", "entscheide", "entscheidung", "decision"}, Takes: takesDecision,
			Do: decisionDecide, Needs: townhall.VerbDecide, Help: "help.decision.decide"},
		{Action: "decision.withdraw", Command: "digest", Words: []string{"zurückziehen", "withdraw", "zurücknehmen"}, Takes: takesNumber,
			Do: decisionWithdraw, Needs: townhall.VerbOwnDecision, Help: "help.decision.withdraw"},
		{Action: "decision.yes", Takes: takesNumberText, Do: decisionYes, Submit: decisionYes, Needs: townhall.VerbDecide},
		{Action: "decision.no", Takes: takesNumberText, Do: decisionNo, Submit: decisionNo, Needs: townhall.VerbDecide},
		{Action: "decision.counter", Takes: takesNumberText, Do: decisionCounter, Submit: decisionCounter, Needs: townhall.VerbDecide},
	}}
}

// decisionRows are the rows of /paket about decisions.
func decisionRows() []Row {
	return []Row{
		{Action: "package.decision", Command: "package", Words: []string{"entscheidung", "decision"}, Takes: takesNumberText,
			Do: packageDecision, Submit: packageDecisionForm, Needs: townhall.VerbAskDecision, Help: "help.decision.ask"},
		{Action: "decision.explain", Takes: takesNumber, Do: decisionExplain, Submit: decisionExplain, Needs: townhall.VerbOwnDecision},
	}
}
