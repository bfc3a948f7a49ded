package slack

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"lotsenfunk/bot"
)

// press is what a button or select does. It stands in the button's value, or in the
// id of the select's block.
type press struct {
	Action string `json:"a"`
	Value  string `json:"v,omitempty"`
	From   string `json:"w,omitempty"` // the channel it belongs to, if it stands elsewhere
	Again  *typed `json:"c,omitempty"` // a command to be done again
}

// typed is a slash command as it was typed.
type typed struct {
	Word string `json:"c"`
	Text string `json:"t"`
}

// body is a message as Slack takes it.
type body struct {
	text   string // the line that a push notification shows
	blocks []slack.Block
}

// options are the body for a method that says something.
func (b body) options(more ...slack.MsgOption) []slack.MsgOption {
	return append([]slack.MsgOption{slack.MsgOptionText(b.text, false), slack.MsgOptionBlocks(b.blocks...),
		slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl()}, more...)
}

// encode writes a message as blocks. file is its uploaded picture, or "".
func (w *workspace) encode(m bot.Message, file string, ask asker) (body, error) {
	b := body{text: cut(escape(m.Line), maxLine)}
	if elements := rich(m.Line, m.Text, maxWords); len(elements) > 0 {
		b.blocks = append(b.blocks, slack.NewRichTextBlock("", elements...))
	}
	if b.text == "" {
		b.text = cut(escape(m.Text.Plain()), maxLine)
	}
	if m.Picture != nil {
		if file != "" {
			b.blocks = append(b.blocks, slack.NewImageBlockSlackFile(&slack.SlackFileObject{ID: file}, cut(m.Picture.Alt, maxAlt), "", nil))
		} else {
			b.blocks = append(b.blocks, slack.NewRichTextBlock("", rich("", bot.Words(m.Picture.Alt), maxAlt)...))
		}
	}
	for i, row := range m.Rows {
		blocks, err := controls(row, i, ask)
		if err != nil {
			return b, err
		}
		b.blocks = append(b.blocks, blocks...)
	}
	if len(b.blocks) > maxBlocks {
		b.blocks = b.blocks[:maxBlocks]
	}
	return b, nil
}

// asker are the words of a question that is asked before a button does anything.
type asker struct{ no string }

// controls are a row's buttons and selects: as many blocks as they need.
func controls(row bot.Row, number int, ask asker) (blocks []slack.Block, err error) {
	for start := 0; start < len(row); start += maxActions {
		var elements []slack.BlockElement
		for i, c := range row[start:min(start+maxActions, len(row))] {
			e, err := control(c, fmt.Sprintf("%d.%s", start+i, cut(c.Action, 200)), ask)
			if err != nil {
				return nil, err
			}
			elements = append(elements, e)
		}
		blocks = append(blocks, slack.NewActionBlock(fmt.Sprintf("row%d.%d", number, start), elements...))
	}
	return blocks, nil
}

// control is one button or select. The id begins with its place, because no two in a
// row may have the same.
func control(c bot.Control, id string, ask asker) (slack.BlockElement, error) {
	if len(c.Options) > 0 {
		e := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plain(c.Label, maxPlaceholder), id)
		options, groups, err := choices(c.Options)
		e.Options, e.OptionGroups = options, groups
		return e, err
	}
	value, err := seal(press{Action: c.Action, Value: c.Value})
	if err != nil {
		return nil, err
	}
	b := slack.NewButtonBlockElement(id, value, plain(c.Label, maxButton))
	b.Style = slack.Style(c.Style)
	if c.URL != "" && bot.SafeURL(c.URL) && length(c.URL) <= maxURL {
		b.URL = c.URL
	}
	if c.Confirm != "" {
		b.Confirm = slack.NewConfirmationBlockObject(plain(c.Label, maxConfirmTitle), plain(c.Confirm, maxConfirmText),
			plain(c.Label, maxConfirmYesNo), plain(ask.no, maxConfirmYesNo))
	}
	return b, nil
}

// seal writes a press so that Slack, which escapes some characters, leaves it alone.
func seal(p press) (string, error) {
	raw, err := json.Marshal(p)
	if err != nil {
		return "", err
	}
	if len(raw) > maxButtonValue {
		return "", fmt.Errorf("what the button %s does takes %d bytes", p.Action, len(raw))
	}
	return string(raw), nil // JSON writes & < > as \u0026 and so on
}

// choices are options: up to a hundred as they are, more in groups of a hundred that
// are called by their first and last. Either can be searched.
func choices(options []bot.Option) ([]*slack.OptionBlockObject, []*slack.OptionGroupBlockObject, error) {
	all := make([]*slack.OptionBlockObject, len(options))
	for i, o := range options {
		if o.Value == "" || length(o.Value) > maxOptionValue {
			return nil, nil, fmt.Errorf("an option's value has %d characters", length(o.Value))
		}
		all[i] = slack.NewOptionBlockObject(o.Value, plain(o.Label, maxOptionText), nil)
	}
	if len(all) <= maxOptions {
		return all, nil, nil
	}
	var groups []*slack.OptionGroupBlockObject
	for start := 0; start < len(all); start += maxOptions {
		part := all[start:min(start+maxOptions, len(all))]
		const half = (maxOptionText - 3) / 2
		first, last := cut(part[0].Text.Text, half), cut(part[len(part)-1].Text.Text, half)
		groups = append(groups, slack.NewOptionGroupBlockElement(plain(first+" – "+last, maxOptionText), part...))
	}
	return nil, groups, nil
}

// chosenAction is what the id of a select says that it does.
func chosenAction(id string) string {
	_, action, _ := strings.Cut(id, ".")
	return action
}
