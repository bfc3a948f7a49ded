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
	}
}

// CreateHelpRequest makes a question to the Lotsen, under the next number or
// its own.
func (t *Tx) CreateHelpRequest(h *townhall.HelpRequest) error {
	if err := number(t, &h.ID); err != nil {
		return err
	}
	h.Version = 1
	return t.insert("help_request", helpRequestFields(h))
}

// HelpRequest loads a question; a missing one is the error question.unknown.
func (t *Tx) HelpRequest(id townhall.HelpRequestID) (*townhall.HelpRequest, error) {
	h, err := load(t, "help_request", helpRequestFields, "id = :id"+t.lock(), args{"id": id})
	return known(h, err, "question", id)
}

// HelpRequests are all questions, by number.
func (t *Tx) HelpRequests() ([]*townhall.HelpRequest, error) {
	return loadAll(t, "help_request", helpRequestFields, "true order by id", nil)
}
