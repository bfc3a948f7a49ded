// Package privacy lists what Lotsenfunk keeps: which columns of the database hold
// it, and, as keys of the catalogue, what it is, what it is for, who sees it and
// for how long it is kept. The card wer-sieht-was and docs/data-fields.md are
// made of this list, and a test compares it with the schema of both databases: a
// column that stands nowhere here fails it.
//
// It imports nothing. Start reading at List.
package privacy

// Entry is one kind of data. Its words are in the catalogue under
// privacy.KEY.what, .why, .who and .how_long.
type Entry struct {
	Key string
	// Columns are the tables that hold it and, in each, the columns; org_id,
	// which every table of a town has, goes without saying.
	Columns map[string]string
}

// Retention in days. Storage deletes by these, and the catalogue says so.
const (
	// NotesDays: drafts that nobody clicked, hashes of deliveries, counted attempts.
	NotesDays = 7
	// LogDays: what happened to a thing, and what was told to whom.
	LogDays = 90
	// QuestionDays: what was asked, answered and by whom, after a question was
	// closed.
	QuestionDays = 180
	// AuthorDays: who an idea is from, after it was decided.
	AuthorDays = 365
	// CheckInDays: how somebody gets on in a working phase, after they said it; and
	// who has answered a survey, after it closed.
	CheckInDays = 30
	// CohortDays: who took part in a cohort, after its last date.
	CohortDays = 365
)

// List is all that is kept, in the order in which people ask for it.
func List() []Entry {
	return []Entry{
		{"person", map[string]string{
			"person": "id version display department zone gone", "identity": "platform tenant account person"}},
		{"roles", map[string]string{"person": "roles topics hours_per_week", "person_role": "role person"}},
		{"settings", map[string]string{"person": "language address muted",
			"person_setting": "person works away_from away_until deputy quiet_from quiet_until", "digest": "person cron weeks off paused_until due"}},
		{"idea", map[string]string{"idea": "id version title description category source state effort benefit question reason parked_until " +
			"forwarded_to merged_into project submitted_on answer_by decide_by decided_on origin search terms votes comments"}},
		{"author", map[string]string{"idea": "author reviewer consents origin_author"}},
		{"anonymous", map[string]string{"idea": "anonymous receipt"}},
		{"vote", map[string]string{"vote": "idea person", "follower": "idea person"}},
		{"comment", map[string]string{"idea_comment": "idea seq author body day"}},
		{"project", map[string]string{"project": "id version title goal benefit idea department lead sponsor state reason",
			"milestone": "id project seq title state due", "mandate": "project given_by body hours_per_week until given_on",
			"progress": "project day packages done"}},
		{"work_package", map[string]string{"work_package": "id version project milestone title hours state claimed_by helpers waits reason result links due"}},
		{"help_request", map[string]string{"help_request": "id version title body topic confidential department state requested_by claimed_by " +
			"forwarded_to resolution article requested_on forwarded_person asked_contact helped remind_on", "remark": "question seq author body day"}},
		{"decision", map[string]string{"decision": "thing id version asked_by asked_of question state counter asked_back_by sentence decided_by asked_on decided_on"}},
		{"cohort", map[string]string{"cohort": "id version title template rhythm state reason places", "cohort_town": "cohort town",
			"occurrence": "cohort id kind title wanted day phase chained begins ends place agenda cancelled revision since"}},
		{"participant", map[string]string{"participant": "cohort town person seq state project since misses"}},
		{"check_in", map[string]string{"check_in": "cohort phase town person department answer reason for_lead day"}},
		{"survey", map[string]string{"survey": "cohort phase closes closed useful enough", "survey_answered": "cohort phase town person"}},
		{"calendar_feed", map[string]string{"calendar_feed": "host cohort person hash"}},
		{"event", map[string]string{"event": "thing seq action actor at day data"}},
		{"notice", map[string]string{
			"notice": "key class priority person channel kind thing data due turn day state revision attempts leased_until token " +
				"ref_platform ref_tenant ref_channel ref_message last_error until today for_person parts told_on counted",
			"posting": "thing audience platform tenant channel message version"}},
		{"notes", map[string]string{"draft": "id kind data day", "delivery": "hash day", "attempt": "key day tries"}},
		{"town", map[string]string{
			"organisation": "id version name state zone language address extra_days_off removed_days_off rhythm answer_within decide_within reminders role_label command_words " +
				"set_up receipt_secret address_asked_for digests",
			"school_holiday": "name first_day last_day", "schedule": "look_at", "tenant": "platform id", "counter": "next_number", "department": "id name",
			"contact": "id name email person channel", "channel": "id name purpose members platform tenant remote",
			"installation": "platform tenant enterprise name token refresh expires version leased_until installed removed", "install_state": "state browser expires"}},
		{"playground", map[string]string{"cursor": "name value", "journal": "seq stream entry"}},
	}
}
