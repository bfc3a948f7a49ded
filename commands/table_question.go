package commands

import "lotsenfunk/townhall"

// questionCommand is /lotse.
func questionCommand() command {
	return command{name: "lotse", words: []string{"lotse", "lotsin", "lotsen"}, bare: "question.menu", number: "question.show", list: "question.mine",
		text: "question.ask", asText: (*Call).askButton, rows: []Row{
			// /lotse: ask, look
			{Action: "question.menu", Takes: takesNothing, Do: questionMenu},
			{Action: "question.menu_more", Takes: takesNothing, Do: questionMenuMore, InPlace: true},
			{Action: "question.ask", Takes: takesWords, Do: questionAsk, Submit: questionAskForm, Needs: townhall.VerbAskLotsen, Help: "help.question.ask"},
			{Action: "question.confidential", Command: "lotse", Words: []string{"vertraulich", "confidential"},
				Takes: takesWords, Do: questionConfidential, Submit: questionAskForm, Needs: townhall.VerbAskLotsen, Help: "help.question.confidential"},
			{Action: "question.write", Takes: takesNothing, Do: questionAsk, Needs: townhall.VerbAskLotsen, Shortcut: MenuAnywhere},
			{Action: "question.ask_draft", Takes: takesWords, Do: questionAskDraft, Needs: townhall.VerbAskLotsen},
			{Action: "question.confidential_draft", Takes: takesWords, Do: questionConfidentialDraft, Needs: townhall.VerbAskLotsen},
			{Action: "question.show", Command: "lotse", Words: []string{"zeigen", "show"}, Takes: takesNumber, Do: questionShow, Needs: townhall.VerbAskLotsen, Help: "help.question.show", Sentence: true},
			{Action: "question.more", Command: "lotse", Words: []string{"mehr", "more"}, Takes: takesNumber, Do: questionMore, Needs: townhall.VerbAskLotsen},
			{Action: "question.help", Command: "lotse", Words: []string{"hilfe", "help", "?"}, Takes: takesNothing, Do: help},
			{Action: "question.mine", Command: "lotse", Words: []string{"meine", "mine", "my"}, Takes: takesOffset, Do: questionMine, Needs: townhall.VerbAskLotsen, Help: "help.question.mine"},
			{Action: "question.who", Command: "lotse", Words: []string{"wer", "who"}, Takes: takesTopicOrNothing, Do: questionWho, Needs: townhall.VerbAskLotsen, Help: "help.question.who"},
			{Action: "question.charter", Command: "lotse", Words: []string{"dürfen", "may", "charter"}, Takes: takesNothing, Do: questionCharter, Help: "help.question.charter"},

			// /lotse: who asked, and the conversation
			{Action: "question.answer", Command: "lotse", Words: []string{"antwort", "answer", "antworten", "reply"}, Takes: takesNumberText, Do: questionAnswer, Submit: questionAnswer,
				Needs: townhall.VerbAskLotsen, Help: "help.question.answer", Sentence: true},
			{Action: "question.amend", Command: "lotse", Words: []string{"ergänzen", "amend", "add"}, Takes: takesNumberText, Do: questionAmend, Submit: questionAnswer,
				Needs: townhall.VerbAskLotsen, Sentence: true},
			{Action: "question.settle", Command: "lotse", Words: []string{"erledigt", "settled", "solved"}, Takes: takesNumber, Do: questionSettle, Needs: townhall.VerbAskLotsen, Help: "help.question.settle", Sentence: true},
			{Action: "question.consent", Command: "lotse", Words: []string{"einverstanden", "agree", "consent"}, Takes: takesNumber, Do: questionConsent,
				Needs: townhall.VerbAskLotsen, Help: "help.question.consent", Sentence: true},
			{Action: "question.refuse", Command: "lotse", Words: []string{"nicht-einverstanden", "refuse", "disagree"}, Takes: takesNumber, Do: questionRefuse, Needs: townhall.VerbAskLotsen, Sentence: true},
			{Action: "question.helped", Command: "lotse", Words: []string{"hilft", "helped", "helps"}, Takes: takesNumber, Do: questionHelped, Needs: townhall.VerbAskLotsen, Help: "help.question.helped", Sentence: true},
			{Action: "question.reopen", Command: "lotse", Words: []string{"hilft-nicht", "reopen", "did-not-help", "no-help"}, Takes: takesNumberText, Do: questionReopen,
				Needs: townhall.VerbAskLotsen, Help: "help.question.reopen", Sentence: true},

			// /lotse: Lotsen
			{Action: "question.queue", Command: "lotse", Words: []string{"fragen", "questions", "queue"}, Takes: takesOffset, Do: questionQueue, Needs: townhall.VerbTakeQuestions, Help: "help.question.queue"},
			{Action: "question.claim", Command: "lotse", Words: []string{"nehmen", "take", "claim", "übernehmen"}, Takes: takesNumber, Do: questionClaim,
				Needs: townhall.VerbTakeQuestions, Help: "help.question.claim", Sentence: true},
			{Action: "question.release", Command: "lotse", Words: []string{"zurückgeben", "give-back", "release"}, Takes: takesNumber, Do: questionRelease,
				Needs: townhall.VerbTakeQuestions, Help: "help.question.release", Sentence: true},
			{Action: "question.return", Command: "lotse", Words: []string{"zurückholen", "fetch", "return"}, Takes: takesNumber, Do: questionRelease, Needs: townhall.VerbTakeQuestions, Sentence: true},
			{Action: "question.ask_back", Command: "lotse", Words: []string{"rückfrage", "ask-back", "ask"}, Takes: takesNumberText, Do: questionAskBack, Submit: questionAskBack,
				Needs: townhall.VerbTakeQuestions, Help: "help.question.ask_back", Sentence: true},
			{Action: "question.topic", Command: "lotse", Words: []string{"thema", "topic"}, Takes: takesNumberText, Do: questionTopic, Submit: questionTopicForm,
				Needs: townhall.VerbTakeQuestions, Help: "help.question.topic", Sentence: true},
			{Action: "question.forward", Command: "lotse", Words: []string{"weitergeben", "forward"}, Takes: takesNumberTo, Do: questionForward, Submit: questionForwardForm,
				Needs: townhall.VerbTakeQuestions, Help: "help.question.forward", Sentence: true},
			{Action: "question.close", Command: "lotse", Words: []string{"abschließen", "close", "schließen"}, Takes: takesNumber, Do: questionClose,
				Needs: townhall.VerbTakeQuestions, Help: "help.question.close", Sentence: true},
			{Action: "question.week", Command: "lotse", Words: []string{"woche", "week"}, Takes: takesNothing, Do: questionWeek, Needs: townhall.VerbTakeQuestions, Help: "help.question.week"},
		}}
}
