package commands_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"lotsenfunk/i18n"
	"lotsenfunk/privacy"
	"lotsenfunk/townhall"
)

// speakers are the functions that are given a catalogue key: which argument it
// is (firstWord: the first one that is a string) and which entries the function
// makes of it; * stands for what was given.
var speakers = map[string]struct {
	arg     int
	entries []string
}{
	"Line":            {0, []string{"*"}},
	"Text":            {0, []string{"*"}},
	"Key":             {0, []string{"*"}},
	"Say":             {1, []string{"*.line"}},
	"say":             {0, []string{"*.line"}},
	"Errf":            {1, []string{"*.line"}},
	"sentence":        {0, []string{"*.line"}},
	"checkLen":        {0, []string{"*.line"}},
	"allow":           {1, []string{"*.line"}},
	"change":          {1, []string{"*.line"}},
	"menu":            {0, []string{"*.line"}},
	"channelsCard":    {0, []string{"*.line"}},
	"departmentsCard": {0, []string{"*.line"}},
	"settingsCard":    {0, []string{"*.line"}},
	"offerToFile":     {1, []string{"*.line"}},
	"questionList":    {0, []string{"*_list.line", "*_list_none.line"}},
	"questionForm":    {0, []string{"*.form_title", "*.form_intro", "*.submit"}},
	"list":            {0, []string{"*_list.line", "*_list_none.line"}},
	"PackageSays":     {1, []string{"*.line"}},
	"packageTaken":    {1, []string{"*.line"}},
	"stepPackage":     {1, []string{"*.line"}},
	"stepProject":     {1, []string{"*.line"}},
	"packageForm":     {0, []string{"*.form_title", "*.form_intro", "*.submit"}},
	"projectForm":     {0, []string{"*.form_title", "*.form_intro", "*.submit"}},
	"steeringForm":    {0, []string{"*.form_title", "*.form_intro", "*.submit"}},
	"cohortButton":    {2, []string{"button.*"}},
	"dateButton":      {2, []string{"button.*"}},
	"cohortForm":      {0, []string{"*.form_title", "*.form_intro", "*.submit"}},
	"button":          {firstWord, []string{"button.*"}},
	"field":           {1, []string{"field.*"}},
	"form":            {1, []string{"*.form_title", "*.submit"}},
	"sentenceForm":    {0, []string{"*.form_title", "*.form_intro", "*.submit"}},
	"reviewForm":      {0, []string{"*.form_title", "*.form_intro", "*.submit"}},
}

const firstWord = -1

// endings are what follows where the code builds a key: "state.idea." + …
func endings() map[string][]string {
	return map[string][]string{
		"state.idea.":           words(townhall.IdeaStates),
		"state.project.":        words(townhall.ProjectStates),
		"state.milestone.":      words(townhall.MilestoneStates),
		"state.work_package.":   words(townhall.WorkPackageStates),
		"shortcut.":             {"idea.lamp.name", "idea.lamp.hint", "idea.write.name", "idea.write.hint", "question.write.name", "question.write.hint"},
		"role.":                 words(townhall.Roles),
		"category.":             townhall.Categories,
		"state.help_request.":   words(townhall.HelpRequestStates),
		"topic.":                append([]string{"unset"}, townhall.Topics...),
		"which_number.":         {"idea.line", "lotse.line", "package.line", "digest.line"},
		"rating.":               {"1", "2", "3", "4", "5"},
		"command.":              {"idea", "lotse", "package", "cohort", "digest", "lotsenfunk"},
		"help.heading.":         {"idea", "lotse", "package", "cohort", "digest", "lotsenfunk"},
		"package.":              nil, // by the test of the cards
		"package.when.":         {"both", "hours", "due"},
		"package.about.":        {"both", "hours", "due", "plain"},
		"package.item.":         {"both", "hours", "due", "plain"},
		"idea.from.":            {"person", "anonymous", "citizen", "former"},
		"settings.language.":    words(i18n.Languages()),
		"settings.address.":     {"du", "sie"},
		"privacy.":              privacyWords(),
		"remind.snooze.":        append(words(townhall.Snoozes), "next_workday"),
		"purpose.":              append(words(townhall.Purposes), words(townhall.FurtherPurposes)...),
		"date.weekday.":         {"monday", "tuesday", "wednesday", "thursday", "friday"},
		"date.weekday_short.":   {"monday", "tuesday", "wednesday", "thursday", "friday"},
		"date.month.":           {"january", "december"},
		"bundesland.":           words(townhall.States()),
		"reminders.kind.":       words(townhall.ReminderKinds()),
		"reminders.unit.":       {"days", "workdays"},
		"thing.":                words(townhall.Kinds),
		"state.decision.":       words(townhall.DecisionStates),
		"decision.brief.":       words(townhall.DecisionStates[:4]), // one that was taken back does not stand on cards
		"state.cohort.":         words(townhall.CohortStates),
		"cohort.kind.":          words(townhall.OccurrenceKinds),
		"cohort.warning.":       words(townhall.WarningKinds),
		"cohort.rhythm.":        words(townhall.Rhythms),
		"cohort.template.":      {"webinar", "three_days"},
		"cohort.card.":          {"planned.line", "running.line", "today.line", "phase.line", "finished.line", "cancelled.line"},
		"cohort.mine.said.":     words(townhall.CheckInAnswers[:3]),
		"cohort.noted.":         {"going.line", "help.line", "stuck.line"},
		"button.cohort.answer.": words(townhall.CheckInAnswers),
		"survey.answer.":        words(townhall.SurveyAnswers),
		"survey.sums.":          {"useful", "enough"},
		"option.digest_every.":  {"weekly", "fortnightly", "monthly"},
		"day_off.":              {"good_friday", "organisation"},
		"button.":               nil, // by the calls of button
		"field.":                nil, // by the calls of field
		"notice.":               nil, // by the test of cards.Notice
		"channel.":              nil,
		"terminal.":             nil, // by the terminal itself
	}
}

// privacyWords are the words of each kind of data.
func privacyWords() (all []string) {
	for _, e := range privacy.List() {
		for _, what := range []string{"what", "why", "who", "how_long"} {
			all = append(all, e.Key+"."+what)
		}
	}
	return all
}

func words[T ~string](all []T) []string {
	out := make([]string, len(all))
	for i, w := range all {
		out[i] = string(w)
	}
	return out
}

// said is one use of a catalogue key in the code.
type said struct {
	where token.Position
	entry string
	names []string // the arguments given to it
	known bool     // whether names are all of them
}

// findUses reads the sources for the keys they give to speakers.
func findUses(t *testing.T) []said {
	t.Helper()
	var uses []said
	known := endings()
	eachFile(t, func(fset *token.FileSet, file *ast.File) {
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			name := called(call)
			speaker, ok := speakers[name]
			if !ok {
				return true
			}
			for i, arg := range call.Args {
				if i != speaker.arg && speaker.arg != firstWord {
					continue
				}
				if prefix, ok := begins(arg); ok {
					ends, listed := known[prefix]
					if !listed {
						t.Errorf("%s: say in endings what follows %q", fset.Position(arg.Pos()), prefix)
					}
					for _, end := range ends {
						uses = append(uses, said{where: fset.Position(arg.Pos()), entry: prefix + end})
					}
				}
				key, ok := literal(arg)
				if !ok {
					continue
				}
				names, all := given(name, call.Args[i+1:])
				for _, entry := range speaker.entries {
					uses = append(uses, said{fset.Position(arg.Pos()), strings.Replace(entry, "*", key, 1), names, all})
				}
				break
			}
			return true
		})
	})
	return uses
}

// given are the names of the arguments that follow a key: those of an i18n.Args
// written out, or the pairs of an Errf.
func given(function string, after []ast.Expr) (names []string, all bool) {
	switch function {
	case "Errf":
		for i := 0; i < len(after); i += 2 {
			name, ok := literal(after[i])
			if !ok {
				return nil, false
			}
			names = append(names, name)
		}
		return names, true
	case "Line", "Text", "Say", "say":
		if len(after) == 0 {
			return nil, false
		}
		if id, ok := after[0].(*ast.Ident); ok && id.Name == "nil" {
			return nil, true
		}
		args, ok := after[0].(*ast.CompositeLit)
		if !ok {
			return nil, false
		}
		for _, e := range args.Elts {
			if pair, ok := e.(*ast.KeyValueExpr); ok {
				name, _ := literal(pair.Key)
				names = append(names, name)
			}
		}
		return names, true
	}
	return nil, false
}

// called is the name of the function or method that a call calls.
func called(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

// begins is the beginning of a key that is put together: "state.idea." + x.
func begins(e ast.Expr) (string, bool) {
	sum, ok := e.(*ast.BinaryExpr)
	if !ok {
		return "", false
	}
	if inner, ok := sum.X.(*ast.BinaryExpr); ok { // x + y + z is (x + y) + z
		return begins(inner)
	}
	return literal(sum.X)
}

func literal(n ast.Node) (string, bool) {
	lit, ok := n.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}

// eachFile looks at every source file of the packages that know catalogue keys.
func eachFile(t *testing.T, look func(*token.FileSet, *ast.File)) {
	t.Helper()
	for _, dir := range []string{".", "../cards", "../townhall", "../program"} {
		names, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			source, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			fset := token.NewFileSet()
			file, err := parser.ParseFile(fset, name, source, 0)
			if err != nil {
				t.Fatal(err)
			}
			look(fset, file)
		}
	}
}
