package commands

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"regexp"
	"slices"
	"strings"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/i18n"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// receiptAlphabet is Crockford's base 32: no letter that looks like a digit.
const receiptAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// receiptLen is the length of a receipt code in characters of five bits each:
// 80 bits, out of reach of guessing even without the limit on attempts.
const receiptLen = 16

// maxReceiptAttempts is how many wrong codes a person may try on one day.
const maxReceiptAttempts = 10

// newReceiptCode mints a code like K7QM-2XPD-9RTW-4HBN. There is always a digit in
// it: so it is known for a code wherever it is typed.
func newReceiptCode() string {
	for {
		var raw [receiptLen]byte
		_, _ = rand.Read(raw[:]) // never fails (crypto/rand)
		var b strings.Builder
		for i, r := range raw {
			if i > 0 && i%4 == 0 {
				b.WriteByte('-')
			}
			b.WriteByte(receiptAlphabet[int(r)%len(receiptAlphabet)])
		}
		if code := b.String(); holdsReceipt(code) {
			return code
		}
	}
}

// cleanReceiptCode undoes what hand-writing does to a code: small letters,
// missing or other hyphens, O for 0, I and L for 1.
func cleanReceiptCode(typed string) (string, bool) {
	s := strings.NewReplacer("-", "", "–", "", " ", "", "O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(typed))
	if len(s) != receiptLen || strings.Trim(s, receiptAlphabet) != "" {
		return "", false
	}
	return s, true
}

// receiptShape is how a receipt code stands in a line, with or without hyphens.
var receiptShape = regexp.MustCompile(`(?i)(?:^|[^\pL\pN])(\w{4}(?:[-–]?\w{4}){3})(?:[^\pL\pN]|$)`)

// holdsReceipt reports whether a line seems to hold a receipt code. Such a line
// is never filed: with a name beside it, everybody could read whose it is.
func holdsReceipt(line string) bool {
	for strings.ContainsAny(line, "0123456789") { // a long German word is none
		at := receiptShape.FindStringSubmatchIndex(line)
		if at == nil {
			return false
		}
		word := line[at[2]:at[3]]
		if _, ok := cleanReceiptCode(word); ok && strings.ContainsAny(word, "0123456789") {
			return true
		}
		line = line[at[3]:]
	}
	return false
}

// refuseReceipt refuses words with a receipt code in them, wherever others would
// read them beside a name. Field is the form's field that holds them.
func refuseReceipt(field string, texts ...string) error {
	if slices.ContainsFunc(texts, holdsReceipt) {
		return townhall.Errf(townhall.Invalid, "idea.holds_receipt", "Field", field)
	}
	return nil
}

// receiptMAC is what is stored instead of the code.
func (c *Call) receiptMAC(code string) []byte {
	clean, _ := cleanReceiptCode(code)
	mac := hmac.New(sha256.New, c.Org.ReceiptSecret)
	mac.Write([]byte("receipt:" + clean))
	return mac.Sum(nil)
}

// ideaReceipt shows what became of an anonymous idea: beleg CODE, and behind it
// "antwort …" or "zurückziehen".
func ideaReceipt(c *Call) (bot.Reply, error) {
	if c.Args.Text == "" {
		return c.form("idea.receipt", "idea.receipt", State{}, c.P.Text("idea.receipt.form_intro", nil), c.field(bot.FieldLine, "code", 40)), nil
	}
	code, rest := cutCode(c.Args.Text)
	verb, text := cutWord(rest)
	switch fold(verb) {
	case "":
		return c.receiptCard(code)
	case "antwort", "answer":
		return c.receiptAnswer(code, text)
	case "zurueckziehen", "withdraw":
		return c.receiptWithdraw(code)
	}
	return bot.Nothing(), townhall.Errf(townhall.Invalid, "idea.receipt_usage")
}

// cutCode splits the code, which may be typed with blanks in it, from what
// follows.
func cutCode(s string) (code, rest string) {
	words := strings.Fields(s)
	for n := min(4, len(words)); n > 0; n-- {
		if clean, ok := cleanReceiptCode(strings.Join(words[:n], "")); ok {
			rest := s
			for range n {
				_, rest = cutWord(rest)
			}
			return clean, rest
		}
	}
	code, rest = cutWord(s)
	return code, rest
}

func ideaReceiptForm(c *Call) (bot.Reply, error) {
	code, _ := cutCode(c.value("code"))
	return c.receiptCard(code)
}

// receiptCard shows the idea of a code to whoever has it.
func (c *Call) receiptCard(code string) (bot.Reply, error) {
	id, err := c.byReceipt(code, "code")
	if err != nil {
		return bot.Nothing(), err
	}
	var view townhall.IdeaView
	err = c.View(func(tx *storage.Tx) (err error) {
		view, err = c.view(tx, id)
		return err
	})
	if err != nil {
		return bot.Nothing(), err
	}
	view.Viewer = view.ReceiptHolder()
	reply := c.answer(cards.IdeaByReceipt(c.P, view, code))
	reply.OffRecord = true
	return reply, nil
}

// byReceipt finds the idea of a code. Wrong codes are counted per person and
// day, under a hash; a right one leaves no trace.
func (c *Call) byReceipt(code, field string) (id townhall.IdeaID, err error) {
	key := c.router.hash(c.Org, "receipt-attempts:"+string(c.Person.ID)+c.Today.String())
	err = c.View(func(tx *storage.Tx) error {
		tried, err := tx.Attempts(key, c.Today)
		if err != nil {
			return err
		}
		if tried >= maxReceiptAttempts {
			return townhall.Errf(townhall.Forbidden, "idea.too_many_codes", "Field", field)
		}
		if _, ok := cleanReceiptCode(code); !ok {
			return nil
		}
		idea, ok, err := tx.IdeaByReceipt(c.receiptMAC(code))
		if ok {
			id = idea.ID
		}
		return err
	})
	if err != nil || id != 0 {
		return id, err
	}
	err = c.router.store.Update(c.Ctx, c.Org.ID, func(tx *storage.Tx) error {
		_, err := tx.Attempt(key, c.Today)
		return err
	})
	if err != nil {
		return 0, err
	}
	return 0, townhall.Errf(townhall.NotFound, "idea.unknown_code", "Field", field)
}

// receiptAnswer answers the question about the idea of a code.
func (c *Call) receiptAnswer(code, text string) (bot.Reply, error) {
	id, err := c.byReceipt(code, "answer")
	if err != nil {
		return bot.Nothing(), err
	}
	c.Args.Number = townhall.Number(id)
	if text == "" && c.Event.Kind != bot.KindSubmit {
		var question string
		err := c.View(func(tx *storage.Tx) error {
			idea, err := tx.Idea(id)
			if err != nil {
				return err
			}
			question = idea.Question
			return idea.CheckState(townhall.IdeaAnswer)
		})
		if err != nil {
			return bot.Nothing(), err
		}
		intro := c.P.Text("idea.answer.form_intro_unnamed", i18n.Args{"Number": id, "Question": question})
		reply := c.form("idea.receipt_answer", "idea.answer", State{Code: code, Number: c.Args.Number}, intro,
			c.field(bot.FieldText, "answer", townhall.MaxSentence))
		reply.OffRecord = true
		return reply, nil
	}
	return c.asReceiptHolder(id, func() (bot.Reply, error) { return c.answerIdea(text) })
}

// asReceiptHolder runs a step whose only known doer is the holder of a receipt.
// Nothing of it goes on record.
func (c *Call) asReceiptHolder(id townhall.IdeaID, step func() (bot.Reply, error)) (bot.Reply, error) {
	c.By = (&townhall.Idea{ID: id}).ReceiptHolder()
	reply, err := step()
	reply.OffRecord = true
	return reply, err
}

func ideaReceiptAnswer(c *Call) (bot.Reply, error) { return c.receiptAnswer(c.Args.Text, "") }

func ideaReceiptAnswerForm(c *Call) (bot.Reply, error) {
	return c.receiptAnswer(c.State.Code, c.value("answer"))
}

func ideaReceiptWithdraw(c *Call) (bot.Reply, error) { return c.receiptWithdraw(c.Args.Text) }

// receiptWithdraw takes the idea of a code back.
func (c *Call) receiptWithdraw(code string) (bot.Reply, error) {
	id, err := c.byReceipt(code, "code")
	if err != nil {
		return bot.Nothing(), err
	}
	c.Args.Number = townhall.Number(id)
	return c.asReceiptHolder(id, c.withdrawIdea)
}
