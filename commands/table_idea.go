package commands

import "lotsenfunk/townhall"

// ideaCommand is /idee.
func ideaCommand() command {
	return command{name: "idea", words: []string{"idee", "idea"}, bare: "idea.menu", number: "idea.show", list: "idea.list",
		text: "idea.file", asText: (*Call).fileButton, rows: []Row{
			// /idee: file, look, support
			{Action: "idea.menu", Takes: takesNothing, Do: ideaMenu},
			{Action: "idea.menu_more", Takes: takesNothing, Do: ideaMenuMore, InPlace: true},
			{Action: "idea.file", Takes: takesWords, Do: ideaFile, Submit: ideaFileForm, Needs: townhall.VerbFile, Help: "help.idea.file"},
			{Action: "idea.anonymous", Command: "idea", Words: []string{"ohne-namen", "anonymous", "ohnenamen", "ohne-meinen-namen", "anonym", "without-name", "without-my-name"},
				Takes: takesWords, Do: ideaAnonymous, Submit: ideaFileForm, Needs: townhall.VerbFile, AtOnce: true, Help: "help.idea.anonymous"},
			{Action: "idea.file_draft", Takes: takesWords, Do: ideaFileDraft, Needs: townhall.VerbFile, AtOnce: true},
			{Action: "idea.file_draft_unnamed", Takes: takesWords, Do: ideaFileDraftUnnamed, Needs: townhall.VerbFile, AtOnce: true},
			{Action: "idea.edit_draft", Takes: takesWords, Do: ideaEditDraft, Needs: townhall.VerbFile, AtOnce: true},
			{Action: "idea.drop_draft", Takes: takesWords, Do: ideaDropDraft, AtOnce: true, InPlace: true},
			{Action: "idea.support_similar", Takes: takesNumberText, Do: ideaSupportSimilar, Needs: townhall.VerbSupport, AtOnce: true},
			{Action: "idea.show", Command: "idea", Words: []string{"zeigen", "show"}, Takes: takesNumber, Do: ideaShow, Needs: townhall.VerbSee, Help: "help.idea.show", Sentence: true},
			{Action: "idea.more", Command: "idea", Words: []string{"mehr", "more"}, Takes: takesNumber, Do: ideaMore, Needs: townhall.VerbSee},
			{Action: "idea.comments", Command: "idea", Words: []string{"kommentare", "comments"}, Takes: takesNumber, Do: ideaComments, Needs: townhall.VerbSee},
			{Action: "idea.help", Command: "idea", Words: []string{"hilfe", "help", "?"}, Takes: takesNothing, Do: help},
			{Action: "idea.list", Command: "idea", Words: []string{"liste", "list", "alle", "all"}, Takes: takesOffset, Do: ideaList, Needs: townhall.VerbSee, Help: "help.idea.list"},
			{Action: "idea.mine", Command: "idea", Words: []string{"meine", "mine", "my"}, Takes: takesOffset, Do: ideaMine, Needs: townhall.VerbSee, Help: "help.idea.mine"},
			{Action: "idea.search", Command: "idea", Words: []string{"suche", "search", "suchen", "finde", "find"}, Takes: takesWords, Do: ideaSearch, Submit: ideaSearchForm,
				Needs: townhall.VerbSee, Help: "help.idea.search", Sentence: true},
			{Action: "idea.vote", Command: "idea", Words: []string{"unterstützen", "support", "vote"}, Takes: takesNumber, Do: ideaVote, Needs: townhall.VerbSupport, Help: "help.idea.vote", Sentence: true},
			{Action: "idea.unvote", Takes: takesNumber, Do: ideaVote, Needs: townhall.VerbSupport},
			{Action: "idea.comment", Command: "idea", Words: []string{"kommentar", "comment", "kommentieren"}, Takes: takesNumberText, Do: ideaComment, Submit: ideaComment,
				Needs: townhall.VerbSupport, Help: "help.idea.comment", Sentence: true},
			{Action: "idea.comment_draft", Takes: takesNumberText, Do: ideaCommentDraft, Needs: townhall.VerbSupport},
			{Action: "idea.lamp", Takes: takesWords, Do: ideaFromMessage, Needs: townhall.VerbFile, Shortcut: MenuOfMessage},
			{Action: "idea.write", Takes: takesNothing, Do: ideaFile, Needs: townhall.VerbFile, Shortcut: MenuAnywhere},
			{Action: "idea.name_me", Command: "idea", Words: []string{"nenne-mich", "name-me"}, Takes: takesNumber, Do: ideaNameMe},
			{Action: "idea.leave_me_out", Command: "idea", Words: []string{"nenne-mich-nicht", "leave-me-out"}, Takes: takesNumber, Do: ideaLeaveMeOut},

			// /idee: its author
			{Action: "idea.amend", Command: "idea", Words: []string{"ergänzen", "amend", "add"}, Takes: takesNumberText, Do: ideaAmend, Submit: ideaAmend, Needs: townhall.VerbOwn, Help: "help.idea.amend", Sentence: true},
			{Action: "idea.answer", Command: "idea", Words: []string{"antwort", "answer", "antworten", "reply"}, Takes: takesNumberText, Do: ideaAnswer, Submit: ideaAnswer,
				Needs: townhall.VerbOwn, Help: "help.idea.answer", Sentence: true},
			{Action: "idea.withdraw", Command: "idea", Words: []string{"zurückziehen", "withdraw"}, Takes: takesNumber, Do: ideaWithdraw, Needs: townhall.VerbOwn, Help: "help.idea.withdraw", Sentence: true},
			{Action: "idea.receipt", Command: "idea", Words: []string{"beleg", "receipt"}, Takes: takesWords, Do: ideaReceipt, Submit: ideaReceiptForm, AtOnce: true, Help: "help.idea.receipt", Sentence: true},
			{Action: "idea.receipt_answer", Takes: takesWords, Do: ideaReceiptAnswer, Submit: ideaReceiptAnswerForm, AtOnce: true},
			{Action: "idea.receipt_withdraw", Takes: takesWords, Do: ideaReceiptWithdraw, AtOnce: true},

			// /idee: review
			{Action: "idea.queue", Takes: takesOffset, Do: ideaQueue, Needs: townhall.VerbReview},
			{Action: "idea.review", Command: "idea", Words: []string{"prüfen", "review"}, Takes: takesNumberOrNothing, Do: ideaReview, Needs: townhall.VerbReview, Help: "help.idea.review", Sentence: true},
			{Action: "idea.ask", Command: "idea", Words: []string{"rückfrage", "question", "ask", "nachfragen"}, Takes: takesNumberText, Do: ideaAsk, Submit: ideaAsk,
				Needs: townhall.VerbReview, Help: "help.idea.ask", Sentence: true},
			{Action: "idea.accept", Command: "idea", Words: []string{"annehmen", "accept"}, Takes: takesNumber, Do: ideaAccept, Needs: townhall.VerbReview, Help: "help.idea.accept", Sentence: true},
			{Action: "idea.decline", Command: "idea", Words: []string{"ablehnen", "decline", "reject"}, Takes: takesNumberText, Do: ideaDecline, Submit: ideaDecline,
				Needs: townhall.VerbReview, Help: "help.idea.decline", Sentence: true},
			{Action: "idea.park", Command: "idea", Words: []string{"zurückstellen", "park", "postpone"}, Takes: takesNumberUntil, Do: ideaPark, Submit: ideaParkForm,
				Needs: townhall.VerbReview, Help: "help.idea.park", Sentence: true},
			{Action: "idea.forward", Command: "idea", Words: []string{"weitergeben", "forward"}, Takes: takesNumberTo, Do: ideaForward, Submit: ideaForwardForm,
				Needs: townhall.VerbReview, Help: "help.idea.forward", Sentence: true},
			{Action: "idea.merge", Command: "idea", Words: []string{"zusammenführen", "merge"}, Takes: takesNumberInto, Do: ideaMerge, Submit: ideaMergeForm,
				Needs: townhall.VerbReview, Help: "help.idea.merge", Sentence: true},
			{Action: "idea.rate", Command: "idea", Words: []string{"bewerten", "rate"}, Takes: takesRating, Do: ideaRate, Submit: ideaRateForm,
				Needs: townhall.VerbReview, Help: "help.idea.rate", Sentence: true},
			{Action: "idea.project", Command: "idea", Words: []string{"projekt", "project"}, Takes: takesNumber, Do: ideaProject, Submit: ideaProjectForm,
				Needs: townhall.VerbMakeProject, Help: "help.idea.project", Sentence: true},
		}}
}
