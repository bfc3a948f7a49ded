package commands

import (
	"slices"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// cohortUninvite asks which town is to take no part any more: its people lose their
// places, so it is done by sending the form.
func cohortUninvite(c *Call) (bot.Reply, error) {
	if err := townhall.May(c.Person, townhall.VerbRunCohort, nil); err != nil {
		return bot.Nothing(), err
	}
	return c.cohortForm("cohort.uninvite", func(v *townhall.CohortView) ([]bot.Field, error) {
		if err := v.CheckRun(c.Person); err != nil {
			return nil, err
		}
		if len(v.Towns) == 0 {
			return nil, townhall.Errf(townhall.Conflict, "cohort.no_guests")
		}
		field := c.field(bot.FieldSelect, "guest", 0)
		field.ID = "town"
		for _, town := range v.Towns {
			field.Options = append(field.Options, bot.Option{Value: string(town), Label: v.TownNames[town]})
			if typed := fold(c.Args.Text); typed == string(town) || typed == fold(v.TownNames[town]) {
				field.Value = string(town)
			}
		}
		return []bot.Field{field}, nil
	})
}

func cohortUninviteForm(c *Call) (reply bot.Reply, err error) {
	town := townhall.OrgID(c.value("town"))
	err = c.Update(func(tx *storage.Tx) error {
		v, err := c.cohort(tx, c.hosted)
		if err != nil {
			return err
		}
		name := v.TownNames[town]
		notices, err := v.Uninvite(c.Person, town, c.Now)
		if err != nil {
			return err
		}
		if err := tx.SaveCohort(v.Cohort); err != nil {
			return err
		}
		if err := c.recordCohort(tx, v.Key(), "cohort.uninvite", notices); err != nil {
			return err
		}
		told := slices.DeleteFunc(notices, func(n townhall.Notice) bool { return n.Kind != townhall.KindUninvite || n.To != townhall.ToParticipant })
		reply = c.answer(cards.CohortUninvited(c.P, v, name, len(told)))
		return tx.UninviteTown(v.Key(), town)
	})
	return reply, err
}
