package e2e

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/mattermost/mattermost/server/public/model"

	"lotsenfunk/e2e/mmserver"
)

// mattermostTeams: a team that the bot is added to gets its slash commands, while
// the bot is there and while it is away, if the bot may create them; if not, the log
// says what to do.
func mattermostTeams(t *testing.T, server *mmserver.Server) {
	h := newHall(t, server, true)
	ctx, stop := context.WithTimeout(t.Context(), 2*time.Minute)
	defer stop()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(h.stage.AddTeam(ctx)) // nobody gave the bot any right
	must(h.meet(ctx, logNoRight))

	allow(t, server, "manage_slash_commands")
	must(h.stage.AddTeam(ctx))
	must(h.meet(ctx, logCommands)) // the one from before
	must(h.meet(ctx, logCommands))
	h.play(t, "sb-info: /idee 10\nexpect sb-info: Idee 10\nsb-kita: /paket\nexpect sb-kita: Paket\n")

	must(h.chat.Close())
	must(h.stage.AddTeam(ctx))
	h.start(t)
	must(h.meet(ctx, logCommands))
	h.play(t, "sb-info: /idea 10\nexpect sb-info: Idee 10\n")
}

// allow lets members of teams do something, until the test ends.
func allow(t *testing.T, server *mmserver.Server, permission string) {
	t.Helper()
	role, _, err := server.Admin.GetRoleByName(t.Context(), model.TeamUserRoleId)
	if err != nil {
		t.Fatal(err)
	}
	set := func(ctx context.Context, all []string) {
		if _, _, err := server.Admin.PatchRole(ctx, role.Id, &model.RolePatch{Permissions: &all}); err != nil {
			t.Fatal(err)
		}
	}
	set(t.Context(), append(slices.Clone(role.Permissions), permission))
	t.Cleanup(func() { set(context.Background(), role.Permissions) })
}
