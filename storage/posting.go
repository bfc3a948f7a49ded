package storage

import (
	"lotsenfunk/bot"
	"lotsenfunk/townhall"
)

// Posting remembers where a thing is shown, so that its card can be refreshed,
// its thread found, and everything taken back.
type Posting struct {
	Thing    townhall.Number
	Audience string // "channel:ideen", "person:sb-kita"
	Ref      bot.Ref
	Version  int // the thing's version that the message shows
}

func postingFields(p *Posting) fields {
	return fields{
		{"thing", &p.Thing, fixed},
		{"audience", &p.Audience, fixed},
		{"platform", &p.Ref.Tenant.Platform, plain},
		{"tenant", &p.Ref.Tenant.ID, plain},
		{"channel", &p.Ref.Channel, plain},
		{"message", &p.Ref.ID, plain},
		{"version", &p.Version, plain},
	}
}

// SavePosting remembers a posting; there is one per thing and audience.
func (t *Tx) SavePosting(p Posting) error {
	return t.upsert("posting", postingFields(&p), "thing, audience")
}

// Posting finds where a thing is shown to an audience.
func (t *Tx) Posting(thing townhall.Number, audience string) (p *Posting, ok bool, err error) {
	p, err = load(t, "posting", postingFields, "thing = :thing and audience = :audience",
		args{"thing": thing, "audience": audience})
	return p, p != nil, err
}

// PostingAt finds what is shown by a message, if it shows anything.
func (t *Tx) PostingAt(at bot.Ref) (p *Posting, ok bool, err error) {
	p, err = load(t, "posting", postingFields,
		"platform = :platform and tenant = :tenant and channel = :channel and message = :message order by thing, audience limit 1",
		args{"platform": at.Tenant.Platform, "tenant": at.Tenant.ID, "channel": at.Channel, "message": at.ID})
	return p, p != nil, err
}

// Postings are all places where a thing is shown, by audience.
func (t *Tx) Postings(thing townhall.Number) ([]*Posting, error) {
	return loadAll(t, "posting", postingFields, "thing = :thing order by audience", args{"thing": thing})
}

// DeletePosting forgets a posting whose message was deleted.
func (t *Tx) DeletePosting(thing townhall.Number, audience string) error {
	_, err := t.exec(`delete from posting where org_id = :org and thing = :thing and audience = :audience`,
		args{"thing": thing, "audience": audience})
	return err
}
