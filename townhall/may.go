package townhall

import "slices"

// Verb is something a person may or may not do to a thing. It is coarser than
// a command: withdrawing an idea and answering a question about it need the
// same right, that of its author.
type Verb string

// The verbs.
const (
	VerbSee            Verb = "see"              // look at it, list it, find it
	VerbFile           Verb = "file"             // file an idea
	VerbSupport        Verb = "support"          // vote and comment
	VerbOwn            Verb = "own"              // what only its author may: amend, answer, withdraw
	VerbReview         Verb = "review"           // question, decide, merge and rate an idea
	VerbMakeProject    Verb = "make_project"     // turn an accepted idea into a project
	VerbPlanProject    Verb = "plan_project"     // make a project of a goal, without an idea
	VerbSteerProject   Verb = "steer_project"    // start, pause or stop it; its milestones; days, drops and reopens of its packages
	VerbBackProject    Verb = "back_project"     // give it a mandate
	VerbAddPackage     Verb = "add_package"      // make a work package in it
	VerbClaim          Verb = "claim"            // take a work package, or help along
	VerbWorkOn         Verb = "work_on"          // what a package's people may: finish, wait, give back, link
	VerbTalkAbout      Verb = "talk_about"       // write to a package's people
	VerbReadDigest     Verb = "read_digest"      // see how a project gets on, over time
	VerbAskDecision    Verb = "ask_decision"     // ask for a decision about a package or project
	VerbDecide         Verb = "decide"           // decide it, or ask something first
	VerbOwnDecision    Verb = "own_decision"     // what only who asked may: answer what was asked first, take it back
	VerbSetRoles       Verb = "set_roles"        // give and take roles
	VerbOwnDigest      Verb = "own_digest"       // when one's own Wochenstand comes
	VerbOwnSettings    Verb = "own_settings"     // one's own language and form of address
	VerbSetTownAddress Verb = "set_town_address" // Sie or Du for the whole town
	VerbAdminister     Verb = "administer"       // channels, and how the bot is
	VerbSetCalendar    Verb = "set_calendar"     // the town's days off, its deadlines and when it reminds

	VerbAskLotsen       Verb = "ask_lotsen"       // ask the Lotsen something
	VerbReadQuestion    Verb = "read_question"    // read what somebody asked
	VerbOwnQuestion     Verb = "own_question"     // what only who asked may: add, agree, settle
	VerbTakeQuestions   Verb = "take_questions"   // see which questions wait, and claim one
	VerbHandleQuestion  Verb = "handle_question"  // what only who claimed it may: ask back, answer, close
	VerbForwardQuestion Verb = "forward_question" // set the topic, hand it to a contact
	VerbReleaseQuestion Verb = "release_question" // give a claimed one back
	VerbReturnQuestion  Verb = "return_question"  // bring a forwarded one back
)

// Verbs are all verbs, for the test that walks every one of them × every role.
var Verbs = []Verb{VerbSee, VerbFile, VerbSupport, VerbOwn, VerbReview, VerbMakeProject,
	VerbPlanProject, VerbSteerProject, VerbBackProject, VerbAddPackage, VerbClaim, VerbWorkOn, VerbTalkAbout, VerbReadDigest,
	VerbAskDecision, VerbDecide, VerbOwnDecision, VerbSetRoles, VerbOwnDigest, VerbOwnSettings, VerbSetTownAddress, VerbAdminister, VerbSetCalendar,
	VerbAskLotsen, VerbReadQuestion, VerbOwnQuestion, VerbTakeQuestions, VerbHandleQuestion, VerbForwardQuestion,
	VerbReleaseQuestion, VerbReturnQuestion, VerbRunCohort, VerbJoinCohort, VerbSeeCheckIn}

// Thing is what a verb is done to; nil where there is none yet.
type Thing interface {
	// ownedBy reports whether p is the author, lead or requester of the thing.
	ownedBy(p *Person) bool
}

// May decides whether a person may do something to a thing: nil, or the
// Forbidden error whose sentence says who may. It is the only place where
// rights are decided.
func May(p *Person, v Verb, t Thing) error {
	if p == nil || p.Gone {
		return Errf(Forbidden, "may.nobody")
	}
	own := t != nil && t.ownedBy(p)
	switch v {
	case VerbSee, VerbFile, VerbSupport, VerbClaim, VerbOwnDigest, VerbOwnSettings:
		return nil
	case VerbOwn:
		return allow(own, "may.author")
	case VerbReview:
		if p.IsAny(RoleCoordinator, RoleLeadership) && own {
			return Errf(Forbidden, "may.own_idea")
		}
		return allow(p.IsAny(RoleCoordinator, RoleLeadership), "may.review")
	case VerbMakeProject:
		return allow(p.IsAny(RoleCoordinator, RoleLeadership), "may.make_project")
	case VerbPlanProject:
		return allow(p.IsAny(RoleCoordinator, RoleLeadership, RoleTeamLead), "may.plan_project")
	case VerbSteerProject, VerbBackProject, VerbAddPackage, VerbWorkOn, VerbTalkAbout, VerbReadDigest:
		return mayInProject(p, v, t)
	case VerbAskDecision:
		return allow(own || p.Is(RoleCoordinator), "may.ask_decision")
	case VerbDecide:
		if own {
			return Errf(Forbidden, "may.own_decision")
		}
		d, asked := t.(*Decision)
		return allow(asked && d.AskedOf == p.ID || p.Is(RoleLeadership), "may.decide")
	case VerbOwnDecision:
		return allow(own || p.Is(RoleCoordinator), "may.decision_asker")
	case VerbSetRoles, VerbSetTownAddress, VerbAdminister:
		return allow(p.Is(RoleAdmin), "may.admin")
	case VerbSetCalendar:
		return allow(p.IsAny(RoleAdmin, RoleCoordinator), "may.set_calendar")
	case VerbAskLotsen, VerbReadQuestion, VerbOwnQuestion, VerbTakeQuestions, VerbHandleQuestion, VerbForwardQuestion,
		VerbReleaseQuestion, VerbReturnQuestion:
		return mayQuestion(p, v, t, own)
	case VerbRunCohort, VerbJoinCohort, VerbSeeCheckIn:
		return mayCohort(p, v, t, own)
	}
	return Errf(Forbidden, "may.nobody")
}

// mayInProject decides what hangs on who leads a project, backs it and works on
// its packages. A work package stands for its project too.
func mayInProject(p *Person, v Verb, t Thing) error {
	project, isProject := t.(*Project)
	w, isPackage := t.(*WorkPackage)
	if isPackage {
		project, isProject = w.project(), true
	}
	steers := p.Is(RoleCoordinator) || isProject && project.ownedBy(p)
	sponsor := isProject && project.Sponsor != "" && project.Sponsor == p.ID
	works := isPackage && w.Hand(p.ID)
	switch v {
	case VerbSteerProject:
		return allow(steers, "may.steer_project")
	case VerbBackProject:
		return allow(sponsor || p.Is(RoleLeadership), "may.back_project")
	case VerbAddPackage:
		return allow(steers || sponsor || isProject && slices.Contains(project.Hands, p.ID), "may.add_package")
	case VerbTalkAbout:
		return allow(steers || sponsor || works, "may.talk_about")
	case VerbReadDigest:
		leads := isProject && p.Is(RoleTeamLead) && p.Department != "" && p.Department == project.Department
		return allow(steers || sponsor || leads || p.Is(RoleLeadership), "may.read_digest")
	}
	return allow(steers || works, "may.work_on")
}

func allow(ok bool, key string) error {
	if ok {
		return nil
	}
	return Errf(Forbidden, key)
}

func (i *Idea) ownedBy(p *Person) bool {
	if i.Anonymous {
		return p.receiptFor != 0 && p.receiptFor == i.ID
	}
	return i.Author != "" && i.Author == p.ID
}

func (w *WorkPackage) ownedBy(p *Person) bool { return w.Hand(p.ID) }

func (p *Project) ownedBy(by *Person) bool { return p.Lead != "" && p.Lead == by.ID }

// ReceiptHolder is whoever shows the receipt code of an anonymous idea: they
// own this idea, and nothing else is known of them.
func (i *Idea) ReceiptHolder() *Person { return &Person{receiptFor: i.ID} }
