package cards_test

import (
	"testing"

	"lotsenfunk/cards"
	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

// eachPackage shows a package in every state, with and without what can be left
// out, to everybody.
func eachPackage(show func(townhall.WorkPackageView)) {
	for _, state := range townhall.WorkPackageStates {
		for _, viewer := range people {
			for hours := range 3 {
				w := &townhall.WorkPackage{ID: 40, Project: 60, Title: typed, Hours: hours, State: state, Waits: typed, Reason: typed,
					Lead: "p-reader", ProjectState: townhall.ProjectActive}
				v := townhall.WorkPackageView{WorkPackage: w, ProjectTitle: typed, Viewer: viewer}
				if state != townhall.WorkPackageOpen && hours > 0 {
					w.ClaimedBy, v.OwnerName = "p-author", typed
				}
				if hours == 2 {
					w.Due, w.Result, w.Links = someDay, typed, []string{"https://birkenfurt.example/" + typed}
					w.Milestone, v.MilestoneTitle = "P1-M1", typed
					w.Helpers, v.HelperNames = []townhall.PersonID{"p-leitung"}, []string{typed}
				}
				show(v)
			}
		}
	}
}

func TestCardsOfPackages(t *testing.T) {
	everyLanguage(t, func(t *testing.T, p *i18n.Printer) {
		eachPackage(func(v townhall.WorkPackageView) {
			m := cards.WorkPackage(p, v)
			check(t, "asked for", m)
			if n := len(m.Controls()); n > 4 {
				t.Errorf("%d buttons on a package that is %s", n, v.State)
			}
			check(t, "more of it", cards.WorkPackageMore(p, v))
			check(t, "claimed", cards.PackageClaimed(p, v.WorkPackage))
			check(t, "joined", cards.PackageJoined(p, v.WorkPackage))
			all := []*townhall.WorkPackage{v.WorkPackage}
			check(t, "home", cards.PackageHome(p, all, all, 3))
			for _, key := range []string{"package.free_list", "package.all_list"} {
				check(t, key, cards.WorkPackages(p, cards.PackageList{Key: key, Packages: all, Total: 9, Next: "package.list", Claim: true}))
			}
		})
		check(t, "nothing at all", cards.PackageHome(p, nil, nil, 0))
		check(t, "none free", cards.WorkPackages(p, cards.PackageList{Key: "package.free_list"}))
		check(t, "none to do", cards.WorkPackages(p, cards.PackageList{Key: "package.all_list"}))
	})
}

// Whatever the tables of packages and projects say is told, there are words for
// it, for everybody they tell.
func TestNoticesOfPackagesAndProjectsHaveWords(t *testing.T) {
	everyLanguage(t, func(t *testing.T, p *i18n.Printer) {
		values := map[string]string{"by": typed, "reason": typed, "result": typed, "until": someDay.String(), "text": typed, "project": "60", "title": typed}
		eachPackage(func(v townhall.WorkPackageView) {
			tell := func(action townhall.WorkPackageAction, audiences ...townhall.Audience) {
				for _, to := range audiences {
					notice(t, p, cards.Told{Kind: "package." + string(action), To: to, Number: 40, Seen: townhall.Seen{WorkPackage: &v}, Values: values})
				}
			}
			for _, line := range townhall.WorkPackageTable {
				tell(line.Action, line.Tells...)
			}
			for _, action := range []townhall.WorkPackageAction{townhall.WorkPackageJoin, townhall.WorkPackageLeave, townhall.WorkPackageHandOver,
				townhall.WorkPackageDue, townhall.WorkPackageSay} {
				tell(action, townhall.ToLead, townhall.ToOwner, townhall.ToHelper)
			}
		})
		for _, line := range townhall.ProjectTable {
			for _, viewer := range people {
				project := &townhall.ProjectView{Viewer: viewer,
					Project: &townhall.Project{ID: 60, Title: typed, Goal: typed, Reason: typed, Lead: "p-author", State: line.To}}
				tell := func(kind string, to townhall.Audience) {
					notice(t, p, cards.Told{Kind: "project." + kind, To: to, Number: 60, Seen: townhall.Seen{Project: project}, Values: values})
				}
				if line.Action != townhall.ProjectMake {
					for _, to := range line.Tells {
						tell(string(line.Action), to)
					}
				}
				tell("lead", townhall.ToPerson)
				tell("sponsor", townhall.ToPerson)
				tell("mandate", townhall.ToLead)
				tell("milestone", townhall.ToChannel)
			}
		}
	})
}
