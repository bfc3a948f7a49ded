package program

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"

	"lotsenfunk/bot"
	"lotsenfunk/bot/room"
	"lotsenfunk/storage"
	"lotsenfunk/townfile"
	"lotsenfunk/townhall"
)

// emptyTown is the id of the town hall that an empty database gets when no town
// is loaded.
const emptyTown townhall.OrgID = "rathaus"

// ErrOtherTown: the database holds another town already.
var ErrOtherTown = errors.New("the database holds another town already")

// Load loads a town into an empty database, all of it or nothing, and
// returns the id of the organisation to run. A database that holds another town
// keeps it: its id comes with ErrOtherTown.
func Load(ctx context.Context, store *storage.Store, town *townfile.Town) (townhall.OrgID, error) {
	there, err := store.Organisations(ctx)
	if err != nil {
		return "", err
	}
	if len(there) > 0 {
		if town != nil && there[0] != town.Organisation.ID {
			return there[0], fmt.Errorf("%w: %s, not %s; a town file loads into an empty database only", ErrOtherTown, there[0], town.Organisation.ID)
		}
		return there[0], nil
	}
	if town == nil {
		town = blankTown()
	}
	org := town.Organisation
	org.ReceiptSecret = make([]byte, 32)
	_, _ = rand.Read(org.ReceiptSecret) // never fails (crypto/rand)
	tenant := bot.Tenant{Platform: room.Platform, ID: string(org.ID)}
	return org.ID, store.Update(ctx, org.ID, func(tx *storage.Tx) error {
		if err := tx.CreateOrganisation(&org); err != nil {
			return err
		}
		if err := tx.AddTenant(tenant); err != nil {
			return err
		}
		for _, load := range []func(*storage.Tx, *townfile.Town, bot.Tenant) error{loadPlaces, loadPeople, loadIdeas, loadWork, loadCohort} {
			if err := load(tx, town, tenant); err != nil {
				return fmt.Errorf("load town %s: %w", org.ID, err)
			}
		}
		return nil
	})
}

// blankTown is a town hall without anybody in it.
func blankTown() *townfile.Town {
	day, _ := townhall.ParseDate("2027-03-18")
	return &townfile.Town{
		Organisation: townhall.Organisation{ID: emptyTown, Name: "Rathaus", State: "BW", Zone: "Europe/Berlin", Language: "de",
			AnswerWithin: townhall.DefaultAnswerWithin, DecideWithin: townhall.DefaultDecideWithin, SetUp: day},
		Reference: day,
		Channels: []townhall.Channel{
			{ID: "ideen", Name: "Ideen", Purpose: townhall.PurposeIdeas},
			{ID: "rathaus", Name: "Rathaus", Purpose: townhall.PurposeAnnouncements},
		},
	}
}

func loadPlaces(tx *storage.Tx, town *townfile.Town, tenant bot.Tenant) error {
	for _, d := range town.Departments {
		if err := tx.SaveDepartment(&d); err != nil {
			return err
		}
	}
	for _, c := range town.Channels {
		c.Platform, c.Tenant, c.Remote = tenant.Platform, tenant.ID, string(c.ID)
		if err := tx.SaveChannel(&c); err != nil {
			return err
		}
	}
	return nil
}

func loadPeople(tx *storage.Tx, town *townfile.Town, tenant bot.Tenant) error {
	for _, p := range town.People {
		for _, id := range town.Participants {
			if id == p.ID {
				p.Roles = append(p.Roles, townhall.RoleParticipant)
			}
		}
		if err := tx.CreatePerson(&p); err != nil {
			return err
		}
		account := townhall.Identity{Platform: tenant.Platform, Tenant: tenant.ID, User: string(p.ID), Person: p.ID}
		if err := tx.SaveIdentity(account); err != nil {
			return err
		}
	}
	for _, c := range town.Contacts {
		if err := tx.SaveContact(&c); err != nil {
			return err
		}
	}
	return nil
}

// loadIdeas loads ideas without what points to projects and other ideas that
// are not there yet; loadWork sets that.
func loadIdeas(tx *storage.Tx, town *townfile.Town, _ bot.Tenant) error {
	for _, i := range town.Ideas {
		bare := i.Idea
		bare.Project, bare.MergedInto = 0, 0
		if err := tx.CreateIdea(&bare); err != nil {
			return err
		}
		for _, voter := range i.Voters {
			if _, err := tx.AddVote(i.ID, voter); err != nil {
				return err
			}
		}
		if err := tx.RefreshIdea(&i.Idea, town.Start(), town.Reference); err != nil {
			return err
		}
	}
	return nil
}

func loadWork(tx *storage.Tx, town *townfile.Town, _ bot.Tenant) error {
	for _, p := range town.Projects {
		if err := tx.CreateProject(&p); err != nil {
			return err
		}
	}
	for _, i := range town.Ideas {
		if i.Project == 0 && i.MergedInto == 0 {
			continue
		}
		whole, err := tx.Idea(i.ID)
		if err != nil {
			return err
		}
		whole.Project, whole.MergedInto = i.Project, i.MergedInto
		if err := tx.SaveIdea(whole); err != nil {
			return err
		}
	}
	for _, w := range town.WorkPackages {
		if err := tx.CreateWorkPackage(&w); err != nil {
			return err
		}
	}
	for _, p := range town.Projects { // what a picture of them begins with
		if err := tx.NoteProgress(p.ID, town.Reference); err != nil {
			return err
		}
	}
	for _, d := range town.Decisions {
		if err := tx.CreateDecision(&d); err != nil {
			return err
		}
	}
	for _, m := range town.Mandates {
		if err := tx.SaveMandate(&m); err != nil {
			return err
		}
	}
	for _, h := range town.HelpRequests {
		if err := tx.CreateHelpRequest(&h); err != nil {
			return err
		}
	}
	return loadQuestionCards(tx, town)
}

// loadQuestionCards has the cards of open questions shown in the channel of the
// Lotsen. Nobody gets direct messages: what was due earlier counts as done.
func loadQuestionCards(tx *storage.Tx, town *townfile.Town) error {
	channel, ok, err := tx.ChannelFor(townhall.PurposeHelpRequests)
	if err != nil || !ok {
		return err
	}
	for _, h := range town.HelpRequests {
		if h.Confidential || h.State == townhall.HelpRequestClosed || h.State == townhall.HelpRequestForwarded {
			continue
		}
		if err := tx.RefreshCard(townhall.Number(h.ID), townhall.KindHelpRequest, channel.ID, town.Start(), town.Reference); err != nil {
			return err
		}
	}
	return nil
}

// loadCohort loads the programme with those who take part. Nobody is told: what
// was due earlier counts as done.
func loadCohort(tx *storage.Tx, town *townfile.Town, _ bot.Tenant) error {
	if town.Cohort == nil {
		return nil
	}
	return tx.CreateCohort(town.Cohort)
}
