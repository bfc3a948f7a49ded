package lotsenfunk_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"lotsenfunk/bot"
	"lotsenfunk/bot/room"
	"lotsenfunk/bot/script"
	"lotsenfunk/commands"
	"lotsenfunk/townhall"
)

// line is a line of any kind.
func (c *chaos) line() string {
	switch c.rnd.IntN(400) {
	case 0:
		return "restart"
	case 1, 2, 3, 4, 5, 6, 7, 8:
		return "clock +" + c.pick("30m", "2h", "1d", "1d", "2d", "9d")
	case 9: // few may, so hardly anybody comes to it by chance
		if packages := c.looker.numbers("package.drop"); len(packages) > 0 {
			return script.Line{Verb: script.VerbSay, Who: "dl-koordination", Text: "/paket verwerfen " + c.pick(packages...) + " " + c.text()}.String()
		}
	}
	return c.act()
}

// act is something that somebody does.
func (c *chaos) act() string {
	r := c.chat.Program().Room
	seats := r.Seats()
	who := seats[c.rnd.IntN(len(seats))].ID
	if form, values, _, open := r.Form(who); open && c.rnd.IntN(10) > 0 {
		return c.fill(who, form, values)
	}
	switch c.rnd.IntN(20) {
	case 0:
		return script.Line{Verb: script.VerbSay, Who: who, Text: c.text()}.String()
	case 1:
		if on := c.shared(r, who); on != "" {
			return script.Line{Verb: script.VerbReply, Who: who, On: on, Text: c.text()}.String()
		}
	case 2:
		if on := c.shared(r, who); on != "" {
			return script.Line{Verb: script.VerbReact, Who: who, Emoji: "💡", On: on}.String()
		}
	case 3:
		return script.Line{Verb: script.VerbHome, Who: who}.String()
	case 4, 5, 6, 7, 8, 9, 10, 11:
		if line, ok := c.press(r, who); ok {
			return line
		}
	}
	return c.command(who)
}

// command types a command: mostly a verb with what it takes.
func (c *chaos) command(who string) string {
	v := c.verbs[c.rnd.IntN(len(c.verbs))]
	text := c.pick("", v.word, c.text(), c.num())
	for range 20 {
		rest := c.rest(v.row.Action)
		if _, fit := v.row.Takes(rest, c.today()); fit == commands.FullFit {
			text = v.word + " " + rest
			break
		}
	}
	channel := c.pick("", "", "ideen", "rathaus")
	return script.Line{Verb: script.VerbSay, Who: who, Channel: channel, Text: strings.TrimSpace("/" + v.command + " " + text)}.String()
}

// rest is what might follow the verb of a row.
func (c *chaos) rest(action string) string {
	n := c.num()
	if fitting := c.looker.numbers(action); len(fitting) > 0 && c.rnd.IntN(4) > 0 {
		n = fitting[c.rnd.IntN(len(fitting))]
	}
	return c.pick("", n, n, n, n, n+" "+c.text(), n+" "+c.text(), n+" bis "+c.date(), n+" an "+c.pick("IT-Support", "Stadtwerke", "leitung"), n+" in "+c.num(),
		n+" "+c.text()+" bis "+c.date(), n+" "+c.pick("ja", "nein", "rückfrage")+" "+c.text(), n+" https://example.org/"+n, n+" aufwand 2 nutzen 4",
		n+" "+c.date(), n+" "+c.pick("starten", "pausieren", "weiter", "stoppen")+" "+c.text(), c.text(), n+" "+c.pick("Barrierefreiheit", "Schulung", "E-Akte"), "sb-kita "+c.pick("lotse", "Bauhof", "Schulung, 4"),
		c.pick("abwesend 1.4. bis 9.4.", "wieder da", "arbeitstage mo-do", "ruhe 17:00 bis 8:00", "vertretung sb-pass", "sie", "du", "english", "laut"))
}

// num is a number that is there, or might be.
func (c *chaos) num() string {
	highest := c.looker.highest()
	if c.rnd.IntN(3) == 0 { // the newest have the most to do
		return strconv.Itoa(max(1, highest-c.rnd.IntN(15)))
	}
	return strconv.Itoa(1 + c.rnd.IntN(highest+2))
}

func (c *chaos) date() string { return c.today().AddDays(c.rnd.IntN(40) - 3).String() }

func (c *chaos) today() townhall.Date {
	return townhall.DateOf(c.chat.Now(), c.chat.Program().Zone())
}

// text is something that people type. No two long ones are the same, so that
// they can be found again.
func (c *chaos) text() string {
	unique := fmt.Sprintf("%x", c.rnd.Uint32())
	return c.pick("Formulare "+unique+" online ausfüllen", "Wartezeit "+unique+" anzeigen", "Ja", "Das geht am Montag "+unique+".", "@channel *"+unique+"*",
		"12 Monate "+unique, "<b>"+unique+"</b> '; drop table idea; --", "vertraulich Sorge "+unique, "Grund "+unique)
}

// press is a click on one of the newest buttons, or a choice.
func (c *chaos) press(r *room.Room, who string) (string, bool) {
	posts := r.Visible(who)
	posts = posts[max(0, len(posts)-12):]
	for range 6 {
		if len(posts) == 0 {
			break
		}
		p := posts[c.rnd.IntN(len(posts))]
		controls := p.Message.Controls()
		if p.Deleted || len(controls) == 0 {
			continue
		}
		control := controls[c.rnd.IntN(len(controls))]
		switch {
		case control.URL != "":
		case len(control.Options) > 0:
			option := control.Options[c.rnd.IntN(len(control.Options))].Label
			return script.Line{Verb: script.VerbChoose, Who: who, Option: option, Label: control.Label, On: firstLine(p)}.String(), true
		default:
			return script.Line{Verb: script.VerbClick, Who: who, Label: control.Label, On: firstLine(p)}.String(), true
		}
	}
	return "", false
}

// shared is the first line of a message that can be answered.
func (c *chaos) shared(r *room.Room, who string) string {
	posts := slices.DeleteFunc(r.Visible(who), func(p room.Post) bool { return p.Deleted || p.For != "" || firstLine(p) == "" })
	if len(posts) == 0 {
		return ""
	}
	posts = posts[max(0, len(posts)-10):]
	return firstLine(posts[c.rnd.IntN(len(posts))])
}

func firstLine(p room.Post) string {
	line, _, _ := strings.Cut(p.Message.Plain(), "\n")
	return line
}

// fill sends the open form, mostly with values that fit, or closes it.
func (c *chaos) fill(who string, form bot.Form, there map[string]string) string {
	if c.rnd.IntN(12) == 0 {
		return script.Line{Verb: script.VerbCancel, Who: who}.String()
	}
	values := map[string]string{}
	for _, f := range form.Fields {
		value := there[f.ID]
		switch {
		case f.Optional && c.rnd.IntN(2) == 0, value != "" && c.rnd.IntN(2) == 0:
		case f.Kind == bot.FieldSelect && len(f.Options) > 0:
			value = f.Options[c.rnd.IntN(len(f.Options))].Value
		case f.Kind == bot.FieldCheck:
			value = c.pick("true", "false")
		case f.Kind == bot.FieldDate, f.ID == "due", f.ID == "until", f.ID == "from":
			value = c.date()
		case f.ID == "hours":
			value = c.pick("2", "8", "9", "viele")
		case f.Kind == bot.FieldLine && strings.Contains("into number", f.ID):
			value = c.num()
		default:
			value = c.text()
		}
		values[f.ID] = value
	}
	return script.Line{Verb: script.VerbSubmit, Who: who, Values: values}.String()
}

func (c *chaos) pick(from ...string) string { return from[c.rnd.IntN(len(from))] }
