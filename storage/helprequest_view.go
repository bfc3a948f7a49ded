package storage

import (
	"database/sql"

	"lotsenfunk/townhall"
)

// HelpRequestView loads a question with the names that a reader sees beside it.
// The viewer may be nil: the channel of the Lotsen. Who may not read it gets it
// sealed: without title, words and names.
func (t *Tx) HelpRequestView(id townhall.HelpRequestID, viewer *townhall.Person) (*townhall.HelpRequestView, error) {
	h, err := t.HelpRequest(id)
	if err != nil {
		return nil, err
	}
	return t.ViewHelpRequest(h, viewer)
}

// ViewHelpRequest is HelpRequestView for a question that is loaded already.
func (t *Tx) ViewHelpRequest(h *townhall.HelpRequest, viewer *townhall.Person) (*townhall.HelpRequestView, error) {
	view := &townhall.HelpRequestView{HelpRequest: h, Viewer: viewer}
	view.Sealed = h.Confidential
	if viewer != nil {
		view.Sealed = townhall.May(viewer, townhall.VerbReadQuestion, h) != nil
	}
	if view.Sealed {
		view.HelpRequest = &townhall.HelpRequest{ID: h.ID, Version: h.Version, Topic: h.Topic, Confidential: h.Confidential,
			State: h.State, ClaimedBy: h.ClaimedBy, RequestedBy: h.RequestedBy, RequestedOn: h.RequestedOn, RemindOn: h.RemindOn}
		return view, nil
	}
	_, err := t.get(`select coalesce(requester.display, ''), coalesce(claimer.display, ''), coalesce(contact.name, ''),
			coalesce(contact.email, ''), coalesce(department.name, '')
		from help_request q
		left join person requester on requester.org_id = q.org_id and requester.id = q.requested_by
		left join person claimer on claimer.org_id = q.org_id and claimer.id = q.claimed_by
		left join contact on contact.org_id = q.org_id and contact.id = coalesce(q.forwarded_to, q.asked_contact)
		left join department on department.org_id = q.org_id and department.id = q.department
		where q.org_id = :org and q.id = :id`, args{"id": h.ID},
		&view.RequesterName, &view.ClaimerName, &view.ContactName, &view.ContactEmail, &view.DepartmentName)
	if err != nil {
		return nil, err
	}
	view.Remarks, err = t.remarks(h.ID)
	return view, err
}

// AddRemark adds to the conversation about a question and counts it.
func (t *Tx) AddRemark(r *townhall.Remark) error {
	return t.insertNext("remark", "question", &r.Seq, fields{
		{"question", &r.Question, fixed},
		{"seq", &r.Seq, fixed},
		{"author", ref(&r.Author), fixed},
		{"body", &r.Text, fixed},
		{"day", (*isoDate)(&r.On), fixed},
	})
}

// remarks are the conversation about a question, oldest first.
func (t *Tx) remarks(question townhall.HelpRequestID) (all []townhall.RemarkView, err error) {
	err = t.each(`select r.seq, r.author, r.body, r.day, coalesce(p.display, '') from remark r
		left join person p on p.org_id = r.org_id and p.id = r.author
		where r.org_id = :org and r.question = :question order by r.seq`, args{"question": question},
		func(rows *sql.Rows) error {
			r := townhall.RemarkView{Remark: townhall.Remark{Question: question}}
			err := rows.Scan(&r.Seq, ref(&r.Author), &r.Text, (*isoDate)(&r.On), &r.AuthorName)
			all = append(all, r)
			return err
		})
	return all, err
}

// Readers are the people before whom the card of a thing stands, or soon will:
// it has to change for them, too.
func (t *Tx) Readers(thing townhall.Number) ([]townhall.PersonID, error) {
	_, people, err := t.cardBefore(thing, "")
	return people, err
}

// cardBefore is before whom the card of a thing stands: the town's channel for a
// purpose, "" if it has none, and people.
func (t *Tx) cardBefore(thing townhall.Number, purpose townhall.Purpose) (channel townhall.ChannelID, people []townhall.PersonID, err error) {
	var places []townhall.ChannelID
	_, err = t.get(`select `+t.dialect.collectPlaces()+`,
			(select `+t.dialect.collect("person")+` from notice
				where org_id = :org and key >= :from and key < :to and person is not null)`,
		args{"purpose": purpose, "from": string(cardKey(thing, "")) + "@", "to": string(cardKey(thing, "")) + "A"},
		jsonList(&places), jsonList(&people))
	return t.foundPlaces(places), people, err
}
