package playground

import (
	"bytes"
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"lotsenfunk/bot/room"
	"lotsenfunk/i18n"
)

// where is the place a page shows: a channel's id or "@seat" for that seat's
// direct messages, and the message whose thread stands beside it, if any.
type where struct {
	Seat, In, Thread string
}

func (w where) href() string {
	address := "/s/" + w.Seat + "/c/" + url.PathEscape(w.In)
	if w.Thread != "" {
		address += "?thread=" + url.QueryEscape(w.Thread)
	}
	return address
}

// channel is the place as the room's Say wants it.
func (w where) channel() string {
	if w.In == room.Direct(w.Seat) {
		return ""
	}
	return w.In
}

// hall is a page of the town hall.
type hall struct {
	voice
	Town     string
	Seat     face
	Back     where
	Places   []place
	Place    place
	Unread   int // in the other places
	Clock    clockFace
	Flash    string
	Home     *message // pinned above direct messages
	Messages []message
	Composer composer
	Thread   *thread
	Form     *form
	Ask      *ask
}

// place is an entry of the side bar.
type place struct {
	ID, Href, Name, About, UnreadWord string
	Direct, Closed, Current           bool
	Unread                            int
}

type thread struct {
	Root     string
	Messages []message
	Composer composer
}

// composer is where something is written: at the foot of a place or of a thread.
type composer struct {
	voice
	Seat, Act, ID, Root, Label, Text string
	Back                             where
	Commands                         []suggestion
}

// suggestion completes what is typed: a command's word, or one of its verbs.
type suggestion struct {
	Typed, Usage, Hint string
	Verb               bool
}

// clockFace is the clock as words (without the year where there is little
// room), as an attribute and as a field's value.
type clockFace struct {
	Words, Short, ISO, Input string
}

// extra is what only the answer to an action shows.
type extra struct {
	Flash string // what went wrong
	Typed string // what was typed, handed back
	Ask   *ask
}

func (p *Playground) sits(r *http.Request) bool { return p.Room.Has(r.PathValue("seat")) }

// enter leads to the seat's direct messages with the bot.
func (p *Playground) enter(w http.ResponseWriter, r *http.Request) {
	if !p.sits(r) {
		p.missing(w, r)
		return
	}
	seat := r.PathValue("seat")
	http.Redirect(w, r, where{Seat: seat, In: room.Direct(seat)}.href(), http.StatusSeeOther)
}

func (p *Playground) show(w http.ResponseWriter, r *http.Request) {
	at := where{r.PathValue("seat"), r.PathValue("place"), r.URL.Query().Get("thread")}
	if !p.sits(r) || !p.reads(at) {
		p.missing(w, r)
		return
	}
	// A window in the background has been drawn, but not seen.
	if r.Header.Get("Playground-Seen") != "no" && p.Room.Unread(at.Seat, at.channel()) > 0 {
		p.Room.MarkRead(at.Seat, at.channel())
	}
	p.draw(w, r, http.StatusOK, at, extra{})
}

func (p *Playground) reads(at where) bool {
	return at.channel() == "" || slices.ContainsFunc(p.Room.Channels(at.Seat), func(c room.Channel) bool { return c.ID == at.In })
}

func (p *Playground) draw(w http.ResponseWriter, r *http.Request, status int, at where, x extra) {
	v := p.voice(r, at.Seat)
	page := hall{voice: v, Town: p.Town, Seat: p.face(at.Seat), Back: at, Flash: x.Flash, Ask: x.Ask}
	page.Clock = p.clockFace(v)
	page.Places = p.places(v, at)
	for _, pl := range page.Places {
		if pl.Current {
			page.Place = pl
		} else {
			page.Unread += pl.Unread
		}
	}
	posts := p.Room.Posts(at.Seat, at.channel())
	page.Messages = p.messages(v, at, posts, inPlace)
	page.Composer = composer{voice: v, Seat: at.Seat, Act: "say", ID: "write", Label: v.T("composer.direct"), Text: x.Typed, Back: at, Commands: p.suggestions(v)}
	if at.channel() != "" {
		page.Composer.Label = v.with("composer.channel", i18n.Args{"Channel": page.Place.Name})
	}
	if at.channel() == "" {
		page.Home = p.home(r.Context(), v, at)
	}
	page.Thread = p.thread(v, at)
	page.Form = p.form(v, at)
	p.render(w, status, "hall", page)
}

// home is what is pinned above direct messages, as it is now.
func (p *Playground) home(ctx context.Context, v voice, at where) *message {
	m, ok := p.Home(ctx, at.Seat)
	if !ok {
		return nil
	}
	pinned := p.message(v, at, p.Room.PinHome(at.Seat, m))
	return &pinned
}

// UnreadWord goes with the number in the corner of the menu button.
func (h hall) UnreadWord() string { return h.with("unread", i18n.Args{"Count": h.Unread}) }

func (p *Playground) clockFace(v voice) clockFace {
	now := p.Clock.Now().In(p.Zone)
	args := i18n.Args{"Day": i18n.Day{Time: now}, "Year": strconv.Itoa(now.Year()), "Time": v.hour(now)}
	return clockFace{Words: v.with("clock.words", args), Short: v.with("clock.short", args), ISO: now.Format(time.RFC3339), Input: now.Format(fieldMoment)}
}

func (p *Playground) places(v voice, at where) []place {
	var all []place
	add := func(in where, pl place) {
		pl.ID, pl.Href, pl.Current = in.In, in.href(), in.In == at.In
		pl.Unread = p.Room.Unread(at.Seat, in.channel())
		pl.UnreadWord = v.with("unread", i18n.Args{"Count": pl.Unread})
		all = append(all, pl)
	}
	for _, c := range p.Room.Channels(at.Seat) {
		about := v.T("place.open")
		if c.Members != nil {
			about = v.T("place.closed")
		}
		add(where{Seat: at.Seat, In: c.ID}, place{Name: cmp.Or(c.Name, c.ID), About: about, Closed: c.Members != nil})
	}
	add(where{Seat: at.Seat, In: room.Direct(at.Seat)}, place{Name: "Lotsenfunk", About: v.T("place.direct"), Direct: true})
	return all
}

// thread shows the thread that the address names, if this seat can see it here.
func (p *Playground) thread(v voice, at where) *thread {
	posts := p.Room.Thread(at.Seat, at.Thread)
	if at.Thread == "" || len(posts) == 0 || posts[0].ID != at.Thread || posts[0].Channel != at.In {
		return nil
	}
	return &thread{
		Root:     at.Thread,
		Messages: p.messages(v, at, posts, inThread),
		Composer: composer{voice: v, Seat: at.Seat, Act: "answer", ID: "reply", Root: at.Thread, Label: v.T("composer.thread"), Back: at},
	}
}

// suggestions are the commands and their forms as they can be typed.
func (p *Playground) suggestions(v voice) []suggestion {
	var all []suggestion
	for _, c := range p.Commands(v.language) {
		word := "/" + c.Word
		all = append(all, suggestion{Typed: word + " ", Usage: word, Hint: c.Hint})
		for _, verb := range c.Verbs {
			form := strings.Join(strings.Fields(word+" "+verb.Word+" "+verb.Usage), " ")
			typed := strings.TrimSpace(word+" "+verb.Word) + " "
			all = append(all, suggestion{Typed: typed, Usage: form, Hint: verb.Hint, Verb: true})
		}
	}
	return all
}

func (p *Playground) render(w http.ResponseWriter, status int, name string, page any) {
	var b bytes.Buffer
	if err := p.pages.ExecuteTemplate(&b, name, page); err != nil {
		p.Log.Error("drawing a page", "page", name, "error", err)
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = b.WriteTo(w) // nobody is left to be told
}

// missing is the page for an address that leads nowhere.
func (p *Playground) missing(w http.ResponseWriter, r *http.Request) {
	p.render(w, http.StatusNotFound, "missing", p.voice(r, ""))
}
