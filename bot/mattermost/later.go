package mattermost

import (
	"context"
	"sync"
	"time"
)

// later is what is still done after a request was answered: posts take the server
// longer than everything else together, and who asked need not wait for it to be
// told that they have come. What belongs to one channel is done in its order.
type later struct {
	mu   sync.Mutex
	last map[string]chan struct{} // by channel: closed when its last job is done
	idle chan struct{}            // closed when nothing is left to do; nil then
}

// aMoment is how long a request is left alone before what follows it begins: by then
// the server is done with it, and on a small machine both share the processors.
const aMoment = 5 * time.Millisecond

// do does something after everything before it in the same channel. What is begun
// is finished, whatever becomes of the request.
func (l *later) do(ctx context.Context, channel string, job func(context.Context)) {
	ctx = context.WithoutCancel(ctx)
	l.mu.Lock()
	before, done := l.last[channel], make(chan struct{})
	if l.last == nil {
		l.last = map[string]chan struct{}{}
	}
	if l.idle == nil {
		l.idle = make(chan struct{})
	}
	l.last[channel] = done
	l.mu.Unlock()
	go func() {
		if before != nil {
			<-before
		} else {
			<-time.After(aMoment)
		}
		defer l.finish(channel, done)
		job(ctx)
	}()
}

func (l *later) finish(channel string, done chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	close(done)
	if l.last[channel] == done {
		delete(l.last, channel)
	}
	if len(l.last) == 0 {
		close(l.idle)
		l.idle = nil
	}
}

// settle waits until nothing is left to do.
func (l *later) settle(ctx context.Context) error {
	for {
		l.mu.Lock()
		idle := l.idle
		l.mu.Unlock()
		if idle == nil {
			return nil
		}
		select {
		case <-idle:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
