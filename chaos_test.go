package lotsenfunk_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"lotsenfunk/bot/room"
	"lotsenfunk/bot/script"
	"lotsenfunk/commands"
	"lotsenfunk/i18n"
	"lotsenfunk/program"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townfile"
)

// chaosSteps is how many random lines are played on each database (.ci/run plays 10,000);
// LOTSENFUNK_CHAOS sets another number, and LOTSENFUNK_CHAOS_SEED plays the
// lines of an earlier run again.
const chaosSteps = 3_000

// chaosEnough is how many lines meet every state by all odds.
const chaosEnough = 10_000

// TestChaos lets random people do random things: type, press, choose, fill in
// forms, answer in threads, put lamps on messages, several at once, while the
// clock goes on and the program is restarted. Now and then it looks into the
// database whether what must always hold still does. The lines are those of a
// transcript: when something is wrong, they are left behind as one, to be
// played again by "lotsenfunk chat".
func TestChaos(t *testing.T) {
	steps := number(t, "LOTSENFUNK_CHAOS", chaosSteps)
	if testing.Short() || storagetest.RaceDetector {
		steps = min(steps, 200)
	}
	seed := number(t, "LOTSENFUNK_CHAOS_SEED", 1)
	for engine, open := range map[string]func(testing.TB) *storagetest.Database{
		"sqlite": storagetest.SQLite, "postgres": storagetest.Postgres,
	} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			c := newChaos(t, open(t).DSN, uint64(seed))
			defer c.leave()
			for n := range steps {
				c.step()
				if n%50 == 49 || n == steps-1 {
					c.check()
				}
				if t.Failed() {
					t.Fatalf("after line %d of seed %d", n+1, seed)
				}
			}
			c.report(steps)
		})
	}
}

func number(t *testing.T, variable string, otherwise int) int {
	text := os.Getenv(variable)
	if text == "" {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("%s: %v", variable, err)
	}
	return n
}

// chaos is one run.
type chaos struct {
	t      *testing.T
	rnd    *rand.Rand
	chat   *program.Chat
	runner *script.Runner
	verbs  []verbLine
	played []string
	failed int          // lines that could not be acted: no such button any more
	logged bytes.Buffer // by the program
	looker *looker
}

// verbLine is a verb as it is typed.
type verbLine struct {
	command, word string
	row           commands.Row
}

func newChaos(t *testing.T, dsn string, seed uint64) *chaos {
	town, err := townfile.Demo()
	if err != nil {
		t.Fatal(err)
	}
	c := &chaos{t: t, rnd: rand.New(rand.NewPCG(seed, seed))}
	log := slog.New(slog.NewTextHandler(&c.logged, &slog.HandlerOptions{Level: slog.LevelWarn}))
	if c.chat, err = program.NewChat(t.Context(), program.Options{DSN: dsn, Town: town, Log: log}); err != nil {
		t.Fatal(err)
	}
	stage := &script.RoomStage{Room: func() *room.Room { return c.chat.Program().Room }}
	c.runner = &script.Runner{Stage: stage, House: c.chat, Zone: c.chat.Program().Zone()}
	printer := c.chat.Program().Catalogues.Printer(i18n.German, c.chat.Program().Zone())
	for _, row := range commands.Rows() {
		if len(row.Words) > 0 {
			word := printer.Line("command."+row.Command, nil)
			c.verbs = append(c.verbs, verbLine{word, row.Words[0], row})
		}
	}
	c.looker = newLooker(t, dsn)
	return c
}

// step plays one random line, or several together.
func (c *chaos) step() {
	source := c.line()
	if c.rnd.IntN(25) == 0 {
		lines := []string{"together"}
		for range 2 + c.rnd.IntN(5) {
			lines = append(lines, c.act())
		}
		source = strings.Join(append(lines, "end"), "\n")
	}
	c.played = append(c.played, source)
	defer c.looker.remember()
	var failure *script.Failure
	switch err := c.runner.Play(context.Background(), "chaos", strings.NewReader(source)); {
	case errors.As(err, &failure):
		c.failed++
	case err != nil:
		c.t.Errorf("%s: %v", source, err)
	}
	if strings.Contains(c.logged.String(), "level=ERROR") {
		c.t.Errorf("%s: the program logged\n%s", source, &c.logged)
	}
}

// check looks for what must never be.
func (c *chaos) check() {
	if faults := c.chat.Program().Catalogues.Faults(); len(faults) > 0 {
		c.t.Errorf("people saw ⟦…⟧ for: %s", strings.Join(faults, "; "))
	}
	checkControls(c.t, c.chat.Program().Room, c.looker.upTo)
	c.looker.look()
	c.looker.pry(c.chat.Program().Room)
}

// report makes sure that the run was worth it.
func (c *chaos) report(steps int) {
	if c.failed > steps/4 {
		c.t.Errorf("%d of %d lines could not be acted: does the room still show what can be done?", c.failed, steps)
	}
	c.looker.report(steps)
}

// leave ends the run. A failed one leaves its lines behind.
func (c *chaos) leave() {
	if err := c.chat.Close(); err != nil {
		c.t.Error(err)
	}
	if !c.t.Failed() {
		return
	}
	file := filepath.Join(os.TempDir(), strings.ReplaceAll(c.t.Name(), "/", "-")+".chat")
	if err := os.WriteFile(file, []byte(strings.Join(c.played, "\n")+"\n"), 0o600); err != nil {
		c.t.Error(err)
	}
	last := c.played[max(0, len(c.played)-12):]
	c.t.Logf("all lines are in %s; the last ones:\n%s", file, strings.Join(last, "\n"))
}
