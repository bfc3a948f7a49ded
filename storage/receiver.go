package storage

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"lotsenfunk/townhall"
)

// Address names somebody in a town, or one of its channels.
type Address struct {
	Org     townhall.OrgID
	Person  townhall.PersonID
	Channel townhall.ChannelID
}

// Address is whom the notice is for.
func (n *Notice) Address() Address { return Address{n.Org, n.Person, n.Channel} }

// Receiver is whom a notice is for, and what has to be known of them to bring it.
type Receiver struct {
	Org      *townhall.Organisation
	Person   *townhall.Person // nil for a channel
	Settings townhall.Settings
	Accounts []*townhall.Identity // where the person can be reached
	Channel  *townhall.Channel    // nil for a person
}

// Receivers are those of notices of any organisations. Whoever there is not, is not
// among them. What stands in a queue belongs to many towns, so it asks for all of
// their receivers at once: a few statements instead of a few for each notice.
func (s *Store) Receivers(ctx context.Context, notices []*Notice) (map[Address]*Receiver, error) {
	session := s.reader.session(ctx)
	orgs := map[townhall.OrgID]*townhall.Organisation{}
	all := make(map[Address]*Receiver, len(notices))
	var people, channels []Address
	for _, n := range notices {
		at := n.Address()
		orgs[n.Org] = nil
		switch {
		case all[at] != nil:
		case n.Person != "":
			people = append(people, at)
		default:
			channels = append(channels, at)
		}
		all[at] = &Receiver{Settings: townhall.DefaultSettings(n.Person)}
	}
	if err := s.organisationsOf(session, orgs); err != nil {
		return nil, err
	}
	err := loadAt(s, session, "person", "id", personFields, people, func(at Address, p *townhall.Person) { all[at].Person = p })
	if err == nil {
		err = loadAt(s, session, "person_setting", "person", settingsFields, people, func(at Address, one *townhall.Settings) { all[at].Settings = *one })
	}
	if err == nil {
		err = loadAt(s, session, "identity", "person", identityFields, people, func(at Address, i *townhall.Identity) {
			all[at].Accounts = append(all[at].Accounts, i)
		})
	}
	if err == nil {
		err = loadAt(s, session, "channel", "id", channelFields, channels, func(at Address, c *townhall.Channel) { all[at].Channel = c })
	}
	for at, r := range all {
		if r.Org = orgs[at.Org]; r.Org == nil || r.Person == nil && r.Channel == nil {
			delete(all, at)
		}
		slices.SortFunc(r.Accounts, func(a, b *townhall.Identity) int {
			return cmp.Or(cmp.Compare(a.Platform, b.Platform), cmp.Compare(a.Tenant, b.Tenant), cmp.Compare(a.User, b.User))
		})
	}
	return all, err
}

// organisationsOf loads the organisations that are the keys of a map.
func (s *Store) organisationsOf(session *session, orgs map[townhall.OrgID]*townhall.Organisation) error {
	ids := make([]townhall.OrgID, 0, len(orgs))
	for id := range orgs {
		ids = append(ids, id)
	}
	return session.each("select "+organisationFields(new(townhall.Organisation)).columns()+
		" from organisation where id in (select value from "+s.dialect.strings(":ids")+")", args{"ids": jsonList(&ids)},
		func(rows *sql.Rows) error {
			o := new(townhall.Organisation)
			err := rows.Scan(organisationFields(o).pointers()...)
			orgs[o.ID] = o
			return err
		})
}

// loadAt loads what tables hold for people or channels of any organisations; key
// is the column that says whose a row is.
func loadAt[T any](s *Store, session *session, table, key string, fieldsOf func(*T) fields, of []Address, found func(Address, *T)) error {
	if len(of) == 0 {
		return nil
	}
	pairs := make([][2]string, len(of))
	for i, at := range of {
		pairs[i] = [2]string{string(at.Org), string(at.Person) + string(at.Channel)} // one of them is empty
	}
	query := "select " + table + ".org_id, " + table + "." + key + ", " + fieldsOf(new(T)).columnsOf(table) +
		" from " + s.dialect.lookUp(":pairs", table, key)
	return session.each(query, args{"pairs": jsonList(&pairs)}, func(rows *sql.Rows) error {
		var at Address
		var its string
		row := new(T)
		if err := rows.Scan(append([]any{&at.Org, &its}, fieldsOf(row).pointers()...)...); err != nil {
			return err
		}
		if of[0].Person != "" {
			at.Person = townhall.PersonID(its)
		} else {
			at.Channel = townhall.ChannelID(its)
		}
		found(at, row)
		return nil
	})
}
