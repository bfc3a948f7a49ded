package storage

import (
	"sync"
	"time"

	"github.com/lib/pq"
)

// The pauses between attempts to listen again after the connection broke.
const (
	listenAgainMin = time.Second
	listenAgainMax = time.Minute
)

// waker tells delivery that a commit has enqueued notices.
type waker struct {
	signals chan struct{}
	// listen hears of the commits of all processes; nil where the process hears
	// of its own and that is all there is.
	listen func(signal func()) (stop func() error)

	mu     sync.Mutex
	closed bool
	end    func() error // set while listening
}

func newWaker(listen func(func()) func() error) *waker {
	return &waker{signals: make(chan struct{}, 1), listen: listen}
}

func (w *waker) signal() {
	select {
	case w.signals <- struct{}{}:
	default: // one is waiting already
	}
}

func (w *waker) committed() {
	if w.listen == nil {
		w.signal()
	}
}

func (w *waker) start() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.listen != nil && w.end == nil && !w.closed {
		w.end = w.listen(w.signal)
	}
}

func (w *waker) stop() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.closed = true
	if w.end != nil {
		w.end() // an error means that the connection was gone already
	}
}

// Woken gives a signal after commits that enqueued notices: one for any number
// of them, on PostgreSQL also for those of other processes. Signals may be lost
// with a connection, so whoever waits also looks now and then by himself.
func (s *Store) Woken() <-chan struct{} {
	s.wake.start()
	return s.wake.signals
}

// listenTo listens on a PostgreSQL server. The trigger on the notice table
// speaks on the other end.
func listenTo(dsn string) func(func()) func() error {
	return func(signal func()) func() error {
		listener := pq.NewListener(dsn, listenAgainMin, listenAgainMax, nil)
		go func() {
			// Listen returns when the connection stands, and fails when closed.
			if listener.Listen("lotsenfunk_notice") != nil {
				return
			}
			signal()                    // something may have been said before
			for range listener.Notify { // also says when the connection is back
				signal()
			}
		}()
		return listener.Close
	}
}
