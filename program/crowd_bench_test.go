package program_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/bot/room"
	"lotsenfunk/commands"
	"lotsenfunk/storage"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townhall"
)

// crowd is how many people do something at the same time.
const crowd = 64

// BenchmarkMixed lets 64 people at once file, support, comment, list, claim,
// finish, ask and answer, in a town with 1,000 ideas. One operation is one
// answer. An answer that is an error of ours fails it, and so does, on
// PostgreSQL, one that takes longer than a second: that is what is promised.
func BenchmarkMixed(b *testing.B) {
	storagetest.Bench(b, func(b *testing.B, db *storagetest.Database) {
		m := newMixed(b, db)
		b.ResetTimer()
		took := m.run(b.N)
		b.StopTimer()
		every := slices.Concat(took...)
		slices.Sort(every)
		slowest := every[len(every)-1]
		b.ReportMetric(float64(every[len(every)/2].Microseconds())/1000, "ms-median")
		b.ReportMetric(float64(every[len(every)*99/100].Microseconds())/1000, "ms-99th")
		b.ReportMetric(float64(slowest.Microseconds())/1000, "ms-slowest")
		if slowest > time.Second && strings.HasPrefix(db.DSN, "postgres") {
			b.Errorf("an answer took %s", slowest)
		}
	})
}

var firstNumber = regexp.MustCompile(`[0-9]+`)

// TestCrowd lets the same crowd do a few hundred things, on a program that has
// just begun: nothing fails, and nobody waits for each other for ever.
func TestCrowd(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		newMixed(t, db).run(10 * crowd)
	})
}

// newMixed opens a town hall with 1,000 ideas and free packages for the crowd.
func newMixed(tb testing.TB, db *storagetest.Database) *mixed {
	tb.Helper()
	m := &mixed{tb: tb, router: bigTown(tb, db, 1000), store: db.Store}
	m.people()
	m.packages(2000)
	return m
}

// run lets the crowd do so many things, and returns how long each took.
func (m *mixed) run(things int) (took [][]time.Duration) {
	took = make([][]time.Duration, crowd)
	var left atomic.Int64
	left.Store(int64(things))
	var all sync.WaitGroup
	for who := range crowd {
		all.Go(func() {
			one := &busy{mixed: m, seat: fmt.Sprintf("crowd-%d", who), rnd: rand.New(rand.NewPCG(uint64(who), 1))}
			for left.Add(-1) >= 0 {
				took[who] = append(took[who], timed(one.act))
			}
		})
	}
	all.Wait()
	return took
}

// mixed is the town hall in which the crowd is busy.
type mixed struct {
	tb     testing.TB
	router *commands.Router
	store  *storage.Store
	serial atomic.Int64

	mu        sync.Mutex
	free      []townhall.WorkPackageID
	questions []string // numbers
}

func (m *mixed) people() {
	err := m.store.Update(context.Background(), "birkenfurt", func(tx *storage.Tx) error {
		for n := range crowd {
			id := townhall.PersonID(fmt.Sprintf("crowd-%d", n))
			p := &townhall.Person{ID: id, Display: string(id), Department: "bauen"}
			if n%4 == 0 {
				p.Roles = []townhall.Role{townhall.RoleLotse}
			}
			if err := tx.CreatePerson(p); err != nil {
				return err
			}
			if err := tx.SaveIdentity(townhall.Identity{Platform: room.Platform, Tenant: "birkenfurt", User: string(id), Person: id}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		m.tb.Fatal(err)
	}
}

func (m *mixed) packages(n int) {
	m.free = openPackages(m.tb, m.store, n)
}

// openPackages adds work packages to project 13 of the demo town, for anybody to
// claim.
func openPackages(tb testing.TB, store *storage.Store, n int) (ids []townhall.WorkPackageID) {
	for from := 0; from < n; from += 500 {
		err := store.Update(context.Background(), "birkenfurt", func(tx *storage.Tx) error {
			for i := from; i < min(from+500, n); i++ {
				wp := &townhall.WorkPackage{Project: 13, Milestone: "P1-M2", Title: fmt.Sprintf("Paket %d", i), Hours: 2,
					State: townhall.WorkPackageOpen, Due: townhall.Date{Year: 2027, Month: 4, Day: 5}}
				if err := tx.CreateWorkPackage(wp); err != nil {
					return err
				}
				ids = append(ids, wp.ID)
			}
			return nil
		})
		if err != nil {
			tb.Fatal(err)
		}
	}
	return ids
}

// busy is one of the crowd.
type busy struct {
	*mixed
	seat string
	rnd  *rand.Rand
	mine []townhall.WorkPackageID
}

// act does one thing.
func (p *busy) act() {
	n := int(p.serial.Add(1))
	switch p.rnd.IntN(10) {
	case 0, 1:
		p.say("idee", "Den "+word(n)+" im "+word(n+500_000)+" anzeigen")
	case 2:
		p.say("idee", fmt.Sprintf("unterstützen %d", 60+p.rnd.IntN(900)))
	case 3:
		p.say("idee", fmt.Sprintf("kommentar %d Das hilft auch uns.", 60+p.rnd.IntN(900)))
	case 4:
		p.say("idee", "liste")
	case 5, 6:
		p.work()
	case 7:
		said := p.say("lotse", "Wer erklärt mir den "+word(n)+"?")
		if number := firstNumber.FindString(said); number != "" {
			p.mu.Lock()
			p.questions = append(p.questions, number)
			p.mu.Unlock()
		}
	default:
		p.answer()
	}
}

// work claims a package, or finishes one.
func (p *busy) work() {
	if len(p.mine) > 0 {
		p.say("paket", fmt.Sprintf("fertig %d Erledigt.", p.mine[0]))
		p.mine = p.mine[1:]
		return
	}
	p.mu.Lock()
	id := p.free[p.rnd.IntN(min(len(p.free), 50))] // several may want the same
	p.mu.Unlock()
	if said := p.say("paket", fmt.Sprintf("nehmen %d", id)); strings.Contains(said, "jetzt deins") {
		p.mine = append(p.mine, id)
		p.mu.Lock()
		p.free = slices.DeleteFunc(p.free, func(one townhall.WorkPackageID) bool { return one == id })
		p.mu.Unlock()
	}
}

// answer claims a question, if the person is a Lotse, and answers it; others
// look for theirs.
func (p *busy) answer() {
	p.mu.Lock()
	number := ""
	if len(p.questions) > 0 {
		number = p.questions[p.rnd.IntN(len(p.questions))]
	}
	p.mu.Unlock()
	switch {
	case number == "" || p.rnd.IntN(3) == 0:
		p.say("lotse", "meine")
	case p.rnd.IntN(2) == 0:
		p.say("lotse", "nehmen "+number)
	default:
		p.say("lotse", "antwort "+number+" Am Montag um neun.")
	}
}

// say types a command and returns what is said to it.
func (p *busy) say(command, text string) string {
	ev := bot.Event{Kind: bot.KindCommand, Command: command, Text: text, Delivery: fmt.Sprint(p.seat, "/", p.serial.Add(1)),
		Who:   bot.Account{Tenant: bot.Tenant{Platform: room.Platform, ID: "birkenfurt"}, ID: p.seat, Name: p.seat},
		Where: bot.Place{ID: room.Direct(p.seat), Direct: true, Private: true}}
	reply := p.router.Handle(context.Background(), ev)
	m := reply.Message()
	if m == nil {
		p.tb.Errorf("/%s %s: no answer", command, text)
		return ""
	}
	said := m.Plain()
	_, measured := p.tb.(*testing.B) // a test asks for no speed: the answer comes later then
	if strings.Contains(said, "es liegt an uns") || measured && strings.Contains(said, "dauert gerade länger") {
		p.tb.Errorf("/%s %s: %s", command, text, said)
	}
	return said
}
