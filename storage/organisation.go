package storage

import (
	"context"
	"database/sql"

	"lotsenfunk/bot"
	"lotsenfunk/townhall"
)

func organisationFields(o *townhall.Organisation) fields {
	return fields{
		{"id", &o.ID, fixed},
		{"version", &o.Version, counted},
		{"name", &o.Name, plain},
		{"state", &o.State, plain},
		{"zone", &o.Zone, plain},
		{"language", &o.Language, plain},
		{"address", &o.Address, plain},
		{"extra_days_off", jsonList(&o.ExtraDaysOff), plain},
		{"removed_days_off", jsonList(&o.RemovedDaysOff), plain},
		{"rhythm", &o.Rhythm, plain},
		{"answer_within", &o.AnswerWithin, plain},
		{"decide_within", &o.DecideWithin, plain},
		{"reminders", jsonList(&o.ReminderChanges), plain},
		{"role_label", jsonObject(&o.RoleLabel), plain},
		{"command_words", jsonObject(&o.CommandWords), plain},
		{"set_up", (*isoDate)(&o.SetUp), plain},
		{"receipt_secret", &o.ReceiptSecret, plain},
		{"address_asked_for", &o.AddressAskedFor, plain},
		{"digests", jsonObject(&o.Digests), plain},
	}
}

// CreateOrganisation makes the organisation of this transaction, whose id o
// has, and its number series; so that a town is loaded whole or not at all.
func (t *Tx) CreateOrganisation(o *townhall.Organisation) error {
	o.Version = 1
	f := organisationFields(o)
	query := "insert into organisation (" + f.columns() + ") values (:org"
	for _, one := range f[1:] {
		query += ", :" + one.column
	}
	if _, err := t.exec(query+")", f.args()); err != nil {
		return err
	}
	if _, err := t.exec(`insert into counter (org_id, next_number) values (:org, 1)`, nil); err != nil {
		return err
	}
	_, err := t.exec(`insert into schedule (org_id, look_at) values (:org, 0)`, nil)
	return err
}

// Organisation is the organisation of this transaction.
func (t *Tx) Organisation() (*townhall.Organisation, error) {
	o := new(townhall.Organisation)
	f := organisationFields(o)
	found, err := t.get("select "+f.columns()+" from organisation where id = :org", nil, f.pointers()...)
	if err == nil && !found {
		err = unknown("organisation", t.org)
	}
	return o, err
}

// SaveOrganisation saves the settings. A stale version is ErrStale.
func (t *Tx) SaveOrganisation(o *townhall.Organisation) error {
	f := organisationFields(o)
	n, err := t.exec("update organisation set version = version + 1, "+assignments(f, ":")+
		" where id = :org and version = :version", f.args())
	if err != nil {
		return err
	}
	if n == 0 {
		return ErrStale
	}
	o.Version++
	return nil
}

// AddTenant says that a workspace belongs to this organisation.
func (t *Tx) AddTenant(tenant bot.Tenant) error {
	_, err := t.exec(`insert into tenant (platform, id, org_id) values (:platform, :id, :org)`,
		args{"platform": tenant.Platform, "id": tenant.ID})
	return err
}

// AddTenant says that a workspace belongs to an organisation.
func (s *Store) AddTenant(ctx context.Context, tenant bot.Tenant, org townhall.OrgID) error {
	return s.Update(ctx, org, func(tx *Tx) error { return tx.AddTenant(tenant) })
}

// AllTenants are the workspaces of all organisations.
func (s *Store) AllTenants(ctx context.Context) (all []bot.Tenant, err error) {
	err = s.reader.session(ctx).each(`select platform, id from tenant order by platform, id`, nil, func(rows *sql.Rows) error {
		var one bot.Tenant
		err := rows.Scan(&one.Platform, &one.ID)
		all = append(all, one)
		return err
	})
	return all, err
}

// Tenants are the workspaces that belong to this organisation.
func (t *Tx) Tenants() (all []bot.Tenant, err error) {
	err = t.each(`select platform, id from tenant where org_id = :org order by platform, id`, nil, func(rows *sql.Rows) error {
		var one bot.Tenant
		err := rows.Scan(&one.Platform, &one.ID)
		all = append(all, one)
		return err
	})
	return all, err
}

func departmentFields(d *townhall.Department) fields {
	return fields{{"id", &d.ID, fixed}, {"name", &d.Name, plain}}
}

// Departments are all departments, by id.
func (t *Tx) Departments() ([]*townhall.Department, error) {
	return loadAll(t, "department", departmentFields, "true order by id", nil)
}

// SaveDepartment adds or changes a department.
func (t *Tx) SaveDepartment(d *townhall.Department) error {
	return t.upsert("department", departmentFields(d), "id")
}

func contactFields(c *townhall.Contact) fields {
	return fields{{"id", &c.ID, fixed}, {"name", &c.Name, plain}, {"email", &c.Email, plain}, {"person", ref(&c.Person), plain},
		{"channel", &c.Channel, plain}}
}

// Contacts are all places to forward things to, by id.
func (t *Tx) Contacts() ([]*townhall.Contact, error) {
	return loadAll(t, "contact", contactFields, "true order by id", nil)
}

// Contact loads one contact.
func (t *Tx) Contact(id townhall.ContactID) (*townhall.Contact, error) {
	c, err := load(t, "contact", contactFields, "id = :id", args{"id": id})
	return known(c, err, "contact", id)
}

// SaveContact adds or changes a contact.
func (t *Tx) SaveContact(c *townhall.Contact) error {
	return t.upsert("contact", contactFields(c), "id")
}

func channelFields(c *townhall.Channel) fields {
	return fields{
		{"id", &c.ID, fixed},
		{"name", &c.Name, plain},
		{"purpose", &c.Purpose, plain},
		{"members", jsonList(&c.Members), plain},
		{"platform", &c.Platform, plain},
		{"tenant", &c.Tenant, plain},
		{"remote", &c.Remote, plain},
	}
}

// Channels are all channels, by id.
func (t *Tx) Channels() ([]*townhall.Channel, error) {
	return loadAll(t, "channel", channelFields, "true order by id", nil)
}

// Channel loads one channel.
func (t *Tx) Channel(id townhall.ChannelID) (*townhall.Channel, error) {
	c, err := load(t, "channel", channelFields, "id = :id", args{"id": id})
	return known(c, err, "channel", id)
}

// SaveChannel adds or changes a channel.
func (t *Tx) SaveChannel(c *townhall.Channel) error {
	clear(t.channels)
	clear(t.places)
	return t.upsert("channel", channelFields(c), "id")
}
