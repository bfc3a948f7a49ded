package storage_test

import (
	"errors"
	"testing"

	"lotsenfunk/storage"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townhall"
)

func TestFindHelpRequests(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		town(t, db.Store, birkenfurt)
		on := day(t, "2027-03-18")
		update(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			return errors.Join(
				tx.CreateHelpRequest(&townhall.HelpRequest{Title: "eins", State: "new", RequestedBy: "anna", RequestedOn: on}),
				tx.CreateHelpRequest(&townhall.HelpRequest{Title: "zwei", State: "new", RequestedBy: "bela", Topic: "ai", Confidential: true}),
				tx.CreateHelpRequest(&townhall.HelpRequest{Title: "drei", State: "claimed", RequestedBy: "anna", ClaimedBy: "cem", Topic: "ai"}),
				tx.CreateHelpRequest(&townhall.HelpRequest{Title: "vier", State: "new"}))
		})
		lotse := &townhall.Person{ID: "cem", Roles: []townhall.Role{townhall.RoleLotse}}
		knows := &townhall.Person{ID: "cem", Roles: []townhall.Role{townhall.RoleLotse}, Topics: []string{"ai", "e_file"}}
		coordinator := &townhall.Person{ID: "bela", Roles: []townhall.Role{townhall.RoleCoordinator}}
		fresh := []townhall.HelpRequestState{townhall.HelpRequestNew}
		for _, c := range []struct {
			name string
			f    storage.HelpRequestFilter
			want []townhall.HelpRequestID
		}{
			{"all", storage.HelpRequestFilter{}, []townhall.HelpRequestID{1, 2, 3, 4}},
			{"newest first", storage.HelpRequestFilter{NewestFirst: true, Limit: 2, Offset: 1}, []townhall.HelpRequestID{3, 2}},
			{"of somebody", storage.HelpRequestFilter{Of: "anna"}, []townhall.HelpRequestID{1, 3}},
			{"looked after", storage.HelpRequestFilter{ClaimedBy: "cem"}, []townhall.HelpRequestID{3}},
			{"without the topic", storage.HelpRequestFilter{States: fresh, For: lotse}, []townhall.HelpRequestID{1, 4}},
			{"with the topic", storage.HelpRequestFilter{States: fresh, For: knows}, []townhall.HelpRequestID{1, 2, 4}},
			{"not one's own", storage.HelpRequestFilter{States: fresh, For: coordinator}, []townhall.HelpRequestID{1, 4}},
		} {
			view(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
				found, err := tx.FindHelpRequests(c.f)
				var ids []townhall.HelpRequestID
				for _, q := range found {
					ids = append(ids, q.ID)
				}
				same(t, c.name, ids, c.want)
				c.f.Limit, c.f.Offset = 0, 0
				n, err1 := tx.CountHelpRequests(c.f)
				if n < len(ids) {
					t.Errorf("%s: counted %d", c.name, n)
				}
				return errors.Join(err, err1)
			})
		}
	})
}

// Who may not read a question gets nothing of it to read.
func TestSealedQuestions(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		town(t, db.Store, birkenfurt)
		q := &townhall.HelpRequest{Title: "Titel", Text: "Text", State: "claimed", Topic: "ai", Confidential: true, RequestedBy: "anna", ClaimedBy: "cem",
			RequestedOn: day(t, "2027-03-18"), Resolution: "gut"}
		remark := &townhall.Remark{Author: "cem", Text: "Hm.", On: day(t, "2027-03-18")}
		update(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			err := tx.CreateHelpRequest(q)
			remark.Question = q.ID
			return errors.Join(err, tx.AddRemark(remark))
		})
		same(t, "counted", remark.Seq, 1)
		view(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			own, err := tx.HelpRequestView(q.ID, &townhall.Person{ID: "anna"})
			same(t, "read", own.HelpRequest, q)
			same(t, "remarks", own.Remarks, []townhall.RemarkView{{Remark: *remark, AuthorName: "Person cem"}})
			other, err1 := tx.HelpRequestView(q.ID, &townhall.Person{ID: "dora", Roles: townhall.Roles})
			nobody, err2 := tx.HelpRequestView(q.ID, nil)
			for _, v := range []*townhall.HelpRequestView{other, nobody} {
				same(t, "sealed", []any{v.Sealed, v.Title, v.Text, v.Resolution, v.RequesterName, v.ClaimerName, len(v.Remarks)},
					[]any{true, "", "", "", "", "", 0})
			}
			return errors.Join(err, err1, err2)
		})
	})
}
