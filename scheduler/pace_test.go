package scheduler

import (
	"context"
	"fmt"
	"net/http"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lotsenfunk/bot"
)

// slow is a platform with rates.
type slow struct{ rates bot.Rates }

func (s slow) Rates() bot.Rates                                 { return s.rates }
func (slow) Name() string                                       { return "slow" }
func (slow) Routes(*http.ServeMux, bot.Handler)                 {}
func (slow) Run(context.Context, bot.Handler) error             { return nil }
func (slow) Update(context.Context, bot.Ref, bot.Message) error { return nil }
func (slow) Delete(context.Context, bot.Ref) error              { return nil }
func (slow) Post(context.Context, bot.Target, bot.Message, bot.Key) (bot.Ref, error) {
	return bot.Ref{}, nil
}

func inChannel(workspace, channel string) bot.Target {
	return bot.Target{Tenant: bot.Tenant{Platform: "slow", ID: workspace}, Channel: channel}
}

var noon = time.Date(2027, 3, 18, 12, 0, 0, 0, time.UTC)

// However messages come, none of the lanes gets more than its rate allows, and who
// comes back at the moment that they were told has all sent in time.
func TestNoLaneGetsMoreThanItTakes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := slow{bot.Rates{Workspace: bot.Rate{PerSecond: 10, Burst: 5}, Channel: bot.Rate{PerSecond: 2, Burst: 2}}}
		type message struct {
			to      bot.Target
			canWait bool
			next    time.Time
		}
		var waiting []message
		for range rapid.IntRange(1, 60).Draw(t, "messages") {
			waiting = append(waiting, message{inChannel("w", fmt.Sprint(rapid.IntRange(1, 4).Draw(t, "channel"))), rapid.Bool().Draw(t, "can wait"), noon})
		}
		p := newPacer()
		sent := map[lane][]time.Time{}
		for now := noon; len(waiting) > 0; now = now.Add(50 * time.Millisecond) {
			if now.Sub(noon) > 5*time.Minute {
				t.Fatalf("%d still wait", len(waiting))
			}
			var left []message
			for _, m := range waiting {
				if m.next.After(now) {
					left = append(left, m)
					continue
				}
				if m.next = p.take(a, m.to, m.canWait, now); !m.next.IsZero() {
					if !m.next.After(now) {
						t.Fatalf("to be asked again at %v, which is over at %v", m.next, now)
					}
					left = append(left, m)
					continue
				}
				workspace, channel := lanesOf(m.to)
				sent[workspace], sent[channel] = append(sent[workspace], now), append(sent[channel], now)
			}
			waiting = left
		}
		for l, at := range sent {
			r := a.rates.Workspace
			if l.channel != "" {
				r = a.rates.Channel
			}
			for i := range at {
				for j := i; j < len(at); j++ {
					if most := float64(r.Burst) + r.PerSecond*at[j].Sub(at[i]).Seconds() + 0.01; float64(j-i+1) > most {
						t.Fatalf("%v got %d in %v", l, j-i+1, at[j].Sub(at[i]))
					}
				}
			}
		}
	})
}

// A flood of reminders leaves room for answers.
func TestAnswersFindRoom(t *testing.T) {
	a := slow{bot.Rates{Workspace: bot.Rate{PerSecond: 10, Burst: 10}}}
	p := newPacer()
	reminders, answers := 0, 0
	for now := noon; now.Before(noon.Add(10 * time.Second)); now = now.Add(100 * time.Millisecond) {
		for range 5 {
			if p.take(a, inChannel("w", "c"), true, now).IsZero() {
				reminders++
			}
		}
		if now.Sub(noon)%time.Second == 500*time.Millisecond {
			answers++
			if until := p.take(a, inChannel("w", "c"), false, now); !until.IsZero() {
				t.Errorf("an answer waits until %v at %v", until, now)
			}
		}
	}
	if reminders < 80 || reminders > 90 {
		t.Errorf("%d reminders in ten seconds beside %d answers", reminders, answers)
	}
}

func TestRests(t *testing.T) {
	p, a := newPacer(), slow{}
	one, other := inChannel("w", "one"), inChannel("w", "other")
	workspace, channel := lanesOf(one)
	p.rest(channel, noon.Add(time.Minute))
	if until := p.take(a, one, false, noon); !until.Equal(noon.Add(time.Minute)) {
		t.Errorf("the channel takes messages again at %v", until)
	}
	if until := p.take(a, other, false, noon); !until.IsZero() {
		t.Errorf("the other channel rests until %v", until)
	}
	p.rest(workspace, noon.Add(time.Second))
	if until := p.take(a, other, false, noon); !until.Equal(noon.Add(time.Second)) {
		t.Errorf("the workspace takes messages again at %v", until)
	}
	if until := p.take(a, inChannel("elsewhere", "one"), false, noon); !until.IsZero() {
		t.Errorf("another workspace rests until %v", until)
	}
}

// A workspace that goes on hanging rests longer each time, until it answers.
func TestHangingWorkspacesRestLonger(t *testing.T) {
	p, a, to := newPacer(), slow{}, inChannel("w", "c")
	now := noon
	for _, want := range []time.Duration{5 * time.Second, 10 * time.Second, 20 * time.Second} {
		p.strike(to.Tenant, now)
		p.strike(to.Tenant, now) // another one on its way at the same time
		until := p.take(a, to, false, now)
		if until.Sub(now) != want {
			t.Errorf("rests for %v, not %v", until.Sub(now), want)
		}
		now = until
	}
	p.well(to.Tenant, now)
	p.strike(to.Tenant, now)
	if until := p.take(a, to, false, now); until.Sub(now) != firstRest {
		t.Errorf("rests for %v after it was well", until.Sub(now))
	}
}

// What nobody uses any more is forgotten.
func TestLanesAreForgotten(t *testing.T) {
	p, a := newPacer(), slow{bot.Rates{Channel: bot.Rate{PerSecond: 1, Burst: 1}}}
	now := noon
	for n := range 3 * manyLanes {
		p.take(a, inChannel("w", fmt.Sprint(n)), false, now)
		now = now.Add(time.Millisecond)
	}
	if len(p.paces) > manyLanes {
		t.Errorf("%d lanes are remembered", len(p.paces))
	}
}
