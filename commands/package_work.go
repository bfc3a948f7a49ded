package commands

import (
	"errors"
	"strconv"
	"strings"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/i18n"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// packageRule is what a script does to a package: it says what it came to and
// who is to hear of it.
type packageRule func(*townhall.WorkPackage) (townhall.WorkPackageAction, []townhall.Notice, error)

// changePackage takes the package of the call through a rule, and saves and
// records what comes of it. meant is the step that was asked for; it may come to
// a smaller one.
func (c *Call) changePackage(meant townhall.WorkPackageAction, rule packageRule) (w *townhall.WorkPackage, err error) {
	err = c.Update(func(tx *storage.Tx) error {
		if w, err = tx.WorkPackageFor(meant, townhall.WorkPackageID(c.Args.Number)); err != nil {
			return err
		}
		action, notices, err := rule(w)
		if err != nil {
			return err
		}
		if err := tx.SaveWorkPackage(w); err != nil {
			return err
		}
		return tx.RecordWorkPackage(w, action, c.step(notices))
	})
	return w, err
}

// step is a step that the person of the call takes now.
func (c *Call) step(notices []townhall.Notice) storage.Step {
	return storage.Step{Notices: notices, Except: c.Person.ID, Now: c.Now, On: c.Today}
}

// stepPackage is changePackage for a rule that always comes to the same, and
// answers with a catalogue entry.
func (c *Call) stepPackage(action townhall.WorkPackageAction, key string, rule func(*townhall.WorkPackage) ([]townhall.Notice, error), next ...string) (bot.Reply, error) {
	w, err := c.changePackage(action, func(w *townhall.WorkPackage) (townhall.WorkPackageAction, []townhall.Notice, error) {
		notices, err := rule(w)
		return action, notices, err
	})
	if err != nil {
		return bot.Nothing(), err
	}
	return c.packageSays(key, w, next...), nil
}

// packageSays answers with a catalogue entry and buttons for the package.
func (c *Call) packageSays(key string, w *townhall.WorkPackage, next ...string) bot.Reply {
	var row bot.Row
	for _, action := range next {
		row = append(row, c.button(action, cards.Num(w.ID)))
	}
	return c.answer(cards.PackageSays(c.P, key, w, row))
}

// packageForm opens a form about the package of the call, for somebody who may
// send it, while the package's state allows it.
func (c *Call) packageForm(action string, fields ...bot.Field) (bot.Reply, error) {
	var w *townhall.WorkPackage
	err := c.View(func(tx *storage.Tx) (err error) {
		if w, err = tx.WorkPackage(townhall.WorkPackageID(c.Args.Number)); err != nil {
			return err
		}
		return w.Check(townhall.WorkPackageAction(strings.TrimPrefix(action, "package.")), c.Person)
	})
	if err != nil {
		return bot.Nothing(), err
	}
	intro := c.P.Text(action+".form_intro", i18n.Args{"Number": w.ID, "Title": w.Title})
	return c.form(action, action, State{Number: c.Args.Number}, intro, fields...), nil
}

// packageClaim makes a package the person's own. Who comes second is told who
// was faster, and may help along.
func packageClaim(c *Call) (bot.Reply, error) {
	w, err := c.changePackage(townhall.WorkPackageClaim, func(w *townhall.WorkPackage) (townhall.WorkPackageAction, []townhall.Notice, error) {
		notices, err := w.Claim(c.Person)
		return townhall.WorkPackageClaim, notices, err
	})
	var e *townhall.Error
	if errors.As(err, &e) && e.Key == "package.already_claimed" {
		return c.tooLate()
	}
	if err != nil {
		return bot.Nothing(), err
	}
	m := cards.PackageClaimed(c.P, w)
	fit, err := c.fitAfter(w)
	m.Text = m.Text.Append(fit)
	return c.answer(m), err
}

func (c *Call) tooLate() (reply bot.Reply, err error) {
	err = c.View(func(tx *storage.Tx) error {
		v, err := tx.WorkPackageView(townhall.WorkPackageID(c.Args.Number), c.Person)
		if err == nil {
			reply = c.say("package.too_late", i18n.Args{"Number": v.ID, "Owner": v.OwnerName},
				bot.Row{c.button("package.join", cards.Num(v.ID)), c.button("package.free", "")})
		}
		return err
	})
	return reply, err
}

// packageJoin lets the person help along.
func packageJoin(c *Call) (bot.Reply, error) {
	w, err := c.changePackage(townhall.WorkPackageJoin, func(w *townhall.WorkPackage) (townhall.WorkPackageAction, []townhall.Notice, error) {
		notices, err := w.Join(c.Person)
		return townhall.WorkPackageJoin, notices, err
	})
	if err != nil {
		return bot.Nothing(), err
	}
	return c.answer(cards.PackageJoined(c.P, w)), nil
}

// packageRelease gives a package back.
func packageRelease(c *Call) (bot.Reply, error) {
	key := "package.released"
	w, err := c.changePackage(townhall.WorkPackageRelease, func(w *townhall.WorkPackage) (townhall.WorkPackageAction, []townhall.Notice, error) {
		action, notices, err := w.Release(c.Person)
		switch action {
		case townhall.WorkPackageLeave:
			key = "package.left"
		case townhall.WorkPackageHandOver:
			key = "package.handed_over"
		}
		return action, notices, err
	})
	if err != nil {
		return bot.Nothing(), err
	}
	reply := c.packageSays(key, w, "package.show")
	m := reply.Message()
	m.Rows[0] = append(m.Rows[0], c.button("package.free", ""))
	return reply, nil
}

// packageDone notes that a package is done; what came of it may be said at once,
// or later, or never.
func packageDone(c *Call) (bot.Reply, error) {
	key := "package.finished"
	next := []string{"package.result", "package.show"}
	if c.Args.Text != "" {
		key, next = "package.finished_result", next[1:]
	}
	return c.stepPackage(townhall.WorkPackageFinish, key, func(w *townhall.WorkPackage) ([]townhall.Notice, error) {
		return w.Finish(c.Person, c.Args.Text)
	}, next...)
}

// packageResult says what came of a package that is done.
func packageResult(c *Call) (bot.Reply, error) {
	text := c.textOr("result")
	if text == "" && c.Event.Kind != bot.KindSubmit {
		return c.packageForm("package.result", c.field(bot.FieldText, "result", townhall.MaxSentence))
	}
	return c.stepPackage(townhall.WorkPackageResult, "package.result_kept", func(w *townhall.WorkPackage) ([]townhall.Notice, error) {
		return nil, w.SetResult(c.Person, text)
	}, "package.show")
}

// packageBlock notes what a package waits for.
func packageBlock(c *Call) (bot.Reply, error) {
	text := c.textOr("reason")
	if text == "" && c.Event.Kind != bot.KindSubmit {
		return c.packageForm("package.block", c.field(bot.FieldText, "reason", townhall.MaxSentence))
	}
	return c.stepPackage(townhall.WorkPackageBlock, "package.blocked", func(w *townhall.WorkPackage) ([]townhall.Notice, error) {
		return w.Block(c.Person, text)
	}, "package.ask", "package.decision", "package.resume")
}

// packageAsk opens the form for a question to the Lotsen, which begins with what
// the package waits for. Who may read it is said there.
func packageAsk(c *Call) (bot.Reply, error) {
	var w *townhall.WorkPackage
	err := c.View(func(tx *storage.Tx) (err error) {
		w, err = tx.WorkPackage(townhall.WorkPackageID(c.Args.Number))
		return err
	})
	if err != nil {
		return bot.Nothing(), err
	}
	reply, err := c.askForm(false)
	if err == nil {
		about := c.P.Text("package.ask_begins", i18n.Args{"Number": w.ID, "Title": w.Title, "Reason": w.Waits})
		reply.Form.Fields[0].Value = strings.TrimSpace(about.Plain())
	}
	return reply, err
}

// packageResume notes that a package is on its way again.
func packageResume(c *Call) (bot.Reply, error) {
	return c.stepPackage(townhall.WorkPackageResume, "package.resumed", func(w *townhall.WorkPackage) ([]townhall.Notice, error) {
		return w.Resume(c.Person)
	}, "package.done", "package.block", "package.release")
}

// packageLink puts an address on a package's card; given again, it goes.
func packageLink(c *Call) (bot.Reply, error) {
	url := c.textOr("link")
	if url == "" && c.Event.Kind != bot.KindSubmit {
		return c.packageForm("package.link", c.field(bot.FieldLine, "link", townhall.MaxURL))
	}
	web := strings.HasPrefix(strings.ToLower(url), "http")
	if !web || !bot.SafeURL(url) || strings.ContainsAny(url, " \t\n") {
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "package.bad_link", "Field", "link")
	}
	return c.toggleLink(func(*townhall.WorkPackage) string { return url })
}

// packageUnlink takes away the link with the number behind the package's.
func packageUnlink(c *Call) (bot.Reply, error) {
	n, err := strconv.Atoi(c.Args.Text)
	if err != nil || n < 1 {
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "error.stale")
	}
	return c.toggleLink(func(w *townhall.WorkPackage) string {
		if n > len(w.Links) {
			return ""
		}
		return w.Links[n-1]
	})
}

func (c *Call) toggleLink(which func(*townhall.WorkPackage) string) (bot.Reply, error) {
	key := "package.unlinked"
	w, err := c.changePackage(townhall.WorkPackageLink, func(w *townhall.WorkPackage) (townhall.WorkPackageAction, []townhall.Notice, error) {
		url := which(w)
		if url == "" {
			return "", nil, townhall.Errf(townhall.Invalid, "error.stale")
		}
		added, err := w.ToggleLink(c.Person, url)
		if added {
			key = "package.linked"
		}
		return townhall.WorkPackageLink, nil, err
	})
	if err != nil {
		return bot.Nothing(), err
	}
	return c.packageSays(key, w, "package.show"), nil
}

// packageSay passes words on to the others who have to do with a package.
func packageSay(c *Call) (bot.Reply, error) {
	text := c.textOr("answer")
	if text == "" && c.Event.Kind != bot.KindSubmit {
		return c.packageForm("package.say", c.field(bot.FieldText, "answer", townhall.MaxSentence))
	}
	return c.sayAbout(text)
}

func (c *Call) sayAbout(text string) (bot.Reply, error) {
	return c.stepPackage(townhall.WorkPackageSay, "package.said", func(w *townhall.WorkPackage) ([]townhall.Notice, error) {
		return w.Say(c.Person, text)
	}, "package.show")
}

// packageReply answers plain words in somebody's own thread of a package: they
// are meant for the others who have to do with it.
func packageReply(c *Call) (bot.Reply, error) {
	text := strings.TrimSpace(c.Event.Text)
	if err := refuseReceipt("", text); err != nil || !c.Event.Where.Direct {
		return bot.Nothing(), err
	}
	reply, err := c.sayAbout(text)
	if townhall.ErrorCode(err) == townhall.Forbidden || townhall.ErrorCode(err) == townhall.Conflict { // nobody there to hear it
		return directMessage(c)
	}
	return reply, err
}
