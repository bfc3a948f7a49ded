package script

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"lotsenfunk/bot"
)

func numbered(n int, label string) string { return fmt.Sprintf("[%d] %s", n, label) }

// forms asks for the fields of the form open for the current seat until it is
// accepted or closed.
func (s *session) forms(ctx context.Context) error {
	for {
		f, values, errs, open := s.Room().Form(s.Seat)
		if !open {
			return nil
		}
		answers, ok := s.fillIn(f, values, errs)
		var err error
		if ok {
			err = s.Room().Submit(ctx, s.Seat, answers)
		} else {
			err = s.Room().Cancel(ctx, s.Seat)
		}
		if err := s.settle(ctx, err); err != nil {
			return err
		}
		s.show()
		if !ok {
			return nil
		}
	}
}

// fillIn asks for every field, or after errors for those that have one. It is
// not ok when the person gave up or the input ended.
func (s *session) fillIn(f bot.Form, values, errs map[string]string) (answers map[string]string, ok bool) {
	answers = maps.Clone(values)
	wrong := func(field bot.Field) bool { return errs[field.ID] != "" }
	again := slices.ContainsFunc(f.Fields, wrong)
	if len(errs) == 0 {
		s.print("\n── %s\n", f.Title)
		if len(f.Intro) > 0 {
			s.print("   %s\n", strings.ReplaceAll(f.Intro.Plain(), "\n", "\n   "))
		}
		s.print("   %s\n", s.Words.FormHint)
	}
	if errs[""] != "" {
		s.print("! %s\n", errs[""])
	}
	for _, field := range f.Fields {
		if again && !wrong(field) {
			continue
		}
		if wrong(field) {
			s.print("! %s\n", errs[field.ID])
		}
		answer, ok := s.askField(field, values[field.ID])
		if !ok {
			return nil, false
		}
		answers[field.ID] = answer
	}
	return answers, true
}

// askField asks until the answer can be one. An empty line keeps what stands
// in the field.
func (s *session) askField(field bot.Field, value string) (answer string, ok bool) {
	if field.Help != "" {
		s.print("   %s\n", field.Help)
	}
	for i, o := range field.Options {
		if field.Kind == bot.FieldSelect {
			s.print("   %s\n", numbered(i+1, o.Label))
		}
	}
	prompt := field.Label
	if field.Kind == bot.FieldCheck {
		prompt += fmt.Sprintf(" (%s/%s)", s.Words.Yes, s.Words.No)
	}
	if shown := s.shown(field, value); shown != "" {
		prompt += " [" + shown + "]"
	}
	for {
		typed, ok := s.ask(prompt + ": ")
		if !ok || strings.EqualFold(typed, s.Words.Cancel) {
			return "", false
		}
		if typed == "" {
			return value, true
		}
		if answer, ok := s.understand(field, typed); ok {
			return answer, true
		}
		s.print("! %s\n", s.Words.NoOption)
	}
}

// shown is how what stands in a field is shown.
func (s *session) shown(field bot.Field, value string) string {
	switch {
	case field.Kind == bot.FieldCheck && value == "true":
		return s.Words.Yes
	case field.Kind == bot.FieldCheck:
		return s.Words.No
	}
	for _, o := range field.Options {
		if o.Value == value {
			return o.Label
		}
	}
	return value
}

func (s *session) understand(field bot.Field, typed string) (value string, ok bool) {
	switch field.Kind {
	case bot.FieldCheck:
		yes := strings.EqualFold(typed, s.Words.Yes)
		return strconv.FormatBool(yes), yes || strings.EqualFold(typed, s.Words.No)
	case bot.FieldSelect:
		if n, err := strconv.Atoi(typed); err == nil && n >= 1 && n <= len(field.Options) {
			return field.Options[n-1].Value, true
		}
		return optionValue(field.Options, typed)
	}
	return typed, true
}
