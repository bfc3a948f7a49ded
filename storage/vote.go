package storage

import (
	"lotsenfunk/townhall"
)

// AddVote lets a person support an idea; added is false if they already do.
// The idea's counter moves in the same transaction.
func (t *Tx) AddVote(idea townhall.IdeaID, person townhall.PersonID) (added bool, err error) {
	n, err := t.exec(`insert into vote (org_id, idea, person) values (:org, :idea, :person) on conflict do nothing`,
		args{"idea": idea, "person": person})
	if err != nil || n == 0 {
		return false, err
	}
	return true, t.countVotes(idea, 1)
}

// RemoveVote takes the support back; removed is false if there was none.
func (t *Tx) RemoveVote(idea townhall.IdeaID, person townhall.PersonID) (removed bool, err error) {
	n, err := t.exec(`delete from vote where org_id = :org and idea = :idea and person = :person`,
		args{"idea": idea, "person": person})
	if err != nil || n == 0 {
		return false, err
	}
	return true, t.countVotes(idea, -1)
}

func (t *Tx) countVotes(idea townhall.IdeaID, by int) error {
	_, err := t.exec(`update idea set votes = votes + :by where org_id = :org and id = :idea`, args{"idea": idea, "by": by})
	return err
}

// HasVoted reports whether a person supports an idea.
func (t *Tx) HasVoted(idea townhall.IdeaID, person townhall.PersonID) (voted bool, err error) {
	_, err = t.get(`select exists (select 1 from vote where org_id = :org and idea = :idea and person = :person)`,
		args{"idea": idea, "person": person}, &voted)
	return voted, err
}

// Voters are the people who support an idea, by id. They are told what becomes
// of it; nobody else is told who they are.
func (t *Tx) Voters(idea townhall.IdeaID) (people []townhall.PersonID, err error) {
	err = t.list(&people, `select person from vote where org_id = :org and idea = :idea order by person`, args{"idea": idea})
	return people, err
}

// AddFollower lets a person hear of an idea without supporting it.
func (t *Tx) AddFollower(idea townhall.IdeaID, person townhall.PersonID) error {
	_, err := t.exec(`insert into follower (org_id, idea, person) values (:org, :idea, :person) on conflict do nothing`,
		args{"idea": idea, "person": person})
	return err
}

// Followers are the people who follow an idea without supporting it, by id.
func (t *Tx) Followers(idea townhall.IdeaID) (people []townhall.PersonID, err error) {
	err = t.list(&people, `select person from follower where org_id = :org and idea = :idea order by person`, args{"idea": idea})
	return people, err
}

// MoveVotes carries votes and followers over to the idea that another one is
// merged into. Who supports both counts once.
func (t *Tx) MoveVotes(from, into townhall.IdeaID) error {
	a := args{"from": from, "into": into}
	for _, query := range []string{
		`insert into vote (org_id, idea, person) select org_id, :into, person from vote where org_id = :org and idea = :from
			on conflict do nothing`,
		`insert into follower (org_id, idea, person) select org_id, :into, person from follower where org_id = :org and idea = :from
			on conflict do nothing`,
		`delete from vote where org_id = :org and idea = :from`,
		`delete from follower where org_id = :org and idea = :from`,
		`update idea set votes = (select count(*) from vote where vote.org_id = :org and vote.idea = idea.id)
			where org_id = :org and id in (:from, :into)`,
	} {
		if _, err := t.exec(query, a); err != nil {
			return err
		}
	}
	return nil
}

func commentFields(c *townhall.Comment) fields {
	return fields{
		{"idea", &c.Idea, fixed},
		{"author", ref(&c.Author), plain},
		{"body", &c.Text, plain},
		{"day", (*isoDate)(&c.On), plain},
	}
}

// AddComment adds a comment to an idea and counts it.
func (t *Tx) AddComment(c *townhall.Comment) error {
	var seq int
	found, err := t.get(`update idea set comments = comments + 1 where org_id = :org and id = :idea returning comments`,
		args{"idea": c.Idea}, &seq)
	if err != nil {
		return err
	}
	if !found {
		return unknown("idea", c.Idea)
	}
	return t.insert("idea_comment", append(commentFields(c), field{"seq", &seq, fixed}))
}

// Comments are the comments on an idea, oldest first.
func (t *Tx) Comments(idea townhall.IdeaID) ([]*townhall.Comment, error) {
	return loadAll(t, "idea_comment", commentFields, "idea = :idea order by seq", args{"idea": idea})
}
