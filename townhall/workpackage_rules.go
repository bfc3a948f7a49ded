package townhall

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Claim makes the package somebody's own.
func (w *WorkPackage) Claim(by *Person) ([]Notice, error) {
	switch {
	case w.Taken() && w.ClaimedBy == by.ID:
		return nil, Errf(Conflict, "package.yours_already", "Number", w.ID)
	case w.Taken() && w.Hand(by.ID):
		return nil, Errf(Conflict, "package.helping_already", "Number", w.ID)
	case w.Taken():
		return nil, Errf(Conflict, "package.already_claimed", "Number", w.ID)
	}
	notices, err := w.step(WorkPackageClaim, by, nil)
	if err == nil {
		w.ClaimedBy = by.ID
	}
	return notices, err
}

// Join lets somebody work on the package together with its owner.
func (w *WorkPackage) Join(by *Person) ([]Notice, error) {
	switch {
	case w.Taken() && w.ClaimedBy == by.ID:
		return nil, Errf(Conflict, "package.yours_already", "Number", w.ID)
	case w.Taken() && w.Hand(by.ID):
		return nil, Errf(Conflict, "package.helping_already", "Number", w.ID)
	case w.State == WorkPackageOpen:
		return nil, Errf(Conflict, "package.still_free", "Number", w.ID)
	}
	if err := w.Check(WorkPackageJoin, by); err != nil {
		return nil, err
	}
	notices := w.tell(WorkPackageJoin, []Audience{ToOwner, ToHelper}, by, nil)
	w.Helpers = append(slices.Clone(w.Helpers), by.ID)
	return notices, nil
}

// Release gives the package back, and says what it came to: a helper leaves it,
// an owner hands it over to the helper who has been there longest, and without
// helpers it is open again. A lead takes it from its owner.
func (w *WorkPackage) Release(by *Person) (WorkPackageAction, []Notice, error) {
	if err := w.Check(WorkPackageRelease, by); err != nil {
		return "", nil, err
	}
	if by.ID != w.ClaimedBy && w.Hand(by.ID) {
		notices := w.tell(WorkPackageLeave, []Audience{ToOwner}, by, nil)
		w.leave(by.ID)
		return WorkPackageLeave, notices, nil
	}
	if len(w.Helpers) > 0 {
		former := w.ClaimedBy
		notices := w.handOver(by)
		if former != by.ID { // a lead did it
			notices = append(notices, Notice{Kind: "package.release", To: ToOwner, Person: former, Thing: Number(w.ID), Values: map[string]string{"by": by.Display}})
		}
		return WorkPackageHandOver, notices, nil
	}
	notices, err := w.step(WorkPackageRelease, by, nil)
	if err == nil {
		w.ClaimedBy, w.Waits = "", ""
	}
	return WorkPackageRelease, notices, err
}

// handOver makes the first helper the owner, who is told, as the lead is.
func (w *WorkPackage) handOver(by *Person) []Notice {
	w.ClaimedBy = w.Helpers[0]
	w.leave(w.ClaimedBy)
	return w.tell(WorkPackageHandOver, []Audience{ToOwner, ToLead}, by, nil)
}

func (w *WorkPackage) leave(p PersonID) {
	w.Helpers = slices.DeleteFunc(slices.Clone(w.Helpers), func(h PersonID) bool { return h == p })
}

// PersonGone takes the package from somebody who has left the town, and says
// what it came to; "" if they had nothing to do with it.
func (w *WorkPackage) PersonGone(gone PersonID) (WorkPackageAction, []Notice) {
	leaver := &Person{ID: gone}
	switch {
	case !w.Taken() || !w.Hand(gone):
		return "", nil
	case w.ClaimedBy != gone:
		w.leave(gone)
		return WorkPackageLeave, nil
	case len(w.Helpers) > 0:
		return WorkPackageHandOver, w.handOver(leaver)
	}
	notices := w.tell(WorkPackageOwnerGone, []Audience{ToLead}, leaver, nil)
	w.State, w.ClaimedBy, w.Waits = WorkPackageOpen, "", ""
	return WorkPackageOwnerGone, notices
}

// Block notes what the package waits for.
func (w *WorkPackage) Block(by *Person, reason string) ([]Notice, error) {
	reason, err := sentence("package.no_waits", "reason", reason)
	if err != nil {
		return nil, err
	}
	notices, err := w.step(WorkPackageBlock, by, map[string]string{"reason": reason})
	if err == nil {
		w.Waits = reason
	}
	return notices, err
}

// Resume notes that the package is on its way again.
func (w *WorkPackage) Resume(by *Person) ([]Notice, error) {
	notices, err := w.step(WorkPackageResume, by, nil)
	if err == nil {
		w.Waits = ""
	}
	return notices, err
}

// Finish notes that the package is done, and what came of it, which may be "".
func (w *WorkPackage) Finish(by *Person, result string) ([]Notice, error) {
	result = strings.TrimSpace(result)
	if n := utf8.RuneCountInString(result); n > MaxSentence {
		return nil, tooLong("result", n, MaxSentence)
	}
	notices, err := w.step(WorkPackageFinish, by, map[string]string{"result": result})
	if err == nil {
		w.Waits, w.Result = "", result
	}
	return notices, err
}

// SetResult says afterwards what came of the package.
func (w *WorkPackage) SetResult(by *Person, result string) error {
	if err := w.Check(WorkPackageResult, by); err != nil {
		return err
	}
	result, err := sentence("package.no_result", "result", result)
	if err == nil {
		w.Result = result
	}
	return err
}

// Drop gives the package up for good.
func (w *WorkPackage) Drop(by *Person, reason string) ([]Notice, error) {
	reason, err := sentence("package.no_reason", "reason", reason)
	if err != nil {
		return nil, err
	}
	notices, err := w.step(WorkPackageDrop, by, map[string]string{"reason": reason})
	if err == nil {
		w.dropped(reason)
	}
	return notices, err
}

// DropWith drops the package because its project was stopped, of which its
// people are told once.
func (w *WorkPackage) DropWith(reason string) {
	w.State = WorkPackageDropped
	w.dropped(reason)
}

func (w *WorkPackage) dropped(reason string) {
	w.Reason, w.Waits = reason, ""
}

// Reopen makes a package open again that was done or dropped.
func (w *WorkPackage) Reopen(by *Person) ([]Notice, error) {
	notices, err := w.step(WorkPackageReopen, by, nil)
	if err == nil {
		w.ClaimedBy, w.Helpers, w.Reason, w.Result = "", nil, "", ""
	}
	return notices, err
}

// ToggleLink puts an address on the package's card or, given again, takes it
// away. That it is a safe one has been checked.
func (w *WorkPackage) ToggleLink(by *Person, url string) (added bool, err error) {
	if err := w.Check(WorkPackageLink, by); err != nil {
		return false, err
	}
	if n := utf8.RuneCountInString(url); n > MaxURL {
		return false, tooLong("link", n, MaxURL)
	}
	if at := slices.Index(w.Links, url); at >= 0 {
		w.Links = slices.Delete(slices.Clone(w.Links), at, at+1)
		return false, nil
	}
	if len(w.Links) >= MaxLinks {
		return false, Errf(Conflict, "package.too_many_links", "Field", "link", "Most", MaxLinks)
	}
	w.Links = append(slices.Clone(w.Links), url)
	return true, nil
}

// Say passes words on to all the others who have to do with the package.
func (w *WorkPackage) Say(by *Person, text string) ([]Notice, error) {
	if err := w.Check(WorkPackageSay, by); err != nil {
		return nil, err
	}
	text, err := sentence("package.no_words", "answer", text)
	if err != nil {
		return nil, err
	}
	notices := w.tell(WorkPackageSay, team, by, map[string]string{"text": text})
	if len(notices) == 0 {
		return nil, Errf(Conflict, "package.nobody_else", "Number", w.ID)
	}
	return notices, nil
}
