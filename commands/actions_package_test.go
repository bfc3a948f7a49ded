package commands_test

import (
	"testing"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

// everyPackageCard draws packages and projects in every state, as everybody who
// may have to do with them sees them.
func everyPackageCard(t *testing.T, p *i18n.Printer) (all []bot.Message) {
	t.Helper()
	viewers := []*townhall.Person{{ID: "lead"}, {ID: "sponsor"}, {ID: "owner"}, {ID: "helper"}, {ID: "other"},
		{ID: "cora", Roles: []townhall.Role{townhall.RoleCoordinator}}}
	for _, viewer := range viewers {
		for _, state := range townhall.ProjectStates {
			project := &townhall.Project{ID: 60, Title: "Projekt", Goal: "Ziel", Idea: 53, Reason: "Grund", State: state, Lead: "lead", Sponsor: "sponsor",
				Hands: []townhall.PersonID{"owner"}, Milestones: []townhall.Milestone{{ID: "60-M1", Title: "Erster", State: townhall.MilestoneActive, Due: someDay}}}
			v := townhall.ProjectView{Project: project, Viewer: viewer}
			all = append(all, cards.Project(p, v), cards.ProjectMore(p, v), cards.ProjectMade(p, project, nil),
				cards.ProjectMade(p, project, &townhall.Idea{ID: 53}), cards.Projects(p, []*townhall.Project{project}, nil))
			for _, line := range townhall.ProjectTable[1:] {
				all = append(all, told(t, p, cards.Told{Kind: "project." + string(line.Action), Number: 60, Seen: townhall.Seen{Project: &v}}))
			}
			for _, kind := range []string{"lead", "sponsor", "lead_gone", "sponsor_gone"} {
				all = append(all, told(t, p, cards.Told{Kind: "project." + kind, To: townhall.ToPerson, Number: 60, Seen: townhall.Seen{Project: &v}}))
			}
			for _, to := range []townhall.Audience{townhall.ToLead, townhall.ToSponsor} {
				all = append(all, told(t, p, cards.Told{Kind: "project.handed_on", To: to, Number: 60, Seen: townhall.Seen{Project: &v}}))
			}
			all = append(all,
				told(t, p, cards.Told{Kind: "project.mandate", To: townhall.ToLead, Number: 60, Seen: townhall.Seen{Project: &v}}))
		}
		for _, state := range townhall.WorkPackageStates {
			w := &townhall.WorkPackage{ID: 21, Project: 60, Title: "Paket", State: state, ClaimedBy: "owner", Helpers: []townhall.PersonID{"helper"},
				Lead: "lead", Sponsor: "sponsor", ProjectState: townhall.ProjectActive, Hours: 4, Due: someDay, Links: []string{"https://birkenfurt.example"}}
			v := townhall.WorkPackageView{WorkPackage: w, OwnerName: "Anna", Viewer: viewer}
			all = append(all, cards.WorkPackage(p, v), cards.WorkPackageMore(p, v), cards.PackageClaimed(p, w), cards.PackageJoined(p, w),
				cards.PackageHome(p, []*townhall.WorkPackage{w}, []*townhall.WorkPackage{w}, 20),
				cards.WorkPackages(p, cards.PackageList{Key: "package.free_list", Packages: []*townhall.WorkPackage{w}, Total: 20, Next: "package.free", Claim: true}),
				cards.WorkPackages(p, cards.PackageList{Key: "package.all_list", Packages: []*townhall.WorkPackage{w}, Total: 20, Next: "package.list"}))
			for _, action := range []townhall.WorkPackageAction{townhall.WorkPackageClaim, townhall.WorkPackageJoin, townhall.WorkPackageHandOver,
				townhall.WorkPackageBlock, townhall.WorkPackageResume, townhall.WorkPackageReopen, townhall.WorkPackageSay} {
				all = append(all, told(t, p, cards.Told{Kind: "package." + string(action), To: townhall.ToOwner, Number: 21, Seen: townhall.Seen{WorkPackage: &v}}))
			}
			all = append(all, told(t, p, cards.Told{Kind: "package.block", To: townhall.ToNoLead, Number: 21, Seen: townhall.Seen{WorkPackage: &v}}))
		}
	}
	return all
}
