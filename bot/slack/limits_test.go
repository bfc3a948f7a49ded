package slack

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/i18n"
)

// A form that Slack would not open is not sent to it; the largest that it does open is.
func TestFits(t *testing.T) {
	catalogues, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	w := &workspace{Adapter: &Adapter{o: Options{Now: func() time.Time { return time.Unix(1_000_000_000, 0) },
		Printer: func(context.Context, bot.Account) *i18n.Printer { return catalogues.Printer(i18n.German, time.UTC) }}}}
	fields := func(n, options int) (f bot.Form) {
		f.Title = "Formular"
		for i := range n {
			one := bot.Field{ID: fmt.Sprint(i), Kind: bot.FieldSelect, Label: "Feld"}
			for j := range options {
				one.Options = append(one.Options, bot.Option{Value: fmt.Sprint(strings.Repeat("x", maxOptionValue-3), j%1000), Label: strings.Repeat("ä", maxOptionText)})
			}
			f.Fields = append(f.Fields, one)
		}
		return f
	}
	for _, c := range []struct {
		fields, options int
		want            string
	}{{maxViewBlocks, 0, ""}, {maxViewBlocks + 1, 0, "101 blocks"}, {1, mostListed, ""}, {3, mostListed, "bytes"}} {
		_, err := w.view(t.Context(), incoming{}, fields(c.fields, c.options))
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%d fields with %d options: %v", c.fields, c.options, err)
		}
	}
}
