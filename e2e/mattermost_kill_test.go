package e2e

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/mattermost/mattermost/server/public/model"

	"lotsenfunk/e2e/mmserver"
	"lotsenfunk/e2e/mmstage"
	"lotsenfunk/program"
	"lotsenfunk/storage"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townfile"
)

// TestMattermostKilled kills the real binary in the middle of its work, again
// and again, at the worst of moments. What people were told has happened has
// happened, what they were not told has happened once or not at all, every card
// stands once, and every direct message is answered once.
func TestMattermostKilled(t *testing.T) {
	server := mmserver.Start(t)
	lotsenfunk := buildBinary(t)
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		k := newKilled(t, server, db, lotsenfunk)
		for round, m := range []moment{afterPost, afterEvent, beforePost, beforeEvent} {
			k.round(round, m)
		}
		k.delivered()
		k.binary.stop()
		k.check()
	})
}

// killed is a town whose bot is killed now and then.
type killed struct {
	*testing.T
	hall   *hall
	db     *storagetest.Database
	binary *binary
	people []string
	bot    *model.Client4 // sees what the bot sees
	botID  string
	told   map[string]bool // titles of ideas: whether their author was told that it is filed
	asked  []written       // direct messages
}

// written is what somebody wrote to the bot.
type written struct{ who, text string }

func newKilled(t *testing.T, server *mmserver.Server, db *storagetest.Database, lotsenfunk string) *killed {
	t.Helper()
	town, err := townfile.Demo()
	if err != nil {
		t.Fatal(err)
	}
	org, err := program.Load(t.Context(), db.Store, town)
	if err != nil {
		t.Fatal(err)
	}
	k := &killed{T: t, db: db, hall: &hall{callback: newCallback(t)}, told: map[string]bool{}}
	k.hall.stage = k.hall.build(t, server, db.Store, org, false, &mmstage.Progress{})
	k.binary = newBinary(t, lotsenfunk, db.DSN, k.hall.stage.Connected(), k.hall.callback)
	k.bot = model.NewAPIv4Client(server.URL)
	k.bot.SetToken(k.hall.stage.Connected().Token)
	me, _, err := k.bot.GetMe(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	k.botID = me.Id
	k.binary.start()
	for _, i := range town.Ideas { // who has filed before is not asked whether with a name
		who := string(i.Author)
		if who != "" && len(k.people) < 6 && !strings.Contains(strings.Join(k.people, " "), who) {
			k.people = append(k.people, who)
		}
	}
	for _, who := range k.people {
		if _, err := k.hall.stage.Client(t.Context(), who); err != nil {
			t.Fatal(err)
		}
	}
	return k
}

// round has everybody file ideas and write to the bot, while the binary is
// killed at a moment; those who get no answer do not try again. Then it is started
// anew.
func (k *killed) round(n int, m moment) {
	k.Helper()
	dead := k.binary.dead()
	k.binary.killAt(m, 4)
	var all sync.WaitGroup
	var mu sync.Mutex
	for _, who := range k.people {
		all.Go(func() {
			for i := range 3 {
				title := fmt.Sprintf("%s %s", nonsense(), nonsense())
				text := fmt.Sprintf("Vielleicht %s", nonsense())
				err := k.file(who, title)
				_, failed := k.hall.stage.Write(k.Context(), who, text)
				mu.Lock()
				k.told[title] = err == nil
				k.asked = append(k.asked, written{who, text})
				mu.Unlock()
				if failed != nil {
					k.Errorf("round %d, %s cannot write for the %dth time: %v", n, who, i, failed)
				}
			}
		})
	}
	all.Wait()
	late := time.NewTimer(time.Minute)
	defer late.Stop()
	select {
	case <-dead:
	case <-late.C:
		k.Fatalf("round %d: it was not killed %s", n, m)
	}
	k.binary.start()
}

// nonsense is a word that is like no other.
func nonsense() string { return "W" + model.NewId()[:14] }

// file files an idea, in somebody's direct messages.
func (k *killed) file(who, title string) error {
	client, err := k.hall.stage.Client(k.Context(), who)
	if err != nil {
		return err
	}
	direct, _, err := client.CreateDirectChannel(k.Context(), k.hall.stage.ID(who), k.botID)
	if err != nil {
		return err
	}
	_, _, err = client.ExecuteCommandWithTeam(k.Context(), direct.Id, k.hall.stage.Team(), "/idee "+title)
	return err
}

// delivered waits until nothing is left to be sent at once. What a killed binary
// had claimed has to wait for the end of its lease: only time brings that.
func (k *killed) delivered() {
	k.Helper()
	ctx, late := k.Context(), time.NewTimer(time.Minute)
	defer late.Stop()
	look := time.NewTicker(time.Second / 4)
	defer look.Stop()
	for {
		counts, _, _, err := k.db.WatchNotices(ctx, time.Now())
		if err != nil {
			k.Fatal(err)
		}
		left := 0
		for _, c := range counts {
			if c.State == storage.NoticeDue || c.State == "retrying" {
				left += c.N
			}
			if c.State == storage.NoticeDead {
				k.Errorf("%d notices are given up: %v", c.N, c)
			}
		}
		if missing := k.unanswered(ctx); left == 0 && len(missing) == 0 {
			return
		} else {
			select {
			case <-look.C:
			case <-late.C:
				k.Fatalf("%d notices are left, and %d messages unanswered: %v; %v", left, len(missing), missing, counts)
			}
		}
	}
}

// unanswered are the direct messages that nobody answered.
func (k *killed) unanswered(ctx context.Context) (missing []written) {
	for _, w := range k.asked {
		if k.answers(ctx, w) == 0 {
			missing = append(missing, w)
		}
	}
	return missing
}

// answers is how often a direct message was answered.
func (k *killed) answers(ctx context.Context, w written) int {
	direct, _, err := k.bot.CreateDirectChannel(ctx, k.hall.stage.ID(w.who), k.botID)
	if err != nil {
		k.Error(err)
		return 0
	}
	return k.count(ctx, direct.Id, w.text)
}

// count counts the bot's posts in a channel that hold some words.
func (k *killed) count(ctx context.Context, channel, words string) (n int) {
	list, _, err := k.bot.GetPostsForChannel(ctx, channel, 0, 200, "", false, false)
	if err != nil {
		k.Error(err)
		return 0
	}
	for _, p := range list.Posts {
		if p.UserId == k.botID && strings.Contains(mmstage.Plain(p.Message), words) {
			n++
		}
	}
	return n
}

// check compares what people were told with what is there.
func (k *killed) check() {
	k.Helper()
	filed := map[string][]int64{}
	err := k.db.View(k.Context(), "birkenfurt", func(tx *storage.Tx) error {
		found, err := tx.FindIdeas(storage.IdeaFilter{Limit: 1000})
		for _, i := range found {
			if _, ours := k.told[i.Title]; ours {
				filed[i.Title] = append(filed[i.Title], int64(i.ID))
			}
		}
		return err
	})
	if err != nil {
		k.Fatal(err)
	}
	lost := 0
	for title, told := range k.told {
		switch n := len(filed[title]); {
		case n > 1:
			k.Errorf("%q is filed %d times", title, n)
		case told && n == 0:
			k.Errorf("%q is lost, though its author was told that it is filed", title)
		case n == 0:
			lost++
		}
	}
	if len(filed) < len(k.people) {
		k.Errorf("only %d ideas were filed", len(filed))
	}
	k.Logf("%d ideas, %d of which nobody was told anything and nothing is there; %d direct messages", len(k.told), lost, len(k.asked))
	for _, w := range k.asked {
		if n := k.answers(k.Context(), w); n != 1 {
			k.Errorf("%q of %s is answered %d times", w.text, w.who, n)
		}
	}
	for title, ids := range filed {
		for _, id := range ids {
			if n := k.count(k.Context(), k.hall.stage.ID("#ideen"), fmt.Sprintf("Idee %d:", id)); n != 1 {
				k.Errorf("the card of %q (%d) stands %d times", title, id, n)
			}
		}
	}
}
