package playground

import (
	"html/template"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/bot/room"
	"lotsenfunk/i18n"
)

// Where a list of messages stands: in a thread the root and its answers follow
// each other, in a channel the answers are only counted. In direct messages
// they stand in line, each naming what it answers, so that news from the bot is
// never hidden in an old thread.
const (
	inPlace  = "m-"
	inThread = "t-"
)

// together is how close messages of one author stand without a new byline.
const together = 5 * time.Minute

// message is an entry of a list of messages.
type message struct {
	voice
	Seat, ID, Anchor, Day, ISODay string
	Back                          where
	Author, Initials, Time, ISO   string
	Tone                          int
	Bot, Mine, Follows, Private   bool
	Edited, Deleted, Card         bool
	InReply, ThreadHref           string
	Line                          string
	Body                          template.HTML
	Picture, PictureAlt           string
	Rows                          [][]control
	Replies                       int
	RepliesWord                   string
	Reactions, Picker             []reaction
	Shortcuts                     []room.Shortcut
}

// control is a button, a select or a link on a card.
type control struct {
	bot.Control
	ID string
}

type reaction struct {
	Emoji, Name string
	Count       int
	Pressed     bool
}

// emojis can be put on a message: the one that files an idea, and a nod.
var emojis = [...]string{"💡", "👍"}

// messages draws the posts that belong in a list of this kind.
func (p *Playground) messages(v voice, at where, posts []room.Post, list string) []message {
	roots := map[string]room.Post{}
	answers := map[string]int{}
	for _, post := range posts {
		roots[post.ID] = post
		if post.Root != "" {
			answers[post.Root]++
		}
	}
	var all []message
	var last room.Post
	for _, post := range posts {
		if list == inPlace && at.channel() != "" && post.Root != "" {
			continue
		}
		m := p.message(v, at, post)
		m.Anchor = list + post.ID
		if day := post.At.In(p.Zone); last.ID == "" || day.Format(time.DateOnly) != last.At.In(p.Zone).Format(time.DateOnly) {
			m.Day, m.ISODay = v.printer.LongDay(day), list+day.Format(time.DateOnly)
		}
		m.Follows = m.Day == "" && follows(last, post)
		if list == inPlace {
			m.thread(at, post, roots[post.Root], answers[post.ID])
		}
		last = post
		all = append(all, m)
	}
	return all
}

// follows reports whether b needs no byline of its own after a.
func follows(a, b room.Post) bool {
	return a.Author == b.Author && a.For == b.For && a.Root == b.Root && !b.Edited && b.At.Sub(a.At) < together
}

func (p *Playground) message(v voice, at where, post room.Post) message {
	m := message{
		voice: v, Seat: at.Seat, ID: post.ID, Back: at,
		Time: v.hour(post.At), ISO: post.At.In(p.Zone).Format(time.RFC3339),
		Bot: post.Author == "", Mine: post.Author == at.Seat,
		Private: post.For != "", Edited: post.Edited, Deleted: post.Deleted,
		Author: "Lotsenfunk",
	}
	if !m.Bot {
		who := p.face(post.Author)
		m.Author, m.Initials, m.Tone = who.Name, who.Initials, who.Tone
	}
	if post.Deleted {
		return m
	}
	m.Line, m.Body = post.Message.Line, post.Message.Text.HTML()
	m.Card = len(post.Message.Rows) > 0
	for i, row := range post.Message.Rows {
		var controls []control
		for j, c := range row {
			controls = append(controls, control{c, "c-" + post.ID + "-" + strconv.Itoa(i) + "-" + strconv.Itoa(j)})
		}
		m.Rows = append(m.Rows, controls)
	}
	if pic := post.Message.Picture; pic != nil {
		m.Picture, m.PictureAlt = "/s/"+at.Seat+"/picture/"+post.ID+"?v="+strconv.FormatInt(post.Changed, 10), pic.Alt
	}
	if !m.Private {
		m.Shortcuts = p.Room.Shortcuts()
		m.react(at.Seat, post.Reactions)
	}
	return m
}

// react shows the reactions there are, and offers the others.
func (m *message) react(seat string, reactions map[string][]string) {
	for _, emoji := range slices.Sorted(maps.Keys(reactions)) {
		seats := reactions[emoji]
		name := m.with("message.reactions", i18n.Args{"Count": len(seats)})
		m.Reactions = append(m.Reactions, reaction{emoji, name, len(seats), slices.Contains(seats, seat)})
	}
	for _, emoji := range emojis {
		if !slices.Contains(reactions[emoji], seat) {
			m.Picker = append(m.Picker, reaction{Emoji: emoji, Name: m.with("message.react", i18n.Args{"Emoji": emoji})})
		}
	}
}

// thread says how a message hangs together with others.
func (m *message) thread(at where, post, root room.Post, answers int) {
	if m.Private {
		return
	}
	at.Thread = post.ID
	if post.Root != "" {
		at.Thread = post.Root
		m.InReply = snippet(root.Message)
	}
	m.ThreadHref = at.href() + "#" + inPlace + at.Thread
	m.Replies, m.RepliesWord = answers, m.with("message.replies", i18n.Args{"Count": answers})
}

// snippet is the beginning of a message.
func snippet(m bot.Message) string {
	words := []rune(strings.Join(strings.Fields(m.Plain()), " "))
	if len(words) > 60 {
		return string(words[:59]) + "…"
	}
	return string(words)
}

// find is a message this seat can see.
func (p *Playground) find(seat, id string) (room.Post, bool) {
	if home, ok := p.Room.Home(seat); ok && home.ID == id {
		return home, true
	}
	posts := p.Room.Visible(seat)
	i := slices.IndexFunc(posts, func(post room.Post) bool { return post.ID == id && !post.Deleted })
	if i < 0 {
		return room.Post{}, false
	}
	return posts[i], true
}

func (p *Playground) picture(w http.ResponseWriter, r *http.Request) {
	post, ok := p.find(r.PathValue("seat"), r.PathValue("message"))
	if !ok || post.Message.Picture == nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "image/png")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(post.Message.Picture.PNG) // nobody is left to be told
}
