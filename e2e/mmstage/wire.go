package mmstage

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/mattermost/mattermost/server/public/model"
)

// wire is one client's connection to the server.
type wire struct {
	client *model.Client4
	user   string
	socket *model.WebSocketClient
	hear   func(*model.WebSocketEvent)

	mu    sync.Mutex
	sent  int
	marks map[int]chan struct{}
	next  *round        // that has not begun, or nil
	going bool          // somebody sees to the rounds
	done  chan struct{} // closed when the connection ended
}

// round is one mark for all who ask for one before it is sent.
type round struct {
	arrived chan struct{}
	err     error
}

// markCategory is the kind of preference by which a connection is marked.
const markCategory = "stage"

func connect(ctx context.Context, client *model.Client4, user string, hear func(*model.WebSocketEvent)) (*wire, error) {
	socket, err := model.NewWebSocketClient4("ws"+strings.TrimPrefix(client.URL, "http"), client.AuthToken)
	if err != nil {
		return nil, err
	}
	w := &wire{client: client, user: user, socket: socket, hear: hear, marks: map[int]chan struct{}{}, done: make(chan struct{})}
	socket.Listen()
	go func() {
		for range socket.ResponseChannel {
		}
	}()
	hello := make(chan struct{})
	go w.listen(hello)
	select {
	case <-hello:
		return w, nil
	case <-w.done:
		return nil, fmt.Errorf("the server hung up: %v", socket.ListenError)
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (w *wire) listen(hello chan struct{}) {
	defer close(w.done)
	for ev := range w.socket.EventChannel {
		switch ev.EventType() {
		case model.WebsocketEventHello:
			close(hello)
		case model.WebsocketEventPreferencesChanged:
			w.marked(ev)
		default:
			w.hear(ev)
		}
	}
}

func (w *wire) close() {
	w.socket.Close()
	<-w.done
}

// sync waits until everything has arrived that the server sent to this client
// before now: a mark of its own goes through the same queue.
func (w *wire) sync(ctx context.Context) error {
	w.mu.Lock()
	if w.next == nil {
		w.next = &round{arrived: make(chan struct{})}
	}
	r := w.next
	if !w.going {
		w.going = true
		go w.rounds(context.WithoutCancel(ctx))
	}
	w.mu.Unlock()
	select {
	case <-r.arrived:
		return r.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// rounds sends one mark after the other as long as somebody wants one.
func (w *wire) rounds(ctx context.Context) {
	for {
		w.mu.Lock()
		r := w.next
		w.next, w.going = nil, r != nil
		w.mu.Unlock()
		if r == nil {
			return
		}
		r.err = w.mark(ctx)
		close(r.arrived)
	}
}

// mark sends a mark and waits for it.
func (w *wire) mark(ctx context.Context) error {
	w.mu.Lock()
	w.sent++
	n, arrived := w.sent, make(chan struct{})
	w.marks[n] = arrived
	w.mu.Unlock()
	_, err := w.client.UpdatePreferences(ctx, w.user, model.Preferences{
		{UserId: w.user, Category: markCategory, Name: "mark", Value: strconv.Itoa(n)},
	})
	if err != nil {
		return err
	}
	select {
	case <-arrived:
		return nil
	case <-w.done:
		return fmt.Errorf("the server hung up: %v", w.socket.ListenError)
	}
}

func (w *wire) marked(ev *model.WebSocketEvent) {
	raw, _ := ev.GetData()["preferences"].(string)
	var all model.Preferences
	if json.Unmarshal([]byte(raw), &all) != nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, p := range all {
		n, err := strconv.Atoi(p.Value)
		if mark := w.marks[n]; p.Category == markCategory && err == nil && mark != nil {
			close(mark)
			delete(w.marks, n)
		}
	}
}
