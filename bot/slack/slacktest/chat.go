package slacktest

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
)

// content is what a message is made of.
type content struct {
	text     string
	blocks   []any
	metadata object
}

// content reads and checks what is to be said.
func (c *call) content(mostText int) (content, *refusal) {
	got := content{text: c.str("text")}
	v, there, ok := c.value("blocks")
	if !ok {
		return got, refuse("invalid_blocks_format")
	}
	if there {
		blocks, isList := v.([]any)
		if !isList {
			return got, refuse("invalid_blocks_format")
		}
		problems, tooLong := checkBlocks(v)
		switch {
		case len(problems) > 0:
			return got, refuse("invalid_blocks", problems...)
		case tooLong:
			return got, refuse("msg_blocks_too_long")
		}
		if problems := c.w.notShown(blocks); len(problems) > 0 {
			return got, refuse("invalid_blocks", problems...)
		}
		got.blocks = blocks
		c.identify(blocks)
	}
	switch {
	case got.text == "" && len(got.blocks) == 0:
		return got, refuse("no_text")
	case length(got.text) > mostText:
		return got, refuse("msg_too_long")
	}
	metadata, there, ok := c.value("metadata")
	if !ok {
		return got, refuse("invalid_metadata_format")
	}
	if there {
		var r *refusal
		if got.metadata, r = checkMetadata(metadata); r != nil {
			return got, r
		}
	}
	return got, nil
}

// eventType: "Human readable alphanumeric string".
var eventType = regexp.MustCompile(`^[A-Za-z0-9_.:/-]{1,255}$`)

// checkMetadata: docs.slack.dev/messaging/message-metadata. A payload's values are
// plain, or one level of objects with plain values, or lists of these.
func checkMetadata(v any) (object, *refusal) {
	o, ok := v.(object)
	if !ok {
		return nil, refuse("invalid_metadata_format")
	}
	kind, _ := o["event_type"].(string)
	payload, isObject := o["event_payload"].(object)
	if kind == "" && len(payload) == 0 {
		return nil, nil // what clients send that have none
	}
	if !eventType.MatchString(kind) || !isObject || len(o) > 2 {
		return nil, refuse("invalid_metadata_schema")
	}
	for _, value := range payload {
		if !plainValue(value, 2) {
			return nil, refuse("invalid_metadata_schema")
		}
	}
	if raw, err := json.Marshal(o); err != nil || len(raw) > MaxMetadata {
		return nil, refuse("metadata_too_large")
	}
	return o, nil
}

func plainValue(v any, depth int) bool {
	switch v := v.(type) {
	case string, bool, float64:
		return true
	case object:
		for _, one := range v {
			if depth == 0 || !plainValue(one, 0) {
				return false
			}
		}
		return depth > 0
	case []any:
		for _, one := range v {
			if depth == 0 || !plainValue(one, 1) {
				return false
			}
		}
		return depth > 0
	}
	return false
}

// target is the conversation that something is to be said in. The bot may write
// where it is; with chat:write.public in any public channel; and to a person.
func (c *call) target() (*channel, *refusal) {
	id := c.str("channel")
	if strings.HasPrefix(id, "U") {
		u := c.w.user(id)
		if u == nil || u.Deleted || u.Bot {
			return nil, refuse("channel_not_found")
		}
		return c.w.open(id), nil
	}
	in := c.w.channel(id)
	switch {
	case in == nil:
		return nil, refuse("channel_not_found")
	case in.Archived:
		return nil, refuse("is_archived")
	case in.direct():
		if u := c.w.user(in.With); u == nil || u.Deleted {
			return nil, refuse("cannot_dm_bot") // what direct messages to one who left give
		}
		return in, nil
	case in.has(c.w.Bot):
		return in, nil
	case in.Private:
		return nil, refuse("channel_not_found")
	case c.need("chat:write.public") != nil:
		return nil, refuse("not_in_channel")
	}
	return in, nil
}

func chatPostMessage(c *call) (object, *refusal) {
	in, r := c.target()
	if r != nil {
		return nil, r
	}
	got, r := c.content(MaxMessageText)
	if r != nil {
		return nil, r
	}
	thread, r := c.thread(in)
	if r != nil {
		return nil, r
	}
	m := c.w.put(in, got, thread)
	return object{"channel": in.ID, "ts": m.TS, "message": c.w.messageJSON(in, m, false)}, nil
}

// thread is the root that a message is to stand under. In a thread whose root is
// gone Slack posts into the channel.
func (c *call) thread(in *channel) (string, *refusal) {
	ts := c.str("thread_ts")
	if ts == "" {
		return "", nil
	}
	root := in.find(ts)
	switch {
	case root == nil:
		if !timeStamp.MatchString(ts) {
			return "", refuse("invalid_thread_ts")
		}
		return "", nil
	case root.Thread != "":
		return root.Thread, nil
	}
	return root.TS, nil
}

var timeStamp = regexp.MustCompile(`^\d{10}\.\d{6}$`)

// put makes the bot say something, and tells the app of it as of anything said.
func (w *Workspace) put(in *channel, got content, thread string) *message {
	m := &message{TS: w.slack.ts(), Thread: thread, User: w.Bot, ByBot: true, Text: got.text, Blocks: got.blocks,
		Metadata: got.metadata, Channel: in.ID}
	in.messages = append(in.messages, m)
	w.note(m, "")
	w.tellMessage(in, m)
	return m
}

func chatPostEphemeral(c *call) (object, *refusal) {
	in, r := c.target()
	if r != nil {
		return nil, r
	}
	who := c.w.user(c.str("user"))
	if who == nil || who.Deleted || !in.has(who.ID) {
		return nil, refuse("user_not_in_channel")
	}
	got, r := c.content(MaxMessageText)
	if r != nil {
		return nil, r
	}
	m := c.w.show(who, in, got, c.str("thread_ts"))
	return object{"message_ts": m.TS}, nil
}

// show shows something to one person alone.
func (w *Workspace) show(who *user, in *channel, got content, thread string) *message {
	m := &message{TS: w.slack.ts(), Thread: thread, User: w.Bot, ByBot: true, Text: got.text, Blocks: got.blocks, Channel: in.ID, Only: who.ID}
	who.alone = append(who.alone, m)
	w.note(m, "")
	return m
}

// own is a message of the bot's. wrong is the error if it is somebody else's.
func (c *call) own(wrong string) (*channel, *message, *refusal) {
	in := c.w.channel(c.str("channel"))
	if in == nil || in.Private && !in.has(c.w.Bot) {
		return nil, nil, refuse("channel_not_found")
	}
	m := in.find(c.str("ts"))
	switch {
	case m == nil || m.Hidden:
		return nil, nil, refuse("message_not_found")
	case !m.ByBot:
		return nil, nil, refuse(wrong)
	}
	return in, m, nil
}

func chatUpdate(c *call) (object, *refusal) {
	in, m, r := c.own("cant_update_message")
	if r != nil {
		return nil, r
	}
	got, r := c.content(MaxUpdateText)
	if r != nil {
		return nil, r
	}
	c.w.edit(m, got, c.args["blocks"] != nil, c.args["metadata"] != nil)
	return object{"channel": in.ID, "ts": m.TS, "text": m.Text, "message": c.w.messageJSON(in, m, false)}, nil
}

// edit changes a message. Blocks stay if none are given and text is not either;
// with text alone they go (docs.slack.dev/reference/methods/chat.update).
func (w *Workspace) edit(m *message, got content, blocks, metadata bool) {
	before := w.see(m).words()
	if blocks || got.text != "" {
		m.Blocks = got.blocks
	}
	if got.text != "" {
		m.Text = got.text
	}
	if metadata {
		m.Metadata = got.metadata
	}
	m.Edited = w.slack.ts()
	w.note(m, before)
}

func chatDelete(c *call) (object, *refusal) {
	in, m, r := c.own("cant_delete_message")
	if r != nil {
		return nil, r
	}
	c.w.remove(in, m)
	return object{"channel": in.ID, "ts": m.TS}, nil
}

func chatGetPermalink(c *call) (object, *refusal) {
	in := c.w.channel(c.str("channel"))
	if in == nil || in.Private && !in.has(c.w.Bot) {
		return nil, refuse("channel_not_found")
	}
	ts := c.str("message_ts")
	if in.find(ts) == nil {
		return nil, refuse("message_not_found")
	}
	link := fmt.Sprintf("https://%s.slack.com/archives/%s/p%s", c.w.Domain, in.ID, strings.ReplaceAll(ts, ".", ""))
	return object{"channel": in.ID, "permalink": link}, nil
}
