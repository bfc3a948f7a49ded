package bottest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"lotsenfunk/bot"
	"lotsenfunk/bot/script"
)

// posts checks what the bot says unasked: where it stands, that it can be
// changed, taken away and found again.
func posts(c *check) {
	for i, to := range []struct {
		target bot.Target
		who    string
	}{
		{c.person(Ben), Ben}, {c.channel(Public), Public}, {c.channel(Members), Members},
	} {
		words := fmt.Sprintf("Hinweis %d", i)
		key := bot.Key("bottest/" + c.Name() + words)
		ref := c.post(to.target, bot.Message{Line: words}, key)
		if ref.IsZero() || ref.Tenant != c.Tenant {
			c.Errorf("%s: it stands at %+v", to.who, ref)
		}
		c.only(to.who, words)
		c.found(to.target, key, ref)
	}

	ref := c.post(c.person(Anna), card("Idee 1", "idea.vote", "1", "Unterstützen"), "")
	c.after(func(ctx context.Context, _ script.Stage) error {
		return c.Adapter.Update(ctx, ref, card("Idee 1, geändert", "idea.close", "1", "Schließen"))
	})
	c.only(Anna, "Idee 1, geändert")
	c.stale("Unterstützen", "Idee 1")
	if got := c.one(click("Schließen", "Idee 1")); got.Source != ref || got.Action != "idea.close" {
		c.Errorf("after a change: %+v", got)
	}
	c.after(func(ctx context.Context, _ script.Stage) error { return c.Adapter.Delete(ctx, ref) })
	c.stale("Schließen", "Idee 1")
}

func (c *check) found(to bot.Target, key bot.Key, want bot.Ref) {
	c.Helper()
	finder, ok := c.Adapter.(bot.Finder)
	if !ok {
		return
	}
	got, found, err := finder.Find(c.Context(), to, key)
	if err != nil || !found || got != want {
		c.Errorf("found %v %v %v, want %v", got, found, err, want)
	}
	if got, found, err := finder.Find(c.Context(), to, key+"/never"); err != nil || found {
		c.Errorf("found %v under a key that was never used: %v", got, err)
	}
}

// threads checks that a thread stays together.
func threads(c *check) {
	for _, target := range []bot.Target{c.person(Anna), c.channel(Public)} {
		root := c.post(target, bot.Message{Line: "Idee 2"}, "")
		target.Thread = root
		c.post(target, bot.Message{Line: "Neues zu Idee 2"}, "")
		got := c.one(func(ctx context.Context, s script.Stage) error {
			return s.Reply(ctx, Anna, "Neues zu Idee 2", "Danke!")
		})
		if got.Kind != bot.KindReply || got.Thread != root {
			c.Errorf("an answer in the thread: %+v, want one in %v", got, root)
		}
		c.answer(bot.Public(bot.Message{Line: "Gern geschehen"}))
		got = c.one(func(ctx context.Context, s script.Stage) error { return s.Reply(ctx, Anna, "Idee 2", "Frage") })
		c.answer(bot.Nothing())
		again := c.one(func(ctx context.Context, s script.Stage) error {
			return s.Reply(ctx, Anna, "Gern geschehen", "Bis bald")
		})
		if again.Thread != got.Thread {
			c.Errorf("the answer stands in the thread %v, want %v", again.Thread, got.Thread)
		}
	}
}

// gone checks that what is not there any more is said to be so.
func gone(c *check) {
	ctx := c.Context()
	ref := c.post(c.person(Anna), bot.Message{Line: "gleich weg"}, "")
	c.must(c.Adapter.Delete(ctx, ref))
	if err := c.Adapter.Update(ctx, ref, bot.Message{Line: "zu spät"}); !errors.Is(err, bot.ErrGone) {
		c.Errorf("changing a deleted message: %v, want ErrGone", err)
	}
	if err := c.Adapter.Delete(ctx, ref); err != nil && !errors.Is(err, bot.ErrGone) {
		c.Errorf("deleting it again: %v", err)
	}
	if _, err := c.Adapter.Post(ctx, bot.Target{Tenant: c.Tenant, Channel: "nowhere"}, bot.Message{Line: "x"}, ""); !errors.Is(err, bot.ErrGone) {
		c.Errorf("a channel that never was: %v, want ErrGone", err)
	}
}

// atOnce checks that nothing is lost or doubled when many things happen.
func atOnce(c *check) {
	const many = 8
	c.answer(bot.Nothing())
	arrived := c.after(func(ctx context.Context, s script.Stage) error {
		errs := make([]error, 2*many)
		var all sync.WaitGroup
		for i := range many {
			words := fmt.Sprintf("Nachricht %d.", i)
			all.Go(func() { _, errs[2*i] = c.Adapter.Post(ctx, c.channel(Public), bot.Message{Line: words}, "") })
			all.Go(func() { errs[2*i+1] = s.Say(ctx, []string{Anna, Ben}[i%2], "", "/idee "+words) })
		}
		all.Wait()
		return errors.Join(errs...)
	})
	heard := c.heard(Public)
	for i := range many {
		words := fmt.Sprintf("Nachricht %d.", i)
		if n := count(heard, func(text string) bool { return script.Contains(text, words) }); n != 1 {
			c.Errorf("%q was said %d times", words, n)
		}
		if n := count(arrived, func(ev bot.Event) bool { return ev.Text == words }); n != 1 {
			c.Errorf("%q arrived %d times", words, n)
		}
	}
}

func count[T any](all []T, fits func(T) bool) int {
	return len(all) - len(slices.DeleteFunc(slices.Clone(all), fits))
}
