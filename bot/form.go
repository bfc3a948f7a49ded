package bot

// FieldKind says how a field is filled in.
type FieldKind string

// The kinds of fields every platform can show.
const (
	FieldLine   FieldKind = "line"   // one line of text
	FieldText   FieldKind = "text"   // several lines
	FieldSelect FieldKind = "select" // one of Options
	FieldCheck  FieldKind = "check"  // a check box: "true" or "false"
	FieldDate   FieldKind = "date"   // a day, 2006-01-02; people may type it in their own way
	// FieldSeveral is some of Options: their labels or their values, with commas
	// between. Where a platform cannot let people choose several they type them.
	FieldSeveral FieldKind = "several"
)

// Form is a dialog. Its title stays within 24 bytes and it has at most five
// fields: the narrowest platform's caps (Mattermost before 11).
type Form struct {
	Action string // the row of the command table that takes the values: "idea.file"
	State  string // ours, opaque; adapters bind it to the person who gets the form
	Title  string
	Intro  Text
	Submit string // the label of the button that sends it
	Fields []Field
}

// Field is one entry of a form.
type Field struct {
	ID          string // English, stable: "title"
	Kind        FieldKind
	Label       string
	Help        string
	Placeholder string
	Value       string // what stands in it when the form opens
	Optional    bool
	MaxLen      int // characters; 0 means 3000
	Options     []Option
	// Search is the action that finds options by what somebody types, for platforms
	// that cannot show as many as there are; "" if there are never many.
	Search string
}
