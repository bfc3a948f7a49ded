package bot

// Reply is what the bot answers to one event. The zero Reply answers nothing.
// At most one of Private, Public and Replace is set; Form may stand alone or
// beside none of them; Errors only answers a submitted form.
type Reply struct {
	// Private is for the person alone; the adapter chooses between an
	// ephemeral message and a direct message.
	Private *Message
	// Public is for everybody in the channel the event came from.
	Public *Message
	// Replace stands in place of the message that was clicked. Where a
	// platform cannot replace it, the adapter says it privately instead.
	Replace *Message
	// Form opens for the person.
	Form *Form
	// Errors keeps the submitted form open, with a sentence at each field
	// named. The key "" is for the form as a whole.
	Errors map[string]string
	// Options answer a search in a select.
	Options []Option
	// OffRecord asks the adapter to keep neither this answer nor what was
	// typed for it in any journal: an anonymous filing.
	OffRecord bool
	// Outcome is for operators who count: adapters show nothing of it.
	Outcome Outcome
}

// Outcome says how an event was answered.
type Outcome string

// The outcomes.
const (
	Done    Outcome = ""        // as asked
	Refused Outcome = "refused" // with what is wrong about it, and the way out
	Late    Outcome = "late"    // it comes as a notice
	Failed  Outcome = "failed"  // the program is to blame; the log says why
)

// Nothing answers nothing.
func Nothing() Reply { return Reply{} }

// Private answers the person alone.
func Private(m Message) Reply { return Reply{Private: &m} }

// Public answers everybody in the channel the event came from.
func Public(m Message) Reply { return Reply{Public: &m} }

// Replace puts m in place of the message that was clicked.
func Replace(m Message) Reply { return Reply{Replace: &m} }

// OpenForm opens f for the person.
func OpenForm(f Form) Reply { return Reply{Form: &f} }

// FieldErrors keeps the submitted form open and shows a sentence at each field.
func FieldErrors(errs map[string]string) Reply { return Reply{Errors: errs} }

// Message is the message of the answer, or nil if it says nothing.
func (r Reply) Message() *Message {
	for _, m := range []*Message{r.Private, r.Public, r.Replace} {
		if m != nil {
			return m
		}
	}
	return nil
}
