package commands

import (
	"fmt"

	"lotsenfunk/bot"
	"lotsenfunk/townhall"
)

// Script answers one call.
type Script func(*Call) (bot.Reply, error)

// Row is one thing that people can do, however they do it: by typing the verb,
// by pressing the button or by sending the form.
type Row struct {
	Action  string   // what buttons, selects and forms name: "idea.vote"
	Command string   // the command it is typed under: "idea"; "" for buttons only
	Words   []string // the verbs, compared as fold writes them; first the German one that help shows, then the English
	Takes   Grammar  // what follows the verb, and what a button's value holds
	Do      Script   // typed or pressed
	Submit  Script   // its form comes back
	Cancel  Script   // its form was closed
	Help    string   // the catalogue entry of its line in the help, "" for none
	Needs   townhall.Verb
	// Sentence: the same line might be meant as an idea, so a refusal offers
	// to file it.
	Sentence bool
	// AtOnce: the answer cannot be sent later, because it is kept nowhere. If
	// it takes too long, the transaction is rolled back instead.
	AtOnce bool
}

// The commands, by the names their rows use, and the words they are typed with.
// A town may add words of its own.
var commandWords = map[string]string{
	"idee": "idea", "idea": "idea",
	"lotsenfunk": "lotsenfunk",
}

// Rows is the table of everything that people can do.
func Rows() []Row {
	return []Row{
		// /idee: file, look, support
		{Action: "idea.menu", Takes: takesNothing, Do: ideaMenu},
		{Action: "idea.menu_more", Takes: takesNothing, Do: ideaMenuMore},
		{Action: "idea.file", Takes: takesWords, Do: ideaFile, Submit: ideaFileForm, Needs: townhall.VerbFile, Help: "help.idea.file"},
		{Action: "idea.anonymous", Command: "idea", Words: []string{"ohne-namen", "anonymous", "ohnenamen", "ohne-meinen-namen", "anonym", "without-name", "without-my-name"},
			Takes: takesWords, Do: ideaAnonymous, Submit: ideaFileForm, Needs: townhall.VerbFile, AtOnce: true, Help: "help.idea.anonymous"},
		{Action: "idea.file_draft", Takes: takesWords, Do: ideaFileDraft, Needs: townhall.VerbFile, AtOnce: true},
		{Action: "idea.file_draft_unnamed", Takes: takesWords, Do: ideaFileDraftUnnamed, Needs: townhall.VerbFile, AtOnce: true},
		{Action: "idea.edit_draft", Takes: takesWords, Do: ideaEditDraft, Needs: townhall.VerbFile, AtOnce: true},
		{Action: "idea.drop_draft", Takes: takesWords, Do: ideaDropDraft, AtOnce: true},
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
		{Action: "idea.lamp", Takes: takesWords, Do: ideaFromMessage, Needs: townhall.VerbFile},
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

		// /lotsenfunk
		{Action: "lotsenfunk.help", Command: "lotsenfunk", Words: []string{"hilfe", "help"}, Takes: takesNothing, Do: help, Help: "help.lotsenfunk.help"},
		{Action: "lotsenfunk.settings", Command: "lotsenfunk", Words: []string{"einstellungen", "settings", "einstellung"}, Takes: takesWordsOrNothing, Do: settings,
			Needs: townhall.VerbOwnSettings, Help: "help.lotsenfunk.settings"},
		{Action: "lotsenfunk.town_address", Takes: takesWords, Do: townAddress, Needs: townhall.VerbSetTownAddress},
		{Action: "lotsenfunk.roles", Command: "lotsenfunk", Words: []string{"rollen", "roles", "rolle", "role"}, Takes: takesWordsOrNothing, Do: roles, Submit: rolesForm,
			Needs: townhall.VerbSetRoles, Help: "help.lotsenfunk.roles"},
	}
}

// verb is one word of a row.
type verb struct {
	word   string // as it is shown
	folded string // as it is compared
	row    *Row
}

// verbsOf lists the verbs of each command.
func verbsOf(rows []Row) map[string][]verb {
	verbs := map[string][]verb{}
	for i := range rows {
		for _, w := range rows[i].Words {
			verbs[rows[i].Command] = append(verbs[rows[i].Command], verb{w, fold(w), &rows[i]})
		}
	}
	return verbs
}

// index finds rows by action, and refuses a table in which an action or a
// command's word stands twice.
func index(rows []Row) (map[string]*Row, error) {
	byAction := make(map[string]*Row, len(rows))
	words := map[string]string{}
	for i := range rows {
		r := &rows[i]
		if byAction[r.Action] != nil {
			return nil, fmt.Errorf("command table: action %s stands twice", r.Action)
		}
		byAction[r.Action] = r
		for _, w := range r.Words {
			w = fold(w)
			if other := words[r.Command+" "+w]; other != "" {
				return nil, fmt.Errorf("command table: /%s %s is both %s and %s", r.Command, w, other, r.Action)
			}
			words[r.Command+" "+w] = r.Action
		}
	}
	return byAction, nil
}
