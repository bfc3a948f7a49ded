package program

import (
	"context"
	"net/http"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/bot/mattermost"
	"lotsenfunk/commands"
	"lotsenfunk/i18n"
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
}

func (p *Program) kit() Kit {
	return Kit{Memory: p.Store.Memory(), Now: p.clock.Now, Commands: p.slashCommands, Printer: func(ctx context.Context, who bot.Account) *i18n.Printer {
		return p.Catalogues.Printer(p.languageOf(ctx, who), p.Zone()).At(p.clock.Now())
	}}
}

// slashCommands are the slash commands of the town that a workspace belongs to.
func (p *Program) slashCommands(ctx context.Context, t bot.Tenant) ([]commands.SlashCommand, error) {
	who, err := p.Store.Who(ctx, bot.Account{Tenant: t})
	if err != nil || who.Org == nil {
		return nil, err
	}
	return commands.SlashCommands(p.Catalogues, who.Org), nil
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
	if err := a.Run(ctx, p.Router); err != nil && ctx.Err() == nil {
		p.log.Error("a platform is not connected any more", "platform", a.Name(), "error", err)
	}
}

// Handler is where chat platforms reach the program.
func (p *Program) Handler() http.Handler {
	mux := http.NewServeMux()
	for _, a := range p.adapters {
		a.Routes(mux, p.Router)
	}
	return mux
}

// languageOf is what somebody reads.
func (p *Program) languageOf(ctx context.Context, account bot.Account) i18n.Language {
	who, err := p.Store.Who(ctx, account)
	if err != nil || who.Org == nil {
		return i18n.Pick(p.Org.Language, p.Org.Address)
	}
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
