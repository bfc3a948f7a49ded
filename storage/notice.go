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

func (c Class) priority() int {
	return slices.Index([]Class{ClassAnswer, ClassCard, ClassReminder, ClassDigest}, c)
}

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

	// What follows is kept by delivery.
	Org       townhall.OrgID
	State     NoticeState
	Revision  int   // counts the cards enqueued under the same key
	Attempts  int   // this one included
	Token     int64 // of the lease under which it was claimed
	Ref       bot.Ref
	LastError string
}

// noticesAtOnce is how many notices one statement writes at most.
const noticesAtOnce = 20

// Enqueue writes notices to be delivered after this transaction. Of several
// with the same key in one call, the last one counts.
func (t *Tx) Enqueue(notices ...Notice) error {
	var last []Notice
	for i, n := range notices {
		if !slices.ContainsFunc(notices[i+1:], func(later Notice) bool { return later.Key == n.Key }) {
			last = append(last, n)
		}
	}
	for chunk := range slices.Chunk(last, noticesAtOnce) {
		if err := t.enqueue(chunk); err != nil {
			return err
		}
	}
	return nil
}

func (t *Tx) enqueue(notices []Notice) error {
	rows, a := make([]string, len(notices)), make(args, 11*len(notices)+1)
	for i := range notices {
		n, nth := &notices[i], strconv.Itoa(i)
		rows[i] = strings.ReplaceAll(`(:org, :key#, :class#, :priority#, :person#, :channel#, :kind#, :thing#, :data#, :due#, :day#,
			'due', 1, 0, 0, 0, '', '', '', '', '')`, "#", nth)
		a["key"+nth], a["class"+nth], a["priority"+nth] = n.Key, n.Class, n.Class.priority()
		a["person"+nth], a["channel"+nth] = ref(&n.Person), ref(&n.Channel)
		a["kind"+nth], a["thing"+nth], a["data"+nth] = n.Kind, n.Thing, jsonObject(&n.Values)
		a["due"+nth], a["day"+nth] = micros(n.Due), isoDate(n.On)
	}
	changed, err := t.exec(`insert into notice (org_id, key, class, priority, person, channel, kind, thing, data, due, day,
			state, revision, attempts, leased_until, token, ref_platform, ref_tenant, ref_channel, ref_message, last_error)
		values `+strings.Join(rows, ", ")+`
		on conflict (org_id, key) do update set data = excluded.data, due = excluded.due, day = excluded.day,
			state = 'due', revision = notice.revision + 1, attempts = 0, last_error = ''
		where notice.class = 'card'`, a)
	t.enqueued = t.enqueued || changed > 0
	return err
}

// FinishNotice records what became of a notice that was claimed. ErrLeaseLost
// says that the lease ran out and somebody else has claimed it since; nothing
// is changed then. A card that was enqueued anew in the meantime stays due.
func (t *Tx) FinishNotice(n *Notice, o Outcome) error {
	changed, err := t.exec(`update notice set
			state = case when :state in ('sent', 'dropped') and revision > :revision then 'due' else :state end,
			due = case when cast(:due as bigint) > 0 then :due when :state = 'due' then due else due - due % :day end,
			attempts = attempts - :uncounted, leased_until = 0, last_error = :error,
			ref_platform = :platform, ref_tenant = :tenant, ref_channel = :channel, ref_message = :message
		where org_id = :org and key = :key and token = :token and state = 'due'`,
		args{
			"state": o.state, "revision": n.Revision, "due": micros(o.due), "day": 24 * time.Hour.Microseconds(),
			"uncounted": o.uncounted, "error": o.err, "key": n.Key, "token": n.Token,
			"platform": o.ref.Tenant.Platform, "tenant": o.ref.Tenant.ID, "channel": o.ref.Channel, "message": o.ref.ID,
		})
	if err == nil && changed == 0 {
		err = ErrLeaseLost
	}
	return err
}
