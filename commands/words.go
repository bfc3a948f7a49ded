package commands

import (
	"strings"
	"unicode/utf8"
)

// umlauts writes words as they are typed without a German keyboard.
var umlauts = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss")

// fold makes spellings equal: lower case, umlauts as ae, oe, ue, ss.
func fold(word string) string { return umlauts.Replace(strings.ToLower(word)) }

// distance counts how many letters must be added, taken away, changed or
// swapped with their neighbour to get from a to b; 3 stands for more than two.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	if d := len(x) - len(y); d > 2 || d < -2 {
		return 3
	}
	rows := make([][]int, len(x)+1)
	for i := range rows {
		rows[i] = make([]int, len(y)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(x); i++ {
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			best := min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				best = min(best, rows[i-2][j-2]+1)
			}
			rows[i][j] = best
		}
	}
	return min(rows[len(x)][len(y)], 3)
}

// nearly reports whether typed is probably meant to be word: one slip, or two
// in a long word.
func nearly(typed, word string) bool {
	if typed == word || utf8.RuneCountInString(word) < 4 {
		return false
	}
	slips := 1
	if utf8.RuneCountInString(word) >= 8 {
		slips = 2
	}
	if d := len(typed) - len(word); d > 2*slips || d < -2*slips { // letters have two bytes at most here
		return false
	}
	return foreign(typed, word) <= slips && distance(typed, word) <= slips
}

// foreign counts the letters of word that typed does not have. Each of them
// takes a slip of its own, and they are counted sooner than the slips.
func foreign(typed, word string) (n int) {
	for _, letter := range word {
		if !strings.ContainsRune(typed, letter) {
			n++
		}
	}
	return n
}
