package commands

import (
	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// homeFree is how many free packages stand on the card of a bare /paket.
const homeFree = 5

// packageHome shows the person's own packages and the next free ones.
func packageHome(c *Call) (reply bot.Reply, err error) {
	err = c.View(func(tx *storage.Tx) error {
		mine, err := tx.FindWorkPackages(ownPackages(c.Person.ID))
		if err != nil {
			return err
		}
		f := freePackages()
		total, err := tx.CountWorkPackages(f)
		if err != nil {
			return err
		}
		f.Limit = homeFree
		free, err := tx.FindWorkPackages(f)
		reply = c.answer(cards.PackageHome(c.P, mine, free, total))
		return err
	})
	return reply, err
}

// ownPackages are those somebody works on now.
func ownPackages(p townhall.PersonID) storage.WorkPackageFilter {
	return storage.WorkPackageFilter{Hand: p, States: []townhall.WorkPackageState{townhall.WorkPackageClaimed, townhall.WorkPackageBlocked}}
}

// freePackages are those that can be claimed.
func freePackages() storage.WorkPackageFilter {
	return storage.WorkPackageFilter{States: []townhall.WorkPackageState{townhall.WorkPackageOpen},
		InProjects: []townhall.ProjectState{townhall.ProjectPlanned, townhall.ProjectActive}}
}

// packageMenuMore is the rest of the menu.
func packageMenuMore(c *Call) (bot.Reply, error) {
	row := bot.Row{c.button("package.new", "")}
	if townhall.May(c.Person, townhall.VerbPlanProject, nil) == nil {
		row = append(row, c.button("project.new", ""))
	}
	return c.say("package.menu_rest", nil, append(row, c.button("package.help", ""))), nil
}

// packageShow shows one work package.
func packageShow(c *Call) (bot.Reply, error) {
	return c.withPackage(func(v townhall.WorkPackageView) bot.Message { return cards.WorkPackage(c.P, v) })
}

// packageMore shows the rest of a package's buttons.
func packageMore(c *Call) (bot.Reply, error) {
	return c.withPackage(func(v townhall.WorkPackageView) bot.Message { return cards.WorkPackageMore(c.P, v) })
}

// withPackage loads the package of the call as its person sees it, and answers
// with what show makes of it.
func (c *Call) withPackage(show func(townhall.WorkPackageView) bot.Message) (reply bot.Reply, err error) {
	err = c.View(func(tx *storage.Tx) error {
		v, err := tx.WorkPackageView(townhall.WorkPackageID(c.Args.Number), c.Person)
		if err == nil {
			reply = c.answer(show(*v))
		}
		return err
	})
	return reply, err
}

// packageFree lists what can be claimed, the most urgent first.
func packageFree(c *Call) (bot.Reply, error) {
	return c.packages(cards.PackageList{Key: "package.free_list", Next: "package.free", Claim: true}, freePackages())
}

// packageList lists all that is still to be done.
func packageList(c *Call) (bot.Reply, error) {
	return c.packages(cards.PackageList{Key: "package.all_list", Next: "package.list"}, storage.WorkPackageFilter{
		States: []townhall.WorkPackageState{townhall.WorkPackageOpen, townhall.WorkPackageClaimed, townhall.WorkPackageBlocked}})
}

// packages answers with a page of work packages.
func (c *Call) packages(l cards.PackageList, f storage.WorkPackageFilter) (bot.Reply, error) {
	f.Limit, f.Offset, l.Offset = cards.PageSize, c.Args.Offset, c.Args.Offset
	err := c.View(func(tx *storage.Tx) (err error) {
		if l.Packages, err = tx.FindWorkPackages(f); err != nil {
			return err
		}
		l.Total, err = tx.CountWorkPackages(f)
		return err
	})
	if err != nil {
		return bot.Nothing(), err
	}
	return c.answer(cards.WorkPackages(c.P, l)), nil
}
