package storage

import (
	"strings"

	"lotsenfunk/townhall"
)

func ideaFields(i *townhall.Idea) fields {
	return fields{
		{"id", &i.ID, fixed},
		{"version", &i.Version, fixed},
		{"title", &i.Title, fixed},
		{"description", &i.Description, plain},
		{"category", &i.Category, plain},
		{"source", &i.Source, fixed},
		{"author", ref(&i.Author), plain},
		{"anonymous", &i.Anonymous, fixed},
		{"state", &i.State, plain},
		{"effort", &i.Effort, plain},
		{"benefit", &i.Benefit, plain},
		{"reviewer", ref(&i.Reviewer), plain},
		{"question", &i.Question, plain},
		{"reason", &i.Reason, plain},
		{"parked_until", (*isoDate)(&i.ParkedUntil), plain},
		{"forwarded_to", ref(&i.ForwardedTo), plain},
		{"merged_into", ref(&i.MergedInto), plain},
		{"project", ref(&i.Project), plain},
		{"consents", jsonList(&i.Consents), plain},
		{"submitted_on", (*isoDate)(&i.SubmittedOn), fixed},
		{"answer_by", (*isoDate)(&i.AnswerBy), plain},
		{"decide_by", (*isoDate)(&i.DecideBy), plain},
		{"decided_on", (*isoDate)(&i.DecidedOn), plain},
		{"receipt", &i.Receipt, fixed},
		{"origin", &i.Origin, plain},
		{"origin_author", ref(&i.OriginAuthor), plain},
		{"votes", &i.Votes, counted},
		{"comments", &i.Comments, counted},
	}
}

// writtenIdea adds the columns that are only written: the words that a search
// looks through, and the stems of the title.
func writtenIdea(i *townhall.Idea, terms *[]string) fields {
	search := searchable(i.Title + "\n" + i.Description)
	return append(ideaFields(i), field{"search", &search, plain}, field{"terms", jsonList(terms), fixed})
}

// CreateIdea files an idea under the next number, or under its own if it has
// one, and remembers the terms of its title for SimilarCandidates.
func (t *Tx) CreateIdea(i *townhall.Idea) error {
	i.Version = 1
	terms := t.TermsOf(i.Title)
	err := create(t, "idea", &i.ID, writtenIdea(i, &terms))
	t.ideas = append(t.ideas, townhall.Similar{ID: i.ID, Terms: terms})
	return err
}

// Idea loads an idea with its votes and comments counted; a missing one is the
// error idea.unknown.
func (t *Tx) Idea(id townhall.IdeaID) (*townhall.Idea, error) {
	i, err := load(t, "idea", ideaFields, "id = :id"+t.lock(), args{"id": id})
	return known(i, err, "idea", id)
}

// SaveIdea saves an idea; a stale version is ErrStale. What others have found
// and supported stays: the title is not written, nor who may claim to be its
// author by the receipt.
func (t *Tx) SaveIdea(i *townhall.Idea) error {
	return t.save("idea", &i.Version, writtenIdea(i, new([]string)))
}

// IdeaByReceipt finds the anonymous idea whose receipt code has this HMAC.
func (t *Tx) IdeaByReceipt(mac []byte) (i *townhall.Idea, ok bool, err error) {
	i, err = load(t, "idea", ideaFields, "receipt = :receipt"+t.lock(), args{"receipt": mac})
	return i, i != nil, err
}

// IdeaView loads an idea with the names that a reader sees beside it. The
// viewer may be nil: nobody in particular.
func (t *Tx) IdeaView(id townhall.IdeaID, viewer *townhall.Person) (*townhall.IdeaView, error) {
	idea, err := t.Idea(id)
	if err != nil {
		return nil, err
	}
	view := &townhall.IdeaView{Idea: idea, Viewer: viewer}
	a := args{"id": id, "purpose": townhall.PurposeIdeas, "viewer": ""}
	if viewer != nil {
		a["viewer"] = viewer.ID
	}
	_, err = t.get(`select coalesce(author.display, ''), coalesce(origin.display, ''), coalesce(contact.name, ''),
			coalesce(project.title, ''), coalesce(merged.title, ''),
			coalesce((select id from channel where org_id = :org and purpose = :purpose order by id limit 1), ''),
			exists (select 1 from vote where vote.org_id = :org and vote.idea = idea.id and vote.person = :viewer)
		from idea
		left join person author on author.org_id = idea.org_id and author.id = idea.author
		left join person origin on origin.org_id = idea.org_id and origin.id = idea.origin_author
		left join contact on contact.org_id = idea.org_id and contact.id = idea.forwarded_to
		left join project on project.org_id = idea.org_id and project.id = idea.project
		left join idea merged on merged.org_id = idea.org_id and merged.id = idea.merged_into
		where idea.org_id = :org and idea.id = :id`, a,
		&view.AuthorName, &view.OriginName, &view.ContactName, &view.ProjectTitle, &view.MergedTitle, &view.ChannelName, &view.Voted)
	return view, err
}

// searchable writes a text as a search compares it: small letters, umlauts as
// ae, oe, ue and ss, as people may type them.
func searchable(text string) string { return spelledOut.Replace(strings.ToLower(text)) }

var spelledOut = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss")
