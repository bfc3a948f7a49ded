package townhall

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
	VerbSteerProject   Verb = "steer_project"    // start, pause, finish or stop it
	VerbAskDecision    Verb = "ask_decision"     // ask for a decision about a package or project
	VerbDecide         Verb = "decide"           // decide it, or ask something first
	VerbExplain        Verb = "explain"          // answer what was asked first
	VerbSetRoles       Verb = "set_roles"        // give and take roles
	VerbOwnSettings    Verb = "own_settings"     // one's own language and form of address
	VerbSetTownAddress Verb = "set_town_address" // Sie or Du for the whole town
	VerbAdminister     Verb = "administer"       // channels, and how the bot is

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
	VerbSteerProject, VerbAskDecision, VerbDecide, VerbExplain, VerbSetRoles, VerbOwnSettings, VerbSetTownAddress, VerbAdminister,
	VerbAskLotsen, VerbReadQuestion, VerbOwnQuestion, VerbTakeQuestions, VerbHandleQuestion, VerbForwardQuestion,
	VerbReleaseQuestion, VerbReturnQuestion}

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
	case VerbSee, VerbFile, VerbSupport, VerbOwnSettings:
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
	case VerbSteerProject:
		return allow(own || p.Is(RoleCoordinator), "may.steer_project")
	case VerbAskDecision:
		return allow(own || p.Is(RoleCoordinator), "may.ask_decision")
	case VerbDecide:
		if own {
			return Errf(Forbidden, "may.own_decision")
		}
		d, asked := t.(*Decision)
		return allow(asked && d.AskedOf == p.ID || p.Is(RoleLeadership), "may.decide")
	case VerbExplain:
		return allow(own || p.Is(RoleCoordinator), "may.explain")
	case VerbSetRoles, VerbSetTownAddress, VerbAdminister:
		return allow(p.Is(RoleAdmin), "may.admin")
	case VerbAskLotsen, VerbReadQuestion, VerbOwnQuestion, VerbTakeQuestions, VerbHandleQuestion, VerbForwardQuestion,
		VerbReleaseQuestion, VerbReturnQuestion:
		return mayQuestion(p, v, t, own)
	}
	return Errf(Forbidden, "may.nobody")
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

func (p *Project) ownedBy(by *Person) bool { return p.Lead != "" && p.Lead == by.ID }

// ReceiptHolder is whoever shows the receipt code of an anonymous idea: they
// own this idea, and nothing else is known of them.
func (i *Idea) ReceiptHolder() *Person { return &Person{receiptFor: i.ID} }
