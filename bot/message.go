package bot

// Message is what a person sees in chat.
type Message struct {
	// Line is the first line. Push notifications show it on locked screens
	// and pass it through third parties, so it carries no name and no text
	// that somebody typed.
	Line string
	// Text follows the line.
	Text Text
	// Rows hold the buttons and selects.
	Rows []Row
	// Picture stands below the text.
	Picture *Picture
	// About is the number of the thing that the message is about, or empty. The
	// adapter keeps it with the message and hands it back as Event.About with a
	// reply in its thread. It is no secret and proves nothing.
	About string
}

// Row is one line of controls.
type Row []Control

// Style says how loudly a button speaks.
type Style string

// The styles of a button. No meaning hangs on the colour alone.
const (
	StyleDefault Style = ""
	StylePrimary Style = "primary"
	StyleDanger  Style = "danger"
)

// Control is a button, or a select when it has Options.
type Control struct {
	Action  string // the row of the command table that it starts: "idea.vote"
	Value   string // handed back unchanged, at most 200 bytes: "12"
	Label   string // a button's words, or a select's name
	Style   Style
	Confirm string   // a question to be answered yes first, or empty
	Options []Option // a select's choices
	URL     string   // a link button: opens this address and starts no action
}

// Option is one choice of a select.
type Option struct {
	Value string
	Label string
}

// Picture is an image with its words for those who do not see it.
type Picture struct {
	PNG  []byte
	Alt  string // required: what the picture says
	Name string // a file name
}

// Button makes a button.
func Button(action, value, label string) Control {
	return Control{Action: action, Value: value, Label: label}
}

// Primary makes the button that most people will want.
func Primary(action, value, label string) Control {
	return Control{Action: action, Value: value, Label: label, Style: StylePrimary}
}

// Plain is the whole message as plain text: what a screen reader, a test or a
// platform without any markup gets.
func (m Message) Plain() string {
	body := m.Text.Plain()
	switch {
	case m.Line == "":
		return body
	case body == "":
		return m.Line
	}
	return m.Line + "\n" + body
}

// Controls are all controls of all rows.
func (m Message) Controls() []Control {
	var all []Control
	for _, r := range m.Rows {
		all = append(all, r...)
	}
	return all
}
