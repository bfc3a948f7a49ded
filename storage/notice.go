package storage

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/townhall"
)

// Class says how urgent a notice is, and by which rules it may wait.
type Class string

// The classes, the most urgent first.
const (
	ClassAnswer   Class = "answer"   // part of a conversation: at once
	ClassCard     Class = "card"     // a card to be shown anew: at once, only its latest state
	ClassReminder Class = "reminder" // within working hours
	ClassDigest   Class = "digest"   // the same, last
)

// classes are all classes, the most urgent first.
var classes = []Class{ClassAnswer, ClassCard, ClassReminder, ClassDigest}

func (c Class) priority() int { return slices.Index(classes, c) }

// NoticeState is where a notice stands.
type NoticeState string

// The states of a notice.
const (
	NoticeDue     NoticeState = "due"     // to be sent when its time has come
	NoticeSent    NoticeState = "sent"    // it stands at Ref
	NoticeFolded  NoticeState = "folded"  // it was said as part of another one
	NoticeDropped NoticeState = "dropped" // it was no longer true
	NoticeDead    NoticeState = "dead"    // it cannot be delivered
)

// Notice is something the bot will say unasked. It is written by the
// transaction that gives reason for it, and sent afterwards.
type Notice struct {
	// Key names the fact and the receiver: a second notice with the same key
	// is not sent again. Only a card under the same key takes the place of the
	// one before.
	Key     bot.Key
	Class   Class
	Person  townhall.PersonID  // the receiver: a person,
	Channel townhall.ChannelID // or a channel
	Kind    string             // "idea.accepted"
	Thing   townhall.Number
	Values  map[string]string
	// Due is the earliest moment to send it; the zero time is at once and
	// leaves no trace of when that was, as an anonymous idea needs it.
	Due time.Time
	On  townhall.Date // the day it was written
	// What is planned helps nobody any more after Until; the zero time is as long
	// as it is true. On the day Today, in the receiver's zone, it is due today, and not
	// counted among what people are told unasked; no day if it never is. For is whose
	// matter it is, if the receiver stands in for them.
	Until time.Time
	Today townhall.Date
	For   townhall.PersonID

	// What follows is kept by delivery.
	Org       townhall.OrgID
	State     NoticeState
	Revision  int   // counts the cards enqueued under the same key
	Attempts  int   // this one included
	Token     int64 // of the lease under which it was claimed
	Ref       bot.Ref
	LastError string
	// Parts are the keys of the notices that come along in the same message.
	Parts []bot.Key
	// ToldOn is the receiver's day on which a reminder or a digest was said, and
	// Counted whether it is or was one of the few that they are told in a day and a week.
	ToldOn  townhall.Date
	Counted bool
}

// noticesAtOnce is how many notices one statement writes at most.
const noticesAtOnce = 20

// Enqueue writes notices to be delivered after this transaction. Of several
// with the same key in one call, the last one counts.
func (t *Tx) Enqueue(notices ...Notice) error {
	_, err := t.write(notices)
	return err
}

// write enqueues notices and returns how many of them were new, or cards.
func (t *Tx) write(notices []Notice) (written int, err error) {
	if notices, err = t.everywhere(notices); err != nil {
		return 0, err
	}
	var last []Notice
	for i, n := range notices {
		if !slices.ContainsFunc(notices[i+1:], func(later Notice) bool { return later.Key == n.Key }) {
			last = append(last, n)
		}
	}
	for chunk := range slices.Chunk(last, noticesAtOnce) {
		n, err := t.enqueue(chunk)
		if err != nil {
			return 0, err
		}
		written += n
	}
	t.enqueued = t.enqueued || written > 0
	return written, nil
}

// turnEvery is how far a notice stands behind the one before it of the same town
// and class, when both are due at once; turnsAhead is how far at most.
const (
	turnEvery  = time.Second
	turnsAhead = 10 * time.Minute
)

// turns counts the notices of each class that one transaction writes in a town.
type turns map[Class]int

// next is a notice's place in the queue. What is due in a later transaction stands
// before most of a flood, whosever that is.
func (t turns) next(n *Notice) time.Time {
	t[n.Class]++
	return turnOf(n.Due, t[n.Class]-1)
}

// turnOf is the place of a notice behind so many of the same town and class.
func turnOf(due time.Time, before int) time.Time {
	behind := min(time.Duration(before)*turnEvery, turnsAhead)
	if due.IsZero() {
		return time.UnixMicro(behind.Microseconds())
	}
	return due.Add(behind)
}

func (t *Tx) enqueue(notices []Notice) (written int, err error) {
	if t.turns == nil {
		t.turns = turns{}
	}
	rows, a := make([]string, len(notices)), make(args, 15*len(notices)+1)
	for i := range notices {
		n, nth := &notices[i], strconv.Itoa(i)
		turn := t.turns.next(n)
		planned := `0, '', ''` // most are not, and every parameter costs
		if !n.Until.IsZero() || !n.Today.IsZero() || n.For != "" {
			planned = `:until#, :today#, :for#`
			a["until"+nth], a["today"+nth], a["for"+nth] = micros(n.Until), isoDate(n.Today), n.For
		}
		rows[i] = strings.ReplaceAll(`(:org, :key#, :class#, :priority#, :person#, :channel#, :kind#, :thing#, :data#, :due#, :turn#, :day#,
			`+planned+`, 'due', 1, 0, 0, 0, '', '', '', '', '')`, "#", nth)
		a["key"+nth], a["class"+nth], a["priority"+nth] = n.Key, n.Class, n.queue()
		a["person"+nth], a["channel"+nth] = ref(&n.Person), ref(&n.Channel)
		a["kind"+nth], a["thing"+nth], a["data"+nth] = n.Kind, n.Thing, jsonObject(&n.Values)
		a["due"+nth], a["turn"+nth], a["day"+nth] = micros(n.Due), micros(turn), isoDate(n.On)
	}
	changed, err := t.exec(`insert into notice (org_id, key, class, priority, person, channel, kind, thing, data, due, turn, day,
			until, today, for_person, state, revision, attempts, leased_until, token, ref_platform, ref_tenant, ref_channel, ref_message, last_error)
		values `+strings.Join(rows, ", ")+`
		on conflict (org_id, key) do update set data = excluded.data, due = excluded.due, turn = excluded.turn, day = excluded.day,
			state = 'due', revision = notice.revision + 1, attempts = 0, last_error = ''
		where notice.class = 'card'`, a)
	return int(changed), err
}
