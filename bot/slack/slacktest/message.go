package slacktest

import (
	"maps"
	"slices"
)

// message is something that was said.
type message struct {
	TS, Thread string
	User       string
	ByBot      bool
	Text       string
	Blocks     []any
	Metadata   object
	Edited     string
	Files      []string
	Reactions  map[string][]string // who, by emoji
	Hidden     bool                // deleted, but the root of a thread
	Only       string              // the one person who sees it
	Channel    string
}

// json is a message as history tells it: docs.slack.dev/reference/objects/message-object
func (w *Workspace) messageJSON(c *channel, m *message, metadata bool) object {
	o := object{"type": "message", "ts": m.TS, "user": m.User, "team": w.ID, "text": m.Text}
	if m.Hidden {
		o["subtype"], o["hidden"], o["text"], o["user"] = "tombstone", true, "This message was deleted.", "USLACKBOT"
	}
	if m.ByBot && !m.Hidden {
		o["bot_id"], o["app_id"] = w.BotID, AppID
		o["bot_profile"] = object{"id": w.BotID, "app_id": AppID, "name": "Lotsenfunk", "team_id": w.ID}
	}
	if len(m.Blocks) > 0 && !m.Hidden {
		o["blocks"] = escapedBlocks(m.Blocks)
	}
	if m.Thread != "" {
		o["thread_ts"] = m.Thread
	}
	if n := len(w.replies(c, m.TS)) - 1; n > 0 && m.Thread == "" {
		o["thread_ts"], o["reply_count"] = m.TS, n
	}
	if m.Edited != "" {
		o["edited"] = object{"user": m.User, "ts": m.Edited}
	}
	if metadata && m.Metadata != nil {
		o["metadata"] = m.Metadata
	}
	var files []any
	for _, id := range m.Files {
		files = append(files, w.fileJSON(w.files[id]))
	}
	if files != nil {
		o["files"] = files
	}
	var reactions []any
	for _, name := range sorted(m.Reactions) {
		reactions = append(reactions, object{"name": name, "users": m.Reactions[name], "count": len(m.Reactions[name])})
	}
	if reactions != nil {
		o["reactions"] = reactions
	}
	return o
}

// replies are a thread's messages, the root first.
func (w *Workspace) replies(c *channel, root string) []*message {
	var all []*message
	for _, m := range c.messages {
		if m.TS == root || m.Thread == root {
			all = append(all, m)
		}
	}
	return all
}

// find is the message at a time stamp.
func (c *channel) find(ts string) *message {
	i := slices.IndexFunc(c.messages, func(m *message) bool { return m.TS == ts })
	if i < 0 {
		return nil
	}
	return c.messages[i]
}

// remove takes a message away. The root of a thread leaves a tombstone.
func (w *Workspace) remove(c *channel, m *message) {
	if m.Thread == "" && len(w.replies(c, m.TS)) > 1 {
		m.Hidden, m.Text, m.Blocks, m.Metadata, m.Files = true, "", nil, nil, nil
		return
	}
	c.messages = slices.DeleteFunc(c.messages, func(one *message) bool { return one == m })
}

// escapedBlocks are blocks as Slack hands them out: their ids are filled in (by
// identify) and the three characters that mean something to it are escaped in
// every text (github.com/slackapi/bolt-python/issues/513).
func escapedBlocks(blocks []any) []any {
	var all []any
	for _, b := range blocks {
		all = append(all, escapeTexts(b))
	}
	return all
}

func escapeTexts(v any) any {
	switch v := v.(type) {
	case []any:
		all := make([]any, len(v))
		for i, one := range v {
			all[i] = escapeTexts(one)
		}
		return all
	case object:
		o := maps.Clone(v)
		for name, one := range o {
			o[name] = escapeTexts(one)
		}
		if s, ok := o["text"].(string); ok && o["type"] == "plain_text" {
			o["text"] = escape(s)
		}
		return o
	}
	return v
}

// identify gives an id to every block and element that has none, as Slack does.
func (s *Slack) identify(v any) {
	blocks, _ := v.([]any)
	for _, b := range blocks {
		b, ok := b.(object)
		if !ok {
			continue
		}
		if b["block_id"] == nil || b["block_id"] == "" {
			b["block_id"] = s.id("b")
		}
		for _, e := range elementsOf(b) {
			if e["action_id"] == nil || e["action_id"] == "" {
				e["action_id"] = s.id("a")
			}
		}
	}
}

// elementsOf are the interactive elements of a block.
func elementsOf(b object) []object {
	var all []object
	add := func(v any) {
		if e, ok := v.(object); ok && interactive(e) {
			all = append(all, e)
		}
	}
	switch b["type"] {
	case "actions":
		elements, _ := b["elements"].([]any)
		for _, e := range elements {
			add(e)
		}
	case "section":
		add(b["accessory"])
	case "input":
		add(b["element"])
	}
	return all
}

func interactive(e object) bool { return e["type"] != "image" && e["type"] != nil }
