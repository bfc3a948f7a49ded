package e2e

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/mattermost/mattermost/server/public/model"

	"lotsenfunk/e2e/mmserver"
	"lotsenfunk/storage/storagetest"
)

// installation is the real binary in a folder of its own.
type installation struct {
	*testing.T
	server *mmserver.Server
	binary string
	folder string
	listen string
	secret string // the administrator's token, which nothing may say
}

func newInstallation(t *testing.T, server *mmserver.Server) *installation {
	t.Helper()
	i := &installation{T: t, server: server, folder: t.TempDir()}
	i.binary = filepath.Join(i.folder, "lotsenfunk")
	build := exec.Command("go", "build", "-o", i.binary, "./cmd/lotsenfunk")
	build.Dir = ".."
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	i.listen = l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	return i
}

// run runs the binary in its folder and returns everything it says, and its exit
// status.
func (i *installation) run(args ...string) (said string, status int) {
	i.Helper()
	cmd := exec.CommandContext(i.Context(), i.binary, args...)
	cmd.Dir, cmd.Env = i.folder, []string{"HOME=" + i.folder, "LOTSENFUNK_ADMIN_TOKEN=" + i.secret}
	out, err := cmd.CombinedOutput()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		status = exit.ExitCode()
	} else if err != nil {
		i.Fatal(err)
	}
	if i.secret != "" && bytes.Contains(out, []byte(i.secret)) {
		i.Errorf("the administrator's token is said: %s", out)
	}
	return string(out), status
}

// says runs the binary and expects its exit status and some words.
func (i *installation) says(status int, args []string, words ...string) string {
	i.Helper()
	said, got := i.run(args...)
	if got != status {
		i.Fatalf("%s: exit status %d, not %d:\n%s", strings.Join(args, " "), got, status, said)
	}
	for _, w := range words {
		if !regexp.MustCompile(w).MatchString(said) {
			i.Errorf("%s: nothing matches %q:\n%s", strings.Join(args, " "), w, said)
		}
	}
	return said
}

// TestSetup: the real binary sets a real server up, twice, the service runs on
// what it wrote, and the doctor sees how it is.
func TestSetup(t *testing.T) {
	server := mmserver.Start(t)
	ctx := t.Context()
	i := newInstallation(t, server)
	me, _, err := server.Admin.GetMe(ctx, "")
	if err != nil {
		t.Fatal(err)
	}
	token, _, err := server.Admin.CreateUserAccessToken(ctx, me.Id, "set-up", 0)
	if err != nil {
		t.Fatal(err)
	}
	i.secret = token.Token
	var teams []*model.Team
	for _, name := range []string{"rathaus", "bauhof"} {
		team, _, err := server.Admin.CreateTeam(ctx, &model.Team{Name: name, DisplayName: name, Type: model.TeamOpen})
		if err != nil {
			t.Fatal(err)
		}
		teams = append(teams, team)
	}
	chief, _, err := server.User(ctx, "koordination")
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := server.Admin.AddTeamMember(ctx, teams[0].Id, chief.Id); err != nil {
		t.Fatal(err)
	}
	for _, team := range teams { // whoever administers the server need not be in its teams
		if _, err := server.Admin.RemoveTeamMember(ctx, team.Id, me.Id); err != nil {
			t.Fatal(err)
		}
	}
	args := []string{"setup", "mattermost", "--url", server.URL, "--callback", "http://" + i.listen, "--listen", i.listen, "--db", "town.db",
		"--team", "rathaus", "--team", "bauhof", "--admin", "koordination", "--town", "Stadt Birkenfurt", "--state", "BW", "--address", "du"}

	t.Run("refusals", func(t *testing.T) { i.refusals(t, args) })
	i.says(2, args, `ok    the server reaches http://`, `make   the bot account @lotsenfunk`, `nothing was made; .* --yes`)
	if b, _, err := server.Admin.GetUserByUsername(ctx, "lotsenfunk", ""); err == nil {
		t.Fatalf("it made %+v without being told to", b)
	}
	said := i.says(0, append(args, "--yes"), `done   the bot account @lotsenfunk`, `done   the environment file lotsenfunk.env`, `done   the closed channel ~lotsen`,
		`done   the commands /idee .* in the team bauhof`, `done   @koordination as the first admin`, `@koordination is in the closed channel ~lotsen`)
	t.Log(said)
	i.made(teams, chief)
	i.says(0, append(args, "--yes"), `Everything is there already; nothing was changed`, `there  the bot account @lotsenfunk`)
	i.says(0, []string{"setup", "mattermost"}, `Everything is there already`) // the environment file and the database say the rest
	i.runs(teams, chief)
}

// serve starts the service on what set-up wrote and waits until it is
// connected. It ends with the test, or with stop.
func (i *installation) serve() (stop func()) {
	i.Helper()
	cmd := exec.Command(i.binary, "serve", "--env-file", "lotsenfunk.env")
	cmd.Dir, cmd.Env = i.folder, []string{"HOME=" + i.folder}
	log, err := cmd.StderrPipe()
	if err != nil {
		i.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		i.Fatal(err)
	}
	connected, ended := make(chan struct{}), make(chan string, 1)
	go func() {
		var all strings.Builder
		lines := bufio.NewScanner(log)
		for first := true; lines.Scan(); {
			fmt.Fprintln(&all, lines.Text())
			if first && strings.Contains(lines.Text(), `"msg":"connected"`) {
				close(connected)
				first = false
			}
		}
		ended <- all.String()
	}()
	stop = sync.OnceFunc(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		said := <-ended
		if err := cmd.Wait(); err != nil {
			i.Errorf("the service ended with %v:\n%s", err, said)
		}
	})
	i.Cleanup(stop)
	select {
	case <-connected:
	case said := <-ended:
		i.Fatalf("the service ended:\n%s", said)
	}
	return stop
}

// runs starts the service, files an idea with it, and asks the doctor.
func (i *installation) runs(teams []*model.Team, chief *model.User) {
	i.Helper()
	ctx := i.Context()
	doctor := []string{"doctor", "--env-file", "lotsenfunk.env"}
	i.says(1, doctor, `ok    the bot's token is valid`, `WRONG the server does not reach http://`, `something is WRONG above`)
	stop := i.serve()
	_, client, err := i.server.User(ctx, chief.Username)
	if err != nil {
		i.Fatal(err)
	}
	if err := mmserver.Login(ctx, client, chief.Username); err != nil {
		i.Fatal(err)
	}
	i.files(client, teams[0], chief)
	said := i.says(0, doctor, `ok    the database \(SQLite\) answers`, `ok    its town is Stadt Birkenfurt`, `ok    the channels are there: ~ideen ~lotsen ~rathaus`,
		`ok    the team rathaus has the commands`, `ok    the team bauhof has the commands`, `ok    the server reaches the service at http://`)
	i.Log(said)
	// Set up once more while the service runs: it answers by itself.
	i.says(0, []string{"setup", "mattermost"}, `ok    the server reaches http://`, `Everything is there already`)

	bot, _, err := i.server.Admin.GetUserByUsername(ctx, "lotsenfunk", "")
	if err != nil {
		i.Fatal(err)
	}
	tokens, _, err := i.server.Admin.GetUserAccessTokensForUser(ctx, bot.Id, 0, 10)
	if err != nil || len(tokens) != 1 {
		i.Fatalf("the bot's tokens: %d %v", len(tokens), err)
	}
	if _, err := i.server.Admin.RevokeUserAccessToken(ctx, tokens[0].Id); err != nil {
		i.Fatal(err)
	}
	i.says(1, doctor, `WRONG http://\S+ does not take the bot's token: it was revoked, has expired, or is wrong; run lotsenfunk setup mattermost once more`)
	stop()
	i.says(0, []string{"setup", "mattermost", "--yes"}, `note  the bot's token was revoked; it gets a new one`, `done   the bot's access token`, `done   the environment file`)
	i.serve()
	i.says(0, doctor, `ok    the server reaches the service at`)
}

// TestSetupOfNewServer: a server that has nobody yet gets its administrator and its
// team as well, as docker-compose.yml has it. The password is in a file and
// nowhere else, and no session is left.
func TestSetupOfNewServer(t *testing.T) {
	server := mmserver.StartNew(t)
	i := newInstallation(t, server)
	const password = "Hafen-Lotse-4711"
	if err := os.WriteFile(filepath.Join(i.folder, "password"), []byte(password+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"setup", "mattermost", "--yes", "--url", server.URL, "--callback", "http://" + i.listen, "--listen", i.listen, "--db", storagetest.EmptyPostgres(t),
		"--admin-password-file", "password", "--team", "rathaus", "--admin", "verwaltung", "--town", "Stadt Birkenfurt", "--state", "BW"}
	said := i.says(0, args, `ok    the server was new: its administrator is @verwaltung`, `ok    the team rathaus was made`, `done   @verwaltung as the first admin`)
	said += i.says(0, args, `Everything is there already`)
	if strings.Contains(said, password) {
		t.Error("the password is said")
	}
	if _, _, err := server.Admin.Login(t.Context(), "verwaltung", password); err != nil {
		t.Fatal(err)
	}
	me, _, err := server.Admin.GetMe(t.Context(), "")
	if err != nil || !me.IsSystemAdmin() {
		t.Fatalf("%+v %v", me, err)
	}
	sessions, _, err := server.Admin.GetSessions(t.Context(), me.Id, "")
	if err != nil || len(sessions) != 1 { // this one
		t.Errorf("sessions: %d %v", len(sessions), err)
	}
	i.serve()
	i.says(0, []string{"doctor", "--env-file", "lotsenfunk.env"}, `ok    the database \(PostgreSQL\) answers`, `ok    the server reaches the service at`)
}

// refusals: what the server does not take is a sentence with the way out, and
// nothing is made.
func (i *installation) refusals(t *testing.T, args []string) {
	with := func(more ...string) []string { return append(append([]string{}, args...), append(more, "--yes")...) }
	i.says(1, with("--team", "nowhere"), `WRONG there is no team nowhere; there are .*rathaus`)
	i.says(1, with("--admin", "nobody"), `WRONG there is no @nobody who could be the first admin`)
	i.says(1, with("--admin-token", "0123456789abcdefghijklmnop"), `WRONG .* does not take the administrator's token: it was revoked`)
	i.says(1, with("--callback", "http://127.0.0.1:9"), `WRONG the server does not reach http://127.0.0.1:9, and from here nothing answers there either; .* lead to 127`)
	i.says(1, with("--callback", "http://127.0.0.2:9"), `WRONG the server may not call http://127.0.0.2:9, which is an internal address; add 127.0.0.2 to System Console`)
	i.says(1, with("--callback", i.server.URL), `WRONG the server reaches .*, but there somebody else answers`)
	i.says(1, with("--url", "http://127.0.0.1:9"), `WRONG http://127.0.0.1:9 cannot be reached: nothing listens there`)
	i.says(1, with("--url", "https"+strings.TrimPrefix(i.server.URL, "http")), `WRONG .*does not speak TLS; write http://`)
	i.says(1, with("--bot", "koordination"), `WRONG @koordination is somebody's account and no bot`)
	if _, err := os.Stat(filepath.Join(i.folder, "town.db")); err == nil {
		t.Error("a refused run made a database")
	}
	if _, err := os.Stat(filepath.Join(i.folder, "lotsenfunk.env")); err == nil {
		t.Error("a refused run wrote the environment file")
	}
}

// made checks on the server what the set-up says it has made.
func (i *installation) made(teams []*model.Team, chief *model.User) {
	i.Helper()
	ctx, admin := i.Context(), i.server.Admin
	bot, _, err := admin.GetUserByUsername(ctx, "lotsenfunk", "")
	if err != nil || !bot.IsBot || bot.LastPictureUpdate == 0 {
		i.Fatalf("the bot: %+v %v", bot, err)
	}
	for _, team := range teams {
		there, _, err := admin.ListCommands(ctx, team.Id, true)
		if err != nil {
			i.Fatal(err)
		}
		words := map[string]string{}
		for _, c := range there {
			words[c.Trigger] = c.URL
		}
		if words["idee"] != "http://"+i.listen+"/mattermost/command" || words["lotsenfunk"] == "" || len(words) != 10 {
			i.Errorf("the commands of %s: %v", team.Name, words)
		}
	}
	for name, want := range map[string]model.ChannelType{"ideen": model.ChannelTypeOpen, "lotsen": model.ChannelTypePrivate, "rathaus": model.ChannelTypeOpen} {
		c, _, err := admin.GetChannelByName(ctx, name, teams[0].Id, "")
		if err != nil || c.Type != want {
			i.Errorf("~%s: %+v %v", name, c, err)
			continue
		}
		if _, _, err := admin.GetChannelMember(ctx, c.Id, bot.Id, ""); err != nil {
			i.Errorf("the bot is not in ~%s: %v", name, err)
		}
		if name == "lotsen" {
			members, _, err := admin.GetChannelMembers(ctx, c.Id, 0, 10, "")
			if err != nil || len(members) != 2 {
				i.Errorf("in ~lotsen: %+v %v", members, err)
			}
			if _, _, err := admin.GetChannelMember(ctx, c.Id, chief.Id, ""); err != nil {
				i.Errorf("the first admin is not in ~lotsen: %v", err)
			}
		}
	}
	info, err := os.Stat(filepath.Join(i.folder, "lotsenfunk.env"))
	if err != nil || info.Mode().Perm() != 0o600 {
		i.Errorf("the environment file: %v %v", info.Mode(), err)
	}
	written, err := os.ReadFile(filepath.Join(i.folder, "lotsenfunk.env"))
	if err != nil || strings.Contains(string(written), i.secret) || !strings.Contains(string(written), "LOTSENFUNK_MATTERMOST_TENANT=127.0.0.1:") {
		i.Errorf("the environment file: %s %v", written, err)
	}
	db, err := os.ReadFile(filepath.Join(i.folder, "town.db"))
	if err != nil || bytes.Contains(db, []byte(i.secret)) {
		i.Errorf("the database holds the administrator's token, or is not there: %v", err)
	}
}

// files files an idea by the command and waits for its card in the channel.
func (i *installation) files(client *model.Client4, team *model.Team, who *model.User) {
	i.Helper()
	ctx, done := context.WithTimeout(i.Context(), time.Minute)
	defer done()
	ideas, _, err := client.GetChannelByName(ctx, "ideen", team.Id, "")
	if err != nil {
		i.Fatal(err)
	}
	if _, _, err := client.AddChannelMember(ctx, ideas.Id, who.Id); err != nil {
		i.Fatal(err)
	}
	socket, err := model.NewWebSocketClient4("ws"+strings.TrimPrefix(i.server.URL, "http"), client.AuthToken)
	if err != nil {
		i.Fatal(err)
	}
	socket.Listen()
	defer socket.Close()
	sent := false
	for {
		select {
		case <-ctx.Done():
			i.Fatal("no card of the idea was posted")
		case <-socket.ResponseChannel:
		case ev := <-socket.EventChannel:
			if ev.EventType() == model.WebsocketEventHello && !sent {
				sent = true
				if _, _, err := client.ExecuteCommand(ctx, ideas.Id, "/idee ohne-namen Ein Brett für Aushänge"); err != nil {
					i.Fatalf("an idea by command: %v", err)
				}
			}
			if post, _ := ev.GetData()["post"].(string); ev.EventType() == model.WebsocketEventPosted && ev.GetBroadcast().ChannelId == ideas.Id &&
				strings.Contains(post, "Idee 1") {
				return
			}
		}
	}
}
