package townhall

import "slices"

// CheckAsk says whether by can ask for a decision about the subject now. Last is
// its last decision, nil if there was none.
func (m *Subject) CheckAsk(last *Decision, by *Person) error {
	if err := May(by, VerbAskDecision, m); err != nil {
		return err
	}
	if m.Over {
		return Errf(Conflict, "decision.over", "Number", m.Number)
	}
	if last != nil && last.Open() {
		return Errf(Conflict, "decision.is_open", "Number", m.Number, "Question", last.Question, "Date", last.AskedOn)
	}
	leads := m.Sponsor == "" && by.Is(RoleLeadership)
	nobody := m.Sponsor == "" && len(m.others(by.ID)) == 0
	switch {
	case m.Sponsor == by.ID, nobody && leads:
		return Errf(Conflict, "decision.yours", "Number", m.Number)
	case nobody:
		return Errf(Conflict, "decision.nobody", "Number", m.Number)
	}
	return nil
}

// Ask asks for a decision about the subject. Last is its last decision, nil if
// there was none.
func (m *Subject) Ask(last *Decision, by *Person, question string, on Date) (*Decision, []Notice, error) {
	if err := m.CheckAsk(last, by); err != nil {
		return nil, nil, err
	}
	question, err := sentence("decision.no_question", "text", question)
	if err != nil {
		return nil, nil, err
	}
	d := &Decision{Thing: m.Number, ID: 1, AskedBy: by.ID, AskedOf: m.decider(by.ID), Question: question, State: DecisionAsked, AskedOn: on}
	if last != nil {
		d.ID = last.ID + 1
	}
	return d, d.notices(DecisionAsk, m, map[string]string{"by": by.Display}), nil
}

// CounterAsk asks something first, before it is decided.
func (d *Decision) CounterAsk(m *Subject, by *Person, question string, on Date) ([]Notice, error) {
	question, err := d.words(DecisionCounter, by, "decision.no_question", question)
	if err != nil {
		return nil, err
	}
	d.State = DecisionCounterQuestion
	d.Counter, d.AskedBackBy = append(d.Counter, CounterQuestion{Question: question, On: on}), by.ID
	return d.notices(DecisionCounter, m, map[string]string{"by": by.Display, "counter": question}), nil
}

// Explain answers the counter-question; the decision is asked for again.
func (d *Decision) Explain(m *Subject, by *Person, answer string, on Date) ([]Notice, error) {
	answer, err := d.words(DecisionExplain, by, "decision.no_answer", answer)
	if err != nil {
		return nil, err
	}
	last := &d.Counter[len(d.Counter)-1]
	last.Answer = answer
	d.State, d.AskedOn = DecisionAsked, on
	return d.notices(DecisionExplain, m, map[string]string{"by": by.Display, "counter": last.Question, "answer": answer}), nil
}

// Decide decides, yes or no, with a sentence.
func (d *Decision) Decide(m *Subject, by *Person, yes bool, why string, on Date) ([]Notice, error) {
	a := DecisionAnswerNo
	if yes {
		a = DecisionAnswerYes
	}
	why, err := d.words(a, by, "decision.no_sentence", why)
	if err != nil {
		return nil, err
	}
	d.State, d.Sentence = decisionTransition(a).To, why
	d.DecidedBy, d.DecidedOn = by.ID, on
	return d.notices(a, m, map[string]string{"by": by.Display, "answer": why}), nil
}

// Withdraw takes back what was asked: it has settled itself.
func (d *Decision) Withdraw(m *Subject, by *Person, on Date) ([]Notice, error) {
	if err := d.Check(DecisionWithdraw, by); err != nil {
		return nil, err
	}
	d.State, d.DecidedOn = DecisionWithdrawn, on
	return d.notices(DecisionWithdraw, m, map[string]string{"by": by.Display}), nil
}

// words checks right and state, and then the sentence that each step needs.
func (d *Decision) words(a DecisionAction, by *Person, missing, typed string) (string, error) {
	if err := d.Check(a, by); err != nil {
		return "", err
	}
	return sentence(missing, "answer", typed)
}

// notices are the notices of a step, one to each person. Who is named by several
// audiences is told as the first of them.
func (d *Decision) notices(a DecisionAction, m *Subject, values map[string]string) []Notice {
	values["title"], values["kind"], values["question"] = m.Title, string(m.Kind), d.Question
	var notices []Notice
	for _, to := range decisionTransition(a).Tells {
		for _, p := range d.audience(to, m) {
			if p == "" {
				continue
			}
			notices = append(notices, Notice{Kind: "decision." + string(a), To: to, Person: p, Thing: d.Thing, Values: values})
		}
	}
	return notices
}

func (d *Decision) audience(to Audience, m *Subject) []PersonID {
	switch to {
	case ToAsker:
		return []PersonID{d.AskedBy}
	case ToWorking:
		return append([]PersonID{m.Lead, m.Sponsor}, m.Working...)
	}
	return append(m.Deciders(d), d.AskedBackBy)
}

// decider is the sponsor, or whoever stands in for them, unless they ask
// themselves; "" is leadership.
func (m *Subject) decider(asker PersonID) PersonID {
	if m.StandIn != "" && m.StandIn != asker {
		return m.StandIn
	}
	return m.Sponsor
}

// Deciders are those to whom the decision was put: one person, or leadership
// without whoever asks.
func (m *Subject) Deciders(d *Decision) []PersonID {
	if d.AskedOf != "" {
		return []PersonID{d.AskedOf}
	}
	return m.others(d.AskedBy)
}

// others is leadership without one of them.
func (m *Subject) others(asker PersonID) []PersonID {
	return slices.DeleteFunc(slices.Clone(m.Leadership), func(id PersonID) bool { return id == asker })
}
