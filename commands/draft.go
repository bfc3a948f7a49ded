package commands

import (
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// draft is an idea that waits for a click. No person stands in it: whoever has
// its id, which cannot be guessed and stands on one private card, has it. So an
// anonymous filing leaves nothing that its author could be joined with.
type draft struct {
	id          string
	Title       string
	Description string
	Category    string
	Anonymous   bool
	Code        string // the receipt code that was shown in the form
	Sentence    bool   // Title is a whole line that looked like a verb
	Named       bool   // the words stand in a chat with a name: no use to hide it here
	Origin      string // the permalink of the message it is made of
	OriginUser  string // "platform tenant user" of whoever wrote that message, if not the filer
}

const draftKind = "idea"

// keep saves the draft, under a new random id unless it has one, and returns its
// handle for a button: the id and, behind a blank, the receipt code that was shown
// in the form. The code itself is never stored.
func (d draft) keep(tx *storage.Tx, on townhall.Date) (handle string, err error) {
	if d.id == "" {
		d.id = token()
	}
	handle = d.id
	if d.Anonymous && d.Code != "" {
		handle += " " + d.Code
	}
	return handle, tx.SaveDraft(storage.Draft{ID: d.id, Kind: draftKind, On: on, Values: map[string]string{
		"title": d.Title, "description": d.Description, "category": d.Category, "anonymous": flag(d.Anonymous),
		"sentence": flag(d.Sentence), "named": flag(d.Named), "origin": d.Origin, "origin_user": d.OriginUser,
	}})
}

// takeDraft reads a draft by its handle and deletes it: each has one effect.
func takeDraft(tx *storage.Tx, handle string) (draft, error) {
	id, code := cutWord(handle)
	kept, ok, err := tx.TakeDraft(id)
	return fromKept(kept, ok, code), draftError(ok, err)
}

// readDraft reads a draft by its handle and leaves it.
func readDraft(tx *storage.Tx, handle string) (draft, error) {
	id, code := cutWord(handle)
	kept, ok, err := tx.Draft(id)
	return fromKept(kept, ok, code), draftError(ok, err)
}

// draftError says that a draft is not there any more: its button was pressed
// before, or it waited too long.
func draftError(ok bool, err error) error {
	if err == nil && !ok {
		return townhall.Errf(townhall.NotFound, "draft.gone")
	}
	return err
}

func fromKept(k *storage.Draft, ok bool, code string) draft {
	if !ok {
		return draft{}
	}
	v := k.Values
	return draft{id: k.ID, Title: v["title"], Description: v["description"], Category: v["category"],
		Anonymous: v["anonymous"] != "", Code: code, Sentence: v["sentence"] != "", Named: v["named"] != "",
		Origin: v["origin"], OriginUser: v["origin_user"]}
}

func flag(b bool) string {
	if b {
		return "true"
	}
	return ""
}

// keepDraft keeps the draft of a line that might have been meant as an idea after all.
func (c *Call) keepDraft(d draft) (id string, err error) {
	err = c.router.store.Update(c.Ctx, c.Org.ID, func(tx *storage.Tx) error {
		id, err = d.keep(tx, c.Today)
		return err
	})
	return id, err
}
