package lotsenfunk_test

import (
	"database/sql"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"lotsenfunk/bot/room"
)

// never are questions to the database whose answer must be empty, whatever
// people have done. Each asks for a few words on what is wrong. They are written
// for both databases.
var never = map[string]string{
	"a number that two things have": `select id, count(*) from (select id from idea union all select id from project
		union all select id from work_package union all select id from help_request) things group by id having count(*) > 1`,
	"a number left out": `select next_number from counter where next_number <> 1 + (select count(*) from idea) + (select count(*) from project)
		+ (select count(*) from work_package) + (select count(*) from help_request)`,
	"a version below one": `select id from idea where version < 1 union all select id from project where version < 1
		union all select id from work_package where version < 1 union all select id from help_request where version < 1`,

	"votes counted wrongly": `select id, votes from idea where votes <> (select count(*) from vote where vote.org_id = idea.org_id and vote.idea = idea.id)`,
	"comments counted wrongly": `select id, comments from idea
		where comments <> (select count(*) from idea_comment c where c.org_id = idea.org_id and c.idea = idea.id)`,
	"votes left with a merged idea":    `select v.idea, v.person from vote v join idea i on i.org_id = v.org_id and i.id = v.idea where i.state = 'merged'`,
	"an anonymous idea with an author": `select id, author from idea where author is not null and receipt is not null`,
	"a merged idea that leads nowhere": `select id from idea where (state = 'merged') <> (merged_into is not null)`,
	"an idea merged into one that is gone": `select i.id, into_.state from idea i join idea into_ on into_.org_id = i.org_id and into_.id = i.merged_into
		where into_.id = i.id`,
	"a parked idea without a day":         `select id from idea where (state = 'parked') <> (parked_until <> '')`,
	"an open question nobody asked":       `select id from idea where (state = 'question') <> (question <> '')`,
	"a declined idea without a reason":    `select id from idea where state = 'declined' and reason = ''`,
	"an idea in progress without project": `select id from idea where state in ('in_progress', 'implemented') and project is null`,
	"an idea and a project apart": `select i.id, i.state, p.state from idea i join project p on p.org_id = i.org_id and p.id = i.project
		where i.state = 'in_progress' and p.state in ('done', 'stopped') or i.state = 'implemented' and p.state <> 'done'`,

	"an owner too few or too many": `select id, state, claimed_by from work_package
		where claimed_by is null and state in ('claimed', 'blocked', 'done') or claimed_by is not null and state = 'open'`,
	"a package waiting for nothing": `select id from work_package where state = 'blocked' and waits = ''`,
	"a project done before its milestones": `select p.id, m.id from project p join milestone m on m.org_id = p.org_id and m.project = p.id
		where p.state = 'done' and m.state <> 'done'`,
	"a stopped project without a reason": `select id from project where state in ('paused', 'stopped') and reason = ''`,

	"a question nobody asked":         `select id from help_request where requested_by is null and state <> 'closed'`,
	"a Lotse too few or too many":     `select id, state, claimed_by from help_request where state in ('claimed', 'waiting', 'answered') and claimed_by is null or state = 'new' and claimed_by is not null`,
	"a question forwarded to nowhere": `select id from help_request where state = 'forwarded' and forwarded_to is null`,
	"one's own question claimed":      `select id from help_request where claimed_by = requested_by`,

	"a milestone done without its packages": `select m.id, w.id from milestone m join work_package w on w.org_id = m.org_id and w.milestone = m.id
		where m.state = 'done' and w.state not in ('done', 'dropped')`,
	"a package above eight hours":      `select id, hours from work_package where hours > 8`,
	"two open decisions about a thing": `select thing, count(*) from decision where state in ('asked', 'counter_question') group by org_id, thing having count(*) > 1`,
	"a decision without a sentence":    `select thing from decision where state in ('yes', 'no') and sentence = ''`,
	"one's own decision":               `select thing from decision where decided_by = asked_by`,
	"something held by who has left": `select w.id from work_package w join person p on p.org_id = w.org_id and p.id = w.claimed_by where p.gone = :true and w.state in ('claimed', 'blocked')
		union all select h.id from help_request h join person p on p.org_id = h.org_id and p.id = h.claimed_by where p.gone = :true and h.state in ('claimed', 'waiting')`,
	"somebody deputising for themselves": `select person from person_setting where deputy = person`,

	"an event left out":          `select thing, count(*), min(seq), max(seq) from event group by org_id, thing having count(*) <> 1 + max(seq) - min(seq)`,
	"an event of nothing":        `select thing from event where thing <> 0 and thing not in (select id from idea union all select id from project union all select id from work_package union all select id from help_request)`,
	"a posting of nothing":       `select thing, audience from posting where thing not in (select id from idea union all select id from project union all select id from work_package union all select id from help_request)`,
	"one message for two things": `select platform, tenant, channel, message, count(*) from posting group by platform, tenant, channel, message having count(*) > 1`,
	"a notice that died":         `select key, last_error from notice where state = 'dead'`,
	"a notice sent nowhere":      `select key, kind from notice where state = 'sent' and ref_message = ''`,
	"a notice to nobody":         `select key, kind from notice where person is null and channel is null`,
	"a notice still in hand":     `select key, kind from notice where state = 'due' and leased_until > 0`,
	"a confidential question shown in a channel": `select p.thing, p.audience from posting p join help_request h on h.org_id = p.org_id and h.id = p.thing
		where h.confidential = :true and p.audience like 'channel:%'`,
}

// looker looks into the database of a run.
type looker struct {
	t    *testing.T
	db   *sql.DB
	rows map[string]kept // by table and id, as they were at the last look
	seen map[string]int  // states met, by table
	pg   bool
	// sealed are the confidential questions: who has ever had a right to read
	// each.
	sealed map[string]map[string]bool
	// readers says who reads a word that is asked nowhere in confidence: a seat, or several.
	readers map[string]string
	upTo    int64 // what stands in the room unchanged since then has been looked at
}

// kept is a row with a version.
type kept struct{ version, rest string }

func newLooker(t *testing.T, dsn string) *looker {
	l := &looker{t: t, rows: map[string]kept{}, seen: map[string]int{}, sealed: map[string]map[string]bool{}, readers: map[string]string{}, pg: strings.HasPrefix(dsn, "postgres://")}
	driver := "sqlite"
	if l.pg {
		driver = "postgres"
	} else {
		dsn = "file:" + dsn + "?_pragma=busy_timeout(5000)"
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	l.db = db
	return l
}

// highest is the highest number given.
func (l *looker) highest() (n int) {
	if err := l.db.QueryRow(`select max(next_number) - 1 from counter`).Scan(&n); err != nil {
		l.t.Error(err)
	}
	return n
}

// numbers are those of the things that a row is about.
func (l *looker) numbers(action string) (all []string) {
	about, _, _ := strings.Cut(action, ".")
	table := map[string]string{"idea": "idea", "package": "work_package", "project": "project", "question": "help_request", "decision": "decision"}[about]
	if table == "" {
		return nil
	}
	column := "id"
	if table == "decision" {
		column = "thing"
	}
	for _, row := range l.rowsOf("select " + column + " from " + table + " order by " + column + " desc limit 25") {
		all = append(all, row[0])
	}
	return all
}

// remember notes after each line who may read the confidential questions now.
func (l *looker) remember() {
	for _, row := range l.rowsOf(`select id, coalesce(requested_by, ''), coalesce(claimed_by, ''), forwarded_person from help_request where confidential = ` + l.yes()) {
		if l.sealed[row[0]] == nil {
			l.sealed[row[0]] = map[string]bool{}
		}
		for _, person := range row[1:] {
			l.sealed[row[0]][person] = true
		}
	}
}

// several is no seat: more than one have read the words.
const several = "several"

// unique is what makes a typed text unlike all others.
var unique = regexp.MustCompile(`\b[0-9a-f]{7,8}\b`)

// pry looks over everybody's shoulder: what was asked in confidence stands before
// those only who asked it, claimed it or got it handed on with consent.
func (l *looker) pry(r *room.Room) {
	secrets := map[string]string{} // the words to the number of their question
	for _, row := range l.rowsOf(`select id, title || ' ' || body from help_request where confidential = ` + l.yes()) {
		for _, word := range unique.FindAllString(row[1], -1) {
			secrets[word] = row[0]
		}
	}
	for _, word := range l.titled() {
		delete(secrets, word) // a question about a thing begins with the thing's title
	}
	now := r.Seq()
	for _, seat := range r.Seats() {
		for _, p := range r.VisibleSince(seat.ID, l.upTo) {
			for _, word := range unique.FindAllString(p.Message.Plain(), -1) {
				switch number, sealed := secrets[word]; {
				case l.readers[word] == several: // a package's title, say, before it was asked about
				case l.readers[word] == seat.ID: // who knew it before, because it was theirs
				case sealed && !l.sealed[number][seat.ID]:
					l.t.Errorf("%s reads what was asked in confidence in question %s: %s", seat.ID, number, p.Message.Plain())
				case !sealed && l.readers[word] == "":
					l.readers[word] = seat.ID
				case !sealed && l.readers[word] != seat.ID:
					l.readers[word] = several
				}
			}
		}
	}
	l.upTo = now
}

// titled are the words in the titles of what everybody may read.
func (l *looker) titled() (words []string) {
	for _, row := range l.rowsOf(`select title from idea union select title from project union select title from work_package`) {
		words = append(words, unique.FindAllString(row[0], -1)...)
	}
	return words
}

func (l *looker) yes() string {
	if l.pg {
		return "true"
	}
	return "1"
}

// look asks everything once.
func (l *looker) look() {
	for what, query := range never {
		for n, row := range l.rowsOf(strings.ReplaceAll(query, ":true", l.yes())) {
			if n < 5 {
				l.t.Errorf("%s: %s", what, strings.Join(row, " "))
			}
		}
	}
	for _, table := range []string{"idea", "project", "work_package", "help_request", "person", "organisation"} {
		l.versions(table)
	}
}

// counted columns change without a new version: other statements keep them.
var counted = []string{"version", "votes", "comments", "search", "terms"}

// versions makes sure that no row changes, and none goes back, under its version.
func (l *looker) versions(table string) {
	rows, err := l.db.Query("select * from " + table)
	if err != nil {
		l.t.Error(err)
		return
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		l.t.Error(err)
		return
	}
	for rows.Next() {
		values := scan(l.t, rows, len(columns))
		id, now := table, kept{}
		for i, c := range columns {
			switch {
			case c == "version":
				now.version = values[i]
			case slices.Contains(counted, c):
			default:
				now.rest += c + "=" + values[i] + " "
			}
			if c == "id" || c == "org_id" {
				id += " " + values[i]
			}
			if c == "state" {
				l.seen[table+" "+values[i]]++
			}
		}
		was, known := l.rows[id]
		if known && len(was.version) == len(now.version) && was.version > now.version {
			l.t.Errorf("%s went back from version %s to %s", id, was.version, now.version)
		}
		if known && was.version == now.version && was.rest != now.rest {
			l.t.Errorf("%s changed under version %s:\n%s\n%s", id, now.version, was.rest, now.rest)
		}
		l.rows[id] = now
	}
	if err := rows.Err(); err != nil {
		l.t.Error(err)
	}
}

// rowsOf are the rows of an answer as text.
func (l *looker) rowsOf(query string) (all [][]string) {
	rows, err := l.db.Query(query)
	if err != nil {
		l.t.Errorf("%s: %v", query, err)
		return nil
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		l.t.Error(err)
	}
	for rows.Next() {
		all = append(all, scan(l.t, rows, len(columns)))
	}
	if err := rows.Err(); err != nil {
		l.t.Error(err)
	}
	return all
}

func scan(t *testing.T, rows *sql.Rows, n int) []string {
	raw, into := make([]sql.RawBytes, n), make([]any, n)
	for i := range raw {
		into[i] = &raw[i]
	}
	if err := rows.Scan(into...); err != nil {
		t.Error(err)
	}
	text := make([]string, n)
	for i := range raw {
		text[i] = string(raw[i])
	}
	return text
}

// report tells what the run has met, and makes sure that it was something.
func (l *looker) report(steps int) {
	var met []string
	for state, times := range l.seen {
		met = append(met, fmt.Sprintf("%s: %d", state, times))
	}
	slices.Sort(met)
	l.t.Logf("states met: %s", strings.Join(met, ", "))
	if steps < chaosEnough {
		return
	}
	for _, state := range []string{"idea submitted", "idea in_review", "idea accepted", "idea declined", "idea withdrawn", "idea forwarded", "idea question",
		"idea in_progress", "work_package open", "work_package claimed", "work_package blocked", "work_package done", "work_package dropped", "project active",
		"help_request new", "help_request claimed", "help_request waiting", "help_request answered", "help_request forwarded", "help_request closed"} {
		if l.seen[state] == 0 {
			l.t.Errorf("no %s in %d lines", state, steps)
		}
	}
}
