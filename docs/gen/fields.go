package main

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"lotsenfunk/i18n"
	"lotsenfunk/privacy"
)

//go:generate go run . fields ../data-fields.md

// fieldsPage is the whole of docs/data-fields.md, in German and English.
func fieldsPage() ([]byte, error) {
	catalogues, err := i18n.Load()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.WriteString(`# Wer sieht was · Who sees what

<!-- Written by "go generate ./..." from the list in the package privacy. Change that. -->

Was Lotsenfunk speichert, wozu, wer es sieht und wie lange es bleibt: dieselbe Liste, die ` + "`/lotsenfunk wer-sieht-was`" + ` im Chat zeigt.
Ein Test vergleicht sie mit beiden Datenbanken; eine Spalte, die hier nicht steht, lässt ihn scheitern.

What Lotsenfunk keeps, what for, who sees it and how long: the list that ` + "`/lotsenfunk who-sees-what`" + ` shows in chat. A test compares it
with both databases; a column that does not stand here makes it fail.
`)
	for _, l := range []i18n.Language{i18n.GermanFormal, i18n.English} {
		p := catalogues.Printer(l, time.UTC)
		fmt.Fprintf(&b, "\n## %s\n\n%s\n|---|---|---|---|---|\n", p.Line("privacy.doc.heading", nil), headings[l])
		for _, e := range privacy.List() {
			say := func(what string) string { return p.Line("privacy."+e.Key+"."+what, nil) }
			fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", say("what"), say("why"), say("who"), say("how_long"), stored(e))
		}
	}
	return b.Bytes(), nil
}

// headings are the first lines of the tables.
var headings = map[i18n.Language]string{
	i18n.GermanFormal: "| was | wozu | wer sieht es | wie lange | wo |",
	i18n.English:      "| what | what for | who sees it | how long | where |",
}

// stored says in which tables and columns something stands.
func stored(e privacy.Entry) string {
	var all []string
	for _, table := range slices.Sorted(maps.Keys(e.Columns)) {
		all = append(all, "`"+table+"`: "+strings.ReplaceAll(e.Columns[table], " ", ", "))
	}
	return strings.Join(all, "; ")
}
