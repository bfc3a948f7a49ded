package commands

import (
	"lotsenfunk/bot"
	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

// help says what can be done, by role.
func help(c *Call) (bot.Reply, error) {
	var blocks []bot.Text
	for _, command := range c.router.commands {
		var items [][]bot.Span
		for i := range command.rows {
			row := &command.rows[i]
			if row.Help == "" || !c.offered(row) {
				continue
			}
			items = append(items, c.P.Text(row.Help, i18n.Args{"Command": "/" + commandWord(c.P, c.Org, command.name)})[0].Spans)
		}
		blocks = append(blocks, c.P.Text("help.heading."+command.name, nil), bot.Text{{Items: items}})
	}
	m := c.say("help.card", i18n.Args{"Town": c.Org.Name},
		bot.Row{c.button("idea.menu", ""), c.button("lotsenfunk.settings", "")})
	body := m.Message()
	body.Text = body.Text.Append(blocks...).Append(c.P.Text("help.privacy", nil))
	return m, nil
}

// offered reports whether the help lists the row for this person. What needs
// ownership of one thing is listed for everybody who may come to own one.
func (c *Call) offered(row *Row) bool {
	switch row.Needs {
	case "", townhall.VerbOwn, townhall.VerbWorkOn, townhall.VerbTalkAbout, townhall.VerbAskDecision, townhall.VerbDecide:
		return true
	case townhall.VerbSteerProject, townhall.VerbAddPackage, townhall.VerbOwnDigest, townhall.VerbReadDigest: // whoever may come to lead a project
		return c.Person.IsAny(townhall.RoleLotse, townhall.RoleCoordinator, townhall.RoleTeamLead, townhall.RoleLeadership, townhall.RoleParticipant)
	case townhall.VerbBackProject: // whoever may be named as a sponsor
		return c.Person.IsAny(townhall.RoleTeamLead, townhall.RoleLeadership)
	}
	return townhall.May(c.Person, row.Needs, nil) == nil
}
