package townfile

import "lotsenfunk/townhall"

// file is the format, key by key. Keys that later parts of the program use
// (programme, mandates, decisions) are read as strictly as all others.
type file struct {
	Meta         meta          `yaml:"meta"`
	Organisation organisation  `yaml:"organisation"`
	Channels     []channel     `yaml:"channels"`
	People       []person      `yaml:"people"`
	Programme    *programme    `yaml:"programme"`
	Mandates     []mandate     `yaml:"mandates"`
	Ideas        []idea        `yaml:"ideas"`
	Projects     []project     `yaml:"projects"`
	WorkPackages []workPackage `yaml:"work_packages"`
	HelpRequests []helpRequest `yaml:"help_requests"`
	Decisions    []decision    `yaml:"decisions"`
}

type meta struct {
	Schema        int           `yaml:"schema"`
	Language      string        `yaml:"language"`
	Timezone      string        `yaml:"timezone"`
	ReferenceDate townhall.Date `yaml:"reference_date"`
	Address       string        `yaml:"address"`
}

type organisation struct {
	ID           townhall.OrgID `yaml:"id"`
	Name         string         `yaml:"name"`
	State        string         `yaml:"state"`
	Inhabitants  int            `yaml:"inhabitants"`
	Staff        int            `yaml:"staff"`
	ExtraDaysOff []string       `yaml:"extra_days_off"`
	// RemovedDaysOff are days off elsewhere on which this town works.
	RemovedDaysOff []string        `yaml:"removed_days_off"`
	Rhythm         townhall.Rhythm `yaml:"rhythm"`
	// AnswerWithin and DecideWithin are working days until an idea is answered and
	// decided; none is the usual.
	AnswerWithin int        `yaml:"answer_within"`
	DecideWithin int        `yaml:"decide_within"`
	Reminders    []reminder `yaml:"reminders"`
	// Digests are when people get their Wochenstand, as cron expressions or "never".
	Digests struct {
		TeamLead     string `yaml:"team_lead"`
		Leadership   string `yaml:"leadership"`
		Coordination string `yaml:"coordination"`
	} `yaml:"digests"`
	Departments []struct {
		ID   townhall.DepartmentID `yaml:"id"`
		Name string                `yaml:"name"`
	} `yaml:"departments"`
	Contacts []struct {
		ID      townhall.ContactID `yaml:"id"`
		Name    string             `yaml:"name"`
		Email   string             `yaml:"email"`
		Person  townhall.PersonID  `yaml:"person"`
		Channel townhall.ChannelID `yaml:"channel"`
	} `yaml:"contacts"`
}

// reminder is what the town has set otherwise about one kind of reminder.
type reminder struct {
	Kind     townhall.ReminderKind `yaml:"kind"`
	Off      bool                  `yaml:"off"`
	Days     *int                  `yaml:"days"`
	Workdays *int                  `yaml:"workdays"`
	At       string                `yaml:"at"`
}

type channel struct {
	ID      townhall.ChannelID `yaml:"id"`
	Name    string             `yaml:"name"`
	Purpose townhall.Purpose   `yaml:"purpose"`
	Members []string           `yaml:"members"`
}

type person struct {
	ID           townhall.PersonID     `yaml:"id"`
	Display      string                `yaml:"display"`
	Department   townhall.DepartmentID `yaml:"department"`
	Roles        []townhall.Role       `yaml:"roles"`
	Topics       []string              `yaml:"topics"`
	HoursPerWeek int                   `yaml:"hours_per_week"`
}

type programme struct {
	ID        string `yaml:"id"`
	Title     string `yaml:"title"`
	RoleLabel struct {
		SingularF string `yaml:"singular_f"`
		SingularM string `yaml:"singular_m"`
		Plural    string `yaml:"plural"`
	} `yaml:"role_label"`
	ParticipantsTarget int           `yaml:"participants_target"`
	Kickoff            townhall.Date `yaml:"kickoff"`
	FinalEvent         townhall.Date `yaml:"final_event"`
	Phases             []struct {
		Number         int           `yaml:"number"`
		Title          string        `yaml:"title"`
		SeminarDay     townhall.Date `yaml:"seminar_day"`
		WorkFrom       townhall.Date `yaml:"work_from"`
		WorkUntil      townhall.Date `yaml:"work_until"`
		WorkingDays    int           `yaml:"working_days"`
		LastWorkingDay townhall.Date `yaml:"last_working_day"`
	} `yaml:"phases"`
	Rhythm   townhall.Rhythm `yaml:"rhythm"`
	Warnings []struct {
		Phase int    `yaml:"phase"`
		Text  string `yaml:"text"`
	} `yaml:"warnings"`
	Participants  []townhall.PersonID `yaml:"participants"`
	SessionsFrom  string              `yaml:"sessions_from"`
	SessionsUntil string              `yaml:"sessions_until"`
	Place         string              `yaml:"place"`
}

type mandate struct {
	ID           string            `yaml:"id"`
	Scope        string            `yaml:"scope"`
	Target       string            `yaml:"target"`
	GivenBy      townhall.PersonID `yaml:"given_by"`
	Text         string            `yaml:"text"`
	HoursPerWeek int               `yaml:"hours_per_week"`
	ValidUntil   townhall.Date     `yaml:"valid_until"`
	GivenOn      townhall.Date     `yaml:"given_on"`
}

type idea struct {
	ID             string              `yaml:"id"`
	Title          string              `yaml:"title"`
	Category       string              `yaml:"category"`
	Source         townhall.Source     `yaml:"source"`
	SubmittedBy    townhall.PersonID   `yaml:"submitted_by"`
	Status         townhall.IdeaState  `yaml:"status"`
	Effort         int                 `yaml:"effort"`
	Benefit        int                 `yaml:"benefit"`
	Project        string              `yaml:"project"`
	Description    string              `yaml:"description"`
	Voters         []townhall.PersonID `yaml:"voters"`
	SubmittedOn    townhall.Date       `yaml:"submitted_on"`
	DecisionReason string              `yaml:"decision_reason"`
	DecisionOn     townhall.Date       `yaml:"decision_on"`
	ForwardedTo    townhall.ContactID  `yaml:"forwarded_to"`
	ParkedUntil    townhall.Date       `yaml:"parked_until"`
	MergedInto     string              `yaml:"merged_into"`
}

type project struct {
	ID         string                `yaml:"id"`
	Title      string                `yaml:"title"`
	Idea       string                `yaml:"idea"`
	Department townhall.DepartmentID `yaml:"department"`
	Sponsor    townhall.PersonID     `yaml:"sponsor"`
	Status     townhall.ProjectState `yaml:"status"`
	Goal       string                `yaml:"goal"`
	Milestones []struct {
		ID     string                  `yaml:"id"`
		Title  string                  `yaml:"title"`
		Status townhall.MilestoneState `yaml:"status"`
		DueOn  townhall.Date           `yaml:"due_on"`
	} `yaml:"milestones"`
	Lead townhall.PersonID `yaml:"lead"`
}

type workPackage struct {
	ID            string                    `yaml:"id"`
	Project       string                    `yaml:"project"`
	Milestone     string                    `yaml:"milestone"`
	Title         string                    `yaml:"title"`
	EffortHours   int                       `yaml:"effort_hours"`
	Status        townhall.WorkPackageState `yaml:"status"`
	ClaimedBy     townhall.PersonID         `yaml:"claimed_by"`
	BlockedReason string                    `yaml:"blocked_reason"`
	DueOn         townhall.Date             `yaml:"due_on"`
}

type helpRequest struct {
	ID               string                    `yaml:"id"`
	Category         string                    `yaml:"category"`
	Confidential     bool                      `yaml:"confidential"`
	Department       townhall.DepartmentID     `yaml:"department"`
	Status           townhall.HelpRequestState `yaml:"status"`
	ClaimedBy        townhall.PersonID         `yaml:"claimed_by"`
	Title            string                    `yaml:"title"`
	Description      string                    `yaml:"description"`
	Resolution       string                    `yaml:"resolution"`
	KnowledgeArticle bool                      `yaml:"knowledge_article"`
	RequestedOn      townhall.Date             `yaml:"requested_on"`
	RequestedBy      townhall.PersonID         `yaml:"requested_by"`
	ForwardedTo      townhall.ContactID        `yaml:"forwarded_to"`
}

type decision struct {
	ID       string                 `yaml:"id"`
	Project  string                 `yaml:"project"`
	AskedBy  townhall.PersonID      `yaml:"asked_by"`
	Question string                 `yaml:"question"`
	Status   townhall.DecisionState `yaml:"status"`
	AskedOn  townhall.Date          `yaml:"asked_on"`
}
