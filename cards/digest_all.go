package cards

import (
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/chart"
	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

// DigestAll is all that stands behind a Wochenstand. An error is a picture that
// could not be drawn.
func DigestAll(p *i18n.Printer, r *townhall.DigestRest) (bot.Message, error) {
	m := bot.Message{Line: p.Line("digest.all_line", nil), Text: digestBlocks(p, r.Digest, digestAllLines)}
	m.Text = m.Text.Append(digestAsked(p, r.Digest), digestIdeas(p, r), digestTopics(p, r))
	if r.Phase != nil {
		m.Text = m.Text.Append(phaseText(p, *r.Phase))
	}
	m.Text = m.Text.Append(digestAnswers(p, r))
	if now := packagesNow(r.Progress); now.Packages > 0 {
		m.Text = m.Text.Append(p.Text("digest.packages", i18n.Args{"Count": now.Packages, "Other": now.Done}), counted(p, r.Progress))
	}
	m.Text = m.Text.Append(p.Text("digest.seen_by", nil))
	var err error
	if m.Picture, err = burnUp(p, p.Line("digest.picture.title", nil), r.Progress); err != nil {
		return bot.Message{}, err
	}
	if len(r.Projects) > 0 {
		choose := bot.Control{Action: "digest.project", Label: p.Line("button.digest.project", nil)}
		for _, one := range r.Projects {
			choose.Options = append(choose.Options, ProjectOption(one, Num(one.ID)))
		}
		m.Rows = append(m.Rows, bot.Row{choose})
	}
	m.Rows = append(m.Rows, bot.Row{bot.Button("digest.rhythm", "", p.Line("button.digest.rhythm", nil))})
	return m, nil
}

// digestIdeas counts the ideas of the town by their states.
func digestIdeas(p *i18n.Printer, r *townhall.DigestRest) bot.Text {
	var items [][]bot.Span
	for _, state := range townhall.IdeaStates {
		if n := r.Ideas[state]; n > 0 {
			items = append(items, p.Text("digest.idea_count", i18n.Args{"State": i18n.Key("state.idea." + string(state)), "Count": n})[0].Spans)
		}
	}
	return digestBlock(p, "digest.block.ideas", nil, items, digestAllLines)
}

func digestTopics(p *i18n.Printer, r *townhall.DigestRest) bot.Text {
	var items [][]bot.Span
	for _, c := range r.Questions {
		items = append(items, p.Text("digest.topic_count", i18n.Args{"Topic": i18n.Key("topic." + c.Topic), "Count": c.Count})[0].Spans)
	}
	return digestBlock(p, "digest.block.topics", nil, items, digestAllLines)
}

// digestAnswers are the sums of what people answered, or that there are too few of
// them to be shown.
func digestAnswers(p *i18n.Printer, r *townhall.DigestRest) (text bot.Text) {
	if !r.SeesAnswers() {
		return nil
	}
	switch {
	case r.CheckIns != nil:
		text = p.Text("digest.check_ins", i18n.Args{"Going": r.CheckIns[townhall.CheckInGoing], "Help": r.CheckIns[townhall.CheckInHelp],
			"Stuck": r.CheckIns[townhall.CheckInStuck]})
	case r.Phase != nil:
		text = p.Text("digest.check_ins_few", i18n.Args{"Count": townhall.MinAnswers})
	}
	if s := r.Survey; s != nil {
		text = text.Append(p.Text("digest.survey", i18n.Args{"Phase": r.SurveyPhase, "Count": s.Count,
			"Useful": s.Useful[townhall.SurveyYes], "UsefulPartly": s.Useful[townhall.SurveyPartly], "UsefulNo": s.Useful[townhall.SurveyNo],
			"Enough": s.Enough[townhall.SurveyYes], "EnoughPartly": s.Enough[townhall.SurveyPartly], "EnoughNo": s.Enough[townhall.SurveyNo]}))
	}
	return text
}

// DigestProject is how far one project is, in words and as a picture.
func DigestProject(p *i18n.Printer, project *townhall.Project, progress []townhall.ProgressMark) (bot.Message, error) {
	args, now, key := projectArgs(project), packagesNow(progress), "digest.project"
	if now.Packages == 0 {
		key = "digest.project_empty"
	}
	args["Other"], args["Count"] = now.Done, now.Packages
	m := Say(p, key, args, bot.Row{ShowButton(p, townhall.KindProject, project.ID)})
	if now.Packages > 0 {
		m.Text = m.Text.Append(counted(p, progress))
	}
	m.Text = m.Text.Append(p.Text("digest.seen_by", nil))
	var err error
	m.Picture, err = burnUp(p, shorten(project.Title, 60), progress)
	return m, err
}

// packagesNow is the last mark: how many packages there are, and how many are done.
func packagesNow(marks []townhall.ProgressMark) (now townhall.ProgressMark) {
	if len(marks) > 0 {
		now = marks[len(marks)-1]
	}
	return now
}

// counted says since when packages are counted and, where one day is all there is,
// when there will be a picture.
func counted(p *i18n.Printer, marks []townhall.ProgressMark) bot.Text {
	switch first := marks[0].On; {
	case first.IsZero():
		return p.Text("digest.counted.not_yet", nil)
	case len(marks) == 1:
		return p.Text("digest.counted.today", nil)
	default:
		return p.Text("digest.counted.since", i18n.Args{"Date": Day(first)})
	}
}

// burnUp draws how many packages there were and how many were done, with the same
// in words; nil if there is only one day to show, or no package.
func burnUp(p *i18n.Printer, title string, marks []townhall.ProgressMark) (*bot.Picture, error) {
	if len(marks) < 2 || packagesNow(marks).Packages == 0 {
		return nil, nil
	}
	first, last := marks[0], marks[len(marks)-1]
	args := i18n.Args{"From": Day(first.On), "Until": Day(last.On), "AllFirst": first.Packages, "All": last.Packages,
		"DoneFirst": first.Done, "Done": last.Done, "Title": title}
	labels := chart.Labels{Title: title, All: p.Line("digest.picture.all", args), Done: p.Line("digest.picture.done", args)}
	var points []chart.Point
	for _, m := range marks {
		points = append(points, chart.Point{On: m.On.At(12, 0, time.UTC), All: m.Packages, Done: m.Done, Label: p.Day(m.On.At(12, 0, time.UTC))})
	}
	png, err := chart.BurnUp(points, labels)
	if err != nil {
		return nil, err
	}
	return &bot.Picture{PNG: png, Alt: p.Line("digest.picture.alt", args), Name: "stand.png"}, nil
}
