package scheduler

import (
	"sync"
	"time"

	"golang.org/x/time/rate"

	"lotsenfunk/bot"
)

const (
	// bulk is the share of a workspace's rate that reminders and digests may use: the
	// rest is for answers.
	bulk = 0.8
	// firstRest is how long a workspace rests that let a message run out of time, and
	// longestRest how long if it goes on doing so.
	firstRest   = 5 * time.Second
	longestRest = 5 * time.Minute
	// manyLanes is how many lanes are remembered before those that nobody uses any
	// more are forgotten.
	manyLanes = 5000
)

// lane is a way on which messages go to a platform: all of a workspace, or those to
// one channel or person there.
type lane struct {
	tenant  bot.Tenant
	channel string // "" for the whole workspace
}

// pacer sees to it that no workspace and no channel gets more than it takes, and
// that whoever asks for a pause gets one. It keeps nobody else waiting.
type pacer struct {
	mu    sync.Mutex
	paces map[lane]*pace
	rests map[lane]rest
}

// pace is how fast a lane goes. What finds no room is given a place in a queue, one
// for what can wait and one for all else: so each is tried again once and not all
// of them at the same moment.
type pace struct {
	all, bulk   *rate.Limiter
	queue, last *rate.Limiter
}

// rest is a pause.
type rest struct {
	until   time.Time
	strikes int // how often in a row messages ran out of time
}

func newPacer() *pacer { return &pacer{paces: map[lane]*pace{}, rests: map[lane]rest{}} }

func lanesOf(t bot.Target) (workspace, channel lane) {
	channel = lane{t.Tenant, "#" + t.Channel}
	if t.Channel == "" {
		channel.channel = "@" + t.Person
	}
	return lane{tenant: t.Tenant}, channel
}

// take asks for leave to send one message now. Without it, until is when to ask
// again.
func (p *pacer) take(a bot.Adapter, to bot.Target, canWait bool, now time.Time) (until time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	workspace, channel := lanesOf(to)
	for _, l := range []lane{workspace, channel} {
		if r, ok := p.rests[l]; ok && r.until.After(now) {
			return r.until
		}
	}
	paced, ok := a.(bot.Paced)
	if !ok {
		return time.Time{}
	}
	rates := paced.Rates()
	wait, ok := p.pace(channel, rates.Channel, now).take(canWait, now)
	if ok {
		wait, ok = p.pace(workspace, rates.Workspace, now).take(canWait, now)
	}
	if !ok {
		return now.Add(wait)
	}
	return time.Time{}
}

// pace is that of a lane; nil if it has no limit.
func (p *pacer) pace(l lane, r bot.Rate, now time.Time) *pace {
	if r.PerSecond <= 0 {
		return nil
	}
	one, ok := p.paces[l]
	if !ok {
		if len(p.paces) >= manyLanes {
			p.forget(now)
		}
		limit, burst := rate.Limit(r.PerSecond), max(1, r.Burst)
		one = &pace{all: rate.NewLimiter(limit, burst), bulk: rate.NewLimiter(bulk*limit, burst),
			queue: rate.NewLimiter(limit, 1), last: rate.NewLimiter(bulk*limit, 1)}
		p.paces[l] = one
	}
	return one
}

// take takes one from the lane if there is one left; otherwise wait is how long it
// will take until it is this one's turn.
func (p *pace) take(canWait bool, now time.Time) (wait time.Duration, ok bool) {
	if p == nil {
		return 0, true
	}
	queue := p.queue
	ok = p.all.TokensAt(now) >= 1
	if canWait {
		queue = p.last
		ok = ok && p.bulk.AllowN(now, 1)
	}
	if ok {
		return 0, p.all.AllowN(now, 1)
	}
	wait = queue.ReserveN(now, 1).DelayFrom(now)
	return max(wait, time.Duration(float64(time.Second)/float64(queue.Limit()))), false
}

// forget drops the lanes on which nothing goes any more, and pauses that are over.
func (p *pacer) forget(now time.Time) {
	for l, one := range p.paces {
		if one.all.TokensAt(now) >= float64(one.all.Burst()) && one.last.TokensAt(now) >= 1 && one.queue.TokensAt(now) >= 1 {
			delete(p.paces, l)
		}
	}
	for l, r := range p.rests {
		if !r.until.After(now) && r.strikes == 0 {
			delete(p.rests, l)
		}
	}
}

// rest lets a lane rest until a moment.
func (p *pacer) rest(l lane, until time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if r := p.rests[l]; until.After(r.until) {
		p.rests[l] = rest{until, r.strikes}
	}
}

// strike lets a workspace rest in which a message ran out of time, the longer the
// more often that happens.
func (p *pacer) strike(t bot.Tenant, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	r := p.rests[lane{tenant: t}]
	if r.until.After(now) {
		return // the others that were on their way at the same time
	}
	p.rests[lane{tenant: t}] = rest{now.Add(min(firstRest<<min(r.strikes, 16), longestRest)), r.strikes + 1}
}

// well says that a message has reached a workspace.
func (p *pacer) well(t bot.Tenant, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if r, ok := p.rests[lane{tenant: t}]; ok && !r.until.After(now) {
		delete(p.rests, lane{tenant: t})
	}
}
