package storage

import "lotsenfunk/townhall"

func helpRequestFields(h *townhall.HelpRequest) fields {
	return fields{
		{"id", &h.ID, fixed},
		{"version", &h.Version, fixed},
		{"title", &h.Title, plain},
		{"body", &h.Text, plain},
		{"topic", &h.Topic, plain},
		{"confidential", &h.Confidential, plain},
		{"department", ref(&h.Department), plain},
		{"state", &h.State, plain},
		{"requested_by", ref(&h.RequestedBy), plain},
		{"claimed_by", ref(&h.ClaimedBy), plain},
		{"forwarded_to", ref(&h.ForwardedTo), plain},
		{"resolution", &h.Resolution, plain},
		{"article", &h.Article, plain},
		{"requested_on", (*isoDate)(&h.RequestedOn), plain},
		{"forwarded_person", &h.ForwardedPerson, plain},
		{"asked_contact", &h.AskedContact, plain},
		{"helped", &h.Helped, plain},
		{"remind_on", (*isoDate)(&h.RemindOn), plain},
	}
}

// CreateHelpRequest makes a question to the Lotsen, under the next number or
// its own.
func (t *Tx) CreateHelpRequest(h *townhall.HelpRequest) error {
	h.Version = 1
	return create(t, "help_request", &h.ID, helpRequestFields(h))
}

// HelpRequest loads a question; a missing one is the error question.unknown.
func (t *Tx) HelpRequest(id townhall.HelpRequestID) (*townhall.HelpRequest, error) {
	h, err := load(t, "help_request", helpRequestFields, "id = :id"+t.lock(), args{"id": id})
	return known(h, err, "question", id)
}

// SaveHelpRequest saves a question; a stale version is ErrStale.
func (t *Tx) SaveHelpRequest(h *townhall.HelpRequest) error {
	return t.save("help_request", &h.Version, helpRequestFields(h))
}

// HelpRequestFilter says which questions FindHelpRequests looks for. What is
// empty does not narrow the search.
type HelpRequestFilter struct {
	States []townhall.HelpRequestState
	// Of is who asked it or looks after it.
	Of        townhall.PersonID
	ClaimedBy townhall.PersonID
	// For is somebody who looks for questions to claim: not their own ones, and
	// confidential ones only if their topic is among For's, or if For coordinates.
	For *townhall.Person

	NewestFirst bool // otherwise the oldest come first
	Limit       int  // 0 is no limit
	Offset      int
}

func (f HelpRequestFilter) where(d dialect) (string, args) {
	where, a := "true", args{}
	if len(f.States) > 0 {
		where += " and state in (select value from " + d.strings(":states") + ")"
		a["states"] = jsonList(&f.States)
	}
	if f.Of != "" {
		where += " and (requested_by = :of or claimed_by = :of)"
		a["of"] = f.Of
	}
	if f.ClaimedBy != "" {
		where += " and claimed_by = :claimer"
		a["claimer"] = f.ClaimedBy
	}
	if f.For != nil {
		where += " and (requested_by is null or requested_by <> :for)"
		a["for"] = f.For.ID
		if !f.For.Is(townhall.RoleCoordinator) {
			where += " and (not confidential or topic in (select value from " + d.strings(":topics") + "))"
			a["topics"] = jsonList(&f.For.Topics)
		}
	}
	return where, a
}

// FindHelpRequests finds questions.
func (t *Tx) FindHelpRequests(f HelpRequestFilter) ([]*townhall.HelpRequest, error) {
	where, a := f.where(t.dialect)
	where += " order by id"
	if f.NewestFirst {
		where += " desc"
	}
	if f.Limit > 0 {
		where += " limit cast(:limit as integer) offset :offset"
		a["limit"], a["offset"] = f.Limit, f.Offset
	}
	return loadAll(t, "help_request", helpRequestFields, where, a)
}

// CountHelpRequests is how many questions FindHelpRequests would find without a
// limit.
func (t *Tx) CountHelpRequests(f HelpRequestFilter) (n int, err error) {
	where, a := f.where(t.dialect)
	_, err = t.get("select count(*) from help_request where org_id = :org and "+where, a, &n)
	return n, err
}
