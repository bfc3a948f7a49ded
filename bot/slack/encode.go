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

// encode writes a message as blocks. file is its uploaded picture, or "". What can be
// pressed comes first: the text gets the room that is left, and if that is too little,
// there is a button that shows all of the thing.
func (w *workspace) encode(m bot.Message, file string, ask asker) body {
	b := body{text: cut(escape(m.Line), maxLine)}
	if b.text == "" {
		b.text = cut(escape(m.Text.Plain()), maxLine)
	}
	rows, left := w.room(m, file, ask)
	var picture []slack.Block
	switch {
	case m.Picture == nil:
	case file != "":
		picture = append(picture, slack.NewImageBlockSlackFile(&slack.SlackFileObject{ID: file}, cut(m.Picture.Alt, maxAlt), "", nil))
	default:
		picture = append(picture, slack.NewRichTextBlock("", rich("", bot.Words(m.Picture.Alt), maxAlt)...))
	}
	elements := rich(m.Line, m.Text, left)
	if lengthOf(m) > left && m.About != "" && w.o.Whole != "" {
		if value, err := seal(press{Action: w.o.Whole, Value: m.About}); err == nil {
			elements = rich(m.Line, m.Text, left-maxButton)
			rows = append([]slack.Block{slack.NewActionBlock("whole", slack.NewButtonBlockElement("whole", value, plain(ask.more(), maxButton)))}, rows...)
		}
	}
	if len(elements) > 0 {
		b.blocks = append(b.blocks, slack.NewRichTextBlock("", elements...))
	}
	b.blocks = append(b.blocks, picture...)
	b.blocks = append(b.blocks, rows[:min(len(rows), maxBlocks-len(b.blocks))]...)
	return b
}

// room is what can be pressed, and how many characters are left for the text.
func (w *workspace) room(m bot.Message, file string, ask asker) (rows []slack.Block, left int) {
	rows, taken := w.rows(m.Rows, ask)
	if left = maxWords - taken; m.Picture != nil && file == "" {
		left -= maxAlt
	}
	return rows, left
}

// rows are the blocks of what can be pressed, and how many characters they take: at
// most half of what there is. If need be their words are shortened.
func (w *workspace) rows(all []bot.Row, ask asker) (blocks []slack.Block, taken int) {
	for _, ask.most = range []int{maxOptionText, maxOptionText / 2, maxOptionText / 4} {
		blocks = nil
		for i, row := range all {
			blocks = append(blocks, w.controls(row, i, ask)...)
		}
		if taken = wordsIn(blocks); taken <= maxWords/2 {
			return blocks, taken
		}
	}
	w.log().Error("a message has more to press than Slack takes; what comes last is left out", "characters", taken)
	for taken > maxWords/2 {
		blocks = blocks[:len(blocks)-1]
		taken = wordsIn(blocks)
	}
	return blocks, taken
}

// wordsIn counts the characters of all texts in blocks.
func wordsIn(blocks []slack.Block) int {
	raw, err := json.Marshal(blocks)
	var all any
	if err != nil || json.Unmarshal(raw, &all) != nil {
		return 0
	}
	return countTexts(all)
}

func countTexts(v any) (n int) {
	switch v := v.(type) {
	case []any:
		for _, one := range v {
			n += countTexts(one)
		}
	case map[string]any:
		for name, one := range v {
			if s, ok := one.(string); ok && name == "text" {
				n += length(s)
			}
			n += countTexts(one)
		}
	}
	return n
}

// asker are the adapter's own words: of a question that is asked before a button does
// anything, and of the button that shows more; and how long any label may be.
type asker struct {
	no, more func() string // only a few messages need them
	most     int
}

// controls are a row's buttons and selects: as many blocks as they need. One that Slack
// has no room for is left out, so that the rest arrives.
func (w *workspace) controls(row bot.Row, number int, ask asker) (blocks []slack.Block) {
	var elements []slack.BlockElement
	for i, c := range row {
		e, err := control(c, cut(fmt.Sprintf("%d.%s", i, c.Action), maxID), ask)
		if err != nil {
			w.log().Error("something to press is left out", "action", c.Action, "error", err)
			continue
		}
		elements = append(elements, e)
	}
	for start := 0; start < len(elements); start += maxActions {
		part := elements[start:min(start+maxActions, len(elements))]
		blocks = append(blocks, slack.NewActionBlock(fmt.Sprintf("row%d.%d", number, start), part...))
	}
	return blocks
}

// control is one button or select. The id begins with its place, because no two in a
// row may have the same.
func control(c bot.Control, id string, ask asker) (slack.BlockElement, error) {
	if len(c.Options) > 0 {
		e := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plain(c.Label, ask.most), id)
		options, groups, err := choices(c.Options, ask.most)
		e.Options, e.OptionGroups = options, groups
		return e, err
	}
	value, err := seal(press{Action: c.Action, Value: c.Value})
	if err != nil {
		return nil, err
	}
	b := slack.NewButtonBlockElement(id, value, plain(c.Label, ask.most))
	b.Style = slack.Style(c.Style)
	if c.URL != "" && bot.SafeURL(c.URL) && length(c.URL) <= maxURL {
		b.URL = c.URL
	}
	if c.Confirm != "" {
		b.Confirm = slack.NewConfirmationBlockObject(plain(c.Label, ask.most), plain(c.Confirm, min(maxConfirmText, maxConfirmText*ask.most/maxOptionText)),
			plain(c.Label, maxConfirmYesNo), plain(ask.no(), maxConfirmYesNo))
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
func choices(options []bot.Option, mostText int) ([]*slack.OptionBlockObject, []*slack.OptionGroupBlockObject, error) {
	all := make([]*slack.OptionBlockObject, len(options))
	for i, o := range options {
		if o.Value == "" || length(o.Value) > maxOptionValue {
			return nil, nil, fmt.Errorf("an option's value has %d characters", length(o.Value))
		}
		all[i] = slack.NewOptionBlockObject(o.Value, plain(o.Label, mostText), nil)
	}
	if len(all) <= maxOptions {
		return all, nil, nil
	}
	var groups []*slack.OptionGroupBlockObject
	for start := 0; start < len(all); start += maxOptions {
		part := all[start:min(start+maxOptions, len(all))]
		half := (mostText - 3) / 2
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
