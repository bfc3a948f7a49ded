package program

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/bot/mattermost"
	"lotsenfunk/cards"
	"lotsenfunk/commands"
	"lotsenfunk/i18n"
	"lotsenfunk/seal"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
	"lotsenfunk/web"
)

// Kit is what an adapter is given by the program.
type Kit struct {
	// Memory keeps what the adapter asks to be kept.
	Memory bot.Memory
	// Now is the program's clock.
	Now func() time.Time
	// Printer prints for whoever has an account: in their language, or the town's.
	Printer func(context.Context, bot.Account) *i18n.Printer
	// Commands are the slash commands of the town that a workspace belongs to, for
	// platforms where somebody has to create them.
	Commands func(context.Context, bot.Tenant) ([]commands.SlashCommand, error)
	// Installs remembers where people have installed the bot, the tokens sealed.
	Installs func(*seal.Ring) bot.Installs
	// TakenOut tells a town's administrators that one of its workspaces, by its name,
	// took the bot out; once a day.
	TakenOut func(ctx context.Context, t bot.Tenant, name string, at time.Time) error
}

func (p *Program) kit() Kit {
	return Kit{Memory: p.Store.Memory(), Now: p.clock.Now, Commands: p.slashCommands, Printer: p.printerOf, Installs: p.Store.Installs, TakenOut: p.takenOut}
}

// connectAll makes the adapters. Each workspace has to belong to a town.
func (p *Program) connectAll(ctx context.Context, o Options) (err error) {
	if p.adapters, err = o.Connect(p.kit()); err != nil {
		return err
	}
	p.operators = web.New(web.Options{Store: p.Store, Adapters: p.adapters, Now: p.clock.Now, Version: o.Version, Log: o.Log})
	p.handler = p.operators.Measured(p.Router)
	known, err := p.Store.AllTenants(ctx)
	if err != nil {
		return err
	}
	for _, a := range p.adapters {
		watched, ok := a.(bot.Watched)
		if !ok {
			continue
		}
		for _, c := range watched.Connections() {
			if !slices.Contains(known, c.Tenant) {
				return &NoTenant{c.Tenant, listed(known, c.Tenant.Platform)}
			}
		}
	}
	return nil
}

// listed are the ids of a platform's workspaces, to be read.
func listed(tenants []bot.Tenant, platform string) string {
	var ids []string
	for _, t := range tenants {
		if t.Platform == platform {
			ids = append(ids, t.ID)
		}
	}
	if len(ids) == 0 {
		return "none at all"
	}
	return strings.Join(ids, ", ")
}

// slashCommands are the slash commands of the town that a workspace belongs to.
func (p *Program) slashCommands(ctx context.Context, t bot.Tenant) ([]commands.SlashCommand, error) {
	who, err := p.Store.Who(ctx, bot.Account{Tenant: t})
	if err != nil || who.Org == nil {
		return nil, err
	}
	return commands.SlashCommands(p.Catalogues, who.Org), nil
}

// takenOut tells a town's administrators that one of its workspaces took the bot out.
// Who can be reached in that workspace only hears of it when it is back.
func (p *Program) takenOut(ctx context.Context, t bot.Tenant, name string, at time.Time) error {
	who, err := p.Store.Who(ctx, bot.Account{Tenant: t})
	if err != nil || who.Org == nil {
		return err
	}
	on := townhall.DateOf(at, who.Org.Location())
	told := townhall.Notice{Kind: "platform.taken_out", Values: map[string]string{"workspace": name, "on": on.String()}}
	return p.Store.Update(ctx, who.Org.ID, func(tx *storage.Tx) error {
		people, err := tx.People()
		for _, one := range people {
			if err == nil && !one.Gone && one.Is(townhall.RoleAdmin) {
				err = tx.TellPerson(one.ID, told, t.ID+"/"+on.String(), p.clock.Now(), on)
			}
		}
		return err
	})
}

// MattermostCommands are the commands of Kit as Mattermost creates them.
func MattermostCommands(k Kit) func(context.Context, bot.Tenant) ([]mattermost.Command, error) {
	return func(ctx context.Context, t bot.Tenant) (all []mattermost.Command, err error) {
		town, err := k.Commands(ctx, t)
		for _, c := range town {
			all = append(all, mattermost.Command{Word: c.Word, Hint: c.Hint, Description: c.Description})
		}
		return all, err
	}
}

// connect runs an adapter until the program ends.
func (p *Program) connect(ctx context.Context, a bot.Adapter) {
	if err := a.Run(ctx, p.handler); err != nil && ctx.Err() == nil {
		p.log.Error("a platform is not connected any more", "platform", a.Name(), "error", err)
	}
}

// Handler is where chat platforms reach the program, and operators its state.
func (p *Program) Handler() http.Handler {
	mux := http.NewServeMux()
	for _, a := range p.adapters {
		a.Routes(mux, p.handler)
	}
	if p.operators != nil {
		p.operators.Routes(mux)
	}
	if p.Router.CalendarAt != nil {
		p.CalendarRoutes(mux)
	}
	return mux
}

// printerOf prints for whoever has an account: in their language and their town's
// time, or, where no town is known, in that of their platform.
func (p *Program) printerOf(ctx context.Context, account bot.Account) *i18n.Printer {
	who, err := p.Store.Who(ctx, account)
	if err != nil || who.Org == nil {
		return p.Catalogues.Printer(i18n.Pick(account.Language, ""), time.UTC).At(p.clock.Now())
	}
	return cards.Printer(p.Catalogues, who.Org, who.Person, who.Org.Location(), p.clock.Now())
}

// languageOf is what somebody reads.
func languageOf(who storage.Caller) i18n.Language {
	language, address := who.Org.Language, who.Org.Address
	if who.Person != nil && who.Person.Language != "" {
		language = who.Person.Language
	}
	if who.Person != nil && who.Person.Address != "" {
		address = who.Person.Address
	}
	return i18n.Pick(language, address)
}

// platforms are the names of what is connected.
func (p *Program) platforms() []string {
	var names []string
	for _, a := range p.adapters {
		names = append(names, a.Name())
	}
	return names
}
