package commands

import (
	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/i18n"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// ideaForm opens the form for a new idea. The receipt code is minted first and
// shown in it, so that whoever ticks "ohne Namen" has it before anything can
// get lost on the way back.
func ideaForm(c *Call, d draft) (bot.Reply, error) {
	var around *storage.Around
	err := c.View(func(tx *storage.Tx) (err error) {
		around, err = tx.Around("")
		return err
	})
	if err != nil {
		return bot.Nothing(), err
	}
	if d.Code == "" {
		d.Code = newReceiptCode()
	}
	title := c.field(bot.FieldLine, "title", townhall.MaxIdeaTitle)
	title.Value = d.Title
	description := c.field(bot.FieldText, "description", townhall.MaxIdeaDescription)
	description.Value, description.Optional = d.Description, true
	category := c.field(bot.FieldSelect, "category", 0)
	category.Optional = true
	for _, id := range townhall.Categories {
		category.Options = append(category.Options, bot.Option{Value: id, Label: c.P.Line("category."+id, nil)})
	}
	unnamed := c.field(bot.FieldCheck, "anonymous", 0)
	unnamed.Help = c.P.Line("field.anonymous_code", i18n.Args{"Code": d.Code})
	unnamed.Optional = true
	if d.Anonymous {
		unnamed.Value = "true"
	}
	intro := c.P.Text("idea.form_intro", i18n.Args{"Channel": cards.ChannelWords(c.P, string(around.Channel))})
	fields := []bot.Field{title, description, category, unnamed}
	if d.Origin != "" || d.Named { // what it is made of stands in the chat with a name
		intro, fields = c.P.Text("idea.form_intro_named", i18n.Args{"Channel": cards.ChannelWords(c.P, string(around.Channel))}), fields[:3]
	}
	reply := c.form("idea.file", "idea.form", State{Code: d.Code, Origin: d.id}, intro, fields...)
	reply.OffRecord = true
	return reply, nil
}

// ideaFileForm files what the form holds.
func ideaFileForm(c *Call) (bot.Reply, error) {
	d := draft{
		Title: c.value("title"), Description: c.value("description"), Category: c.value("category"),
		Anonymous: c.value("anonymous") == "true", Code: c.State.Code,
	}
	var reply bot.Reply
	err := c.Update(func(tx *storage.Tx) error {
		if c.State.Origin != "" { // the form edits a draft: what the form does not show stays
			old, err := takeDraft(tx, c.State.Origin)
			if err != nil {
				return err
			}
			d.Origin, d.OriginUser, d.Named = old.Origin, old.OriginUser, old.Named
			d.Anonymous = d.Anonymous && !old.Named && old.Origin == ""
		}
		var err error
		reply, err = c.fileIn(tx, d, ask{similar: true})
		return err
	})
	return reply, err
}
