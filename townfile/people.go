package townfile

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Column is a column of a list of people.
type Column string

// The columns. A column that is there counts, also where its cell is empty; what
// has no column stays as it is.
const (
	ColumnID         Column = "id"
	ColumnName       Column = "name"
	ColumnDepartment Column = "department"
	ColumnRoles      Column = "roles"
	ColumnTopics     Column = "topics"
	ColumnHours      Column = "hours"
	ColumnPlatform   Column = "platform"
	ColumnAccount    Column = "account"
	ColumnLeft       Column = "left"
)

// columnWords are the headers by which a column is known, in English and German.
var columnWords = map[Column][]string{
	ColumnID:         {"id", "kennung", "kürzel"},
	ColumnName:       {"name", "anzeigename", "display"},
	ColumnDepartment: {"department", "fachbereich", "bereich", "amt"},
	ColumnRoles:      {"roles", "rollen", "role", "rolle"},
	ColumnTopics:     {"topics", "themen", "topic", "thema"},
	ColumnHours:      {"hours", "stunden", "hours_per_week", "stunden je woche"},
	ColumnPlatform:   {"platform", "plattform"},
	ColumnAccount:    {"account", "konto", "benutzerkonto", "benutzername"},
	ColumnLeft:       {"left", "ausgeschieden"},
}

// Columns are all columns, in the order in which they are explained.
func Columns() []Column {
	return []Column{ColumnID, ColumnName, ColumnDepartment, ColumnRoles, ColumnTopics, ColumnHours, ColumnPlatform, ColumnAccount, ColumnLeft}
}

// PersonLine is one line of a list of people, as it stands there. Names of
// departments, roles and topics are not looked up yet.
type PersonLine struct {
	Line       int // in the file, the header is line 1
	ID         string
	Name       string
	Department string
	Roles      []string
	Topics     []string
	Hours      int
	Platform   string
	Account    string
	Left       bool
	// Problem says what is wrong with the line by itself, or nothing.
	Problem string
}

// People is a list of people ready to be compared with the database.
type People struct {
	Has   map[Column]bool
	Lines []PersonLine
}

// ParsePeople reads a list of people: UTF-8 with or without a byte order mark,
// with commas, semicolons (as Excel writes it in Germany) or tabs, and a header
// line with German or English names. Name is the file's, for errors.
func ParsePeople(name string, data []byte) (*People, error) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(data) {
		return nil, fmt.Errorf("%s: is not UTF-8; in Excel, save it as \"CSV UTF-8\"", name)
	}
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma, r.FieldsPerRecord = separator(data), -1
	header, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("%s: %s", name, plainCSV(err))
	}
	columns, err := readHeader(header)
	if err != nil {
		return nil, fmt.Errorf("%s:1: %w", name, err)
	}
	p := &People{Has: map[Column]bool{}}
	for _, c := range columns {
		p.Has[c] = true
	}
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return p, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %s", name, plainCSV(err))
		}
		line, _ := r.FieldPos(0)
		if strings.TrimSpace(strings.Join(record, "")) != "" {
			p.Lines = append(p.Lines, readLine(line, columns, record))
		}
	}
}

// separator is the sign between cells: the one that the header has most of.
func separator(data []byte) rune {
	header, _, _ := bytes.Cut(data, []byte("\n"))
	best := ','
	for _, sign := range ",;\t" {
		if bytes.Count(header, []byte(string(sign))) > bytes.Count(header, []byte(string(best))) {
			best = sign
		}
	}
	return best
}

// readHeader finds out which column is which.
func readHeader(header []string) ([]Column, error) {
	var columns []Column
	for _, typed := range header {
		word := strings.ToLower(strings.Join(strings.Fields(typed), " "))
		column := Column("")
		for c, words := range columnWords {
			if slices.Contains(words, word) {
				column = c
			}
		}
		switch {
		case column == "":
			return nil, fmt.Errorf("there is no column %q; there are %s", typed, columnList())
		case slices.Contains(columns, column):
			return nil, fmt.Errorf("the column %s stands twice", column)
		}
		columns = append(columns, column)
	}
	if !slices.ContainsFunc(columns, func(c Column) bool { return c == ColumnID || c == ColumnName || c == ColumnAccount }) {
		return nil, errors.New("one of the columns id, name or account is needed to tell people apart")
	}
	return columns, nil
}

func columnList() string {
	var all []string
	for _, c := range Columns() {
		all = append(all, string(c)+" ("+strings.Join(columnWords[c][1:], ", ")+")")
	}
	return strings.Join(all, ", ")
}

// readLine reads the cells of a line.
func readLine(line int, columns []Column, record []string) PersonLine {
	p := PersonLine{Line: line}
	if len(record) != len(columns) {
		p.Problem = fmt.Sprintf("has %d cells, the header has %d", len(record), len(columns))
		return p
	}
	for i, c := range columns {
		cell := strings.Join(strings.Fields(record[i]), " ")
		switch c {
		case ColumnID:
			p.ID = cell
		case ColumnName:
			p.Name = cell
		case ColumnDepartment:
			p.Department = cell
		case ColumnRoles:
			p.Roles = cellList(cell)
		case ColumnTopics:
			p.Topics = cellList(cell)
		case ColumnPlatform:
			p.Platform = strings.ToLower(cell)
		case ColumnAccount:
			p.Account = cell
		case ColumnHours:
			hours, err := strconv.Atoi(cell)
			if p.Hours = hours; err != nil && cell != "" {
				p.Problem = fmt.Sprintf("hours are a whole number, not %q", cell)
			}
		case ColumnLeft:
			var ok bool
			if p.Left, ok = yesOrNo(cell); !ok {
				p.Problem = fmt.Sprintf("left is yes or no, not %q", cell)
			}
		}
	}
	if p.ID == "" && p.Name == "" && p.Account == "" {
		p.Problem = "neither id, name nor account"
	}
	return p
}

// cellList parts a cell with several words in it.
func cellList(cell string) (list []string) {
	for _, one := range strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(",;|/", r) }) {
		if one = strings.TrimSpace(one); one != "" {
			list = append(list, one)
		}
	}
	return list
}

func yesOrNo(cell string) (yes, ok bool) {
	switch strings.ToLower(cell) {
	case "ja", "j", "yes", "y", "x", "1", "true", "wahr":
		return true, true
	case "", "nein", "n", "no", "0", "false", "falsch":
		return false, true
	}
	return false, false
}

// plainCSV makes one readable line of the reader's error.
func plainCSV(err error) string {
	if errors.Is(err, io.EOF) {
		return "the file is empty"
	}
	var bad *csv.ParseError
	if errors.As(err, &bad) {
		return fmt.Sprintf("line %d: %v", bad.Line, bad.Err)
	}
	return err.Error()
}
