package townhall

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	snowball "github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/german"
)

// Similar is an idea that may mean the same as another one.
type Similar struct {
	ID    IdeaID
	Terms []string // of its title, as Terms gives them
	Score float64  // 0 to 1, set by RankSimilar
}

// Similarity limits.
const (
	// MaxSimilar is how many similar ideas are shown at most.
	MaxSimilar = 3
	// minSimilar is the score from which two ideas count as similar. Tuned on
	// the pairs in similar_test.go.
	minSimilar = 0.5
)

// Terms are the stems of the words that matter in a text, German or English,
// sorted, each once. Words joined by a hyphen count apart; common ways to say
// "online" count as one.
func Terms(text string) []string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r)
	})
	var terms []string
	for _, w := range words {
		if utf8.RuneCountInString(w) < 2 || germanStop[w] || englishStop[w] {
			continue
		}
		if same, ok := sameMeaning[w]; ok {
			w = same
		}
		terms = append(terms, foldUmlauts(stem(w)))
	}
	slices.Sort(terms)
	return slices.Compact(terms)
}

// stem cuts a word's endings, the English ones and then the German ones. A title
// is too short to tell its language by, so every word goes both ways.
func stem(w string) string {
	env := snowball.NewEnv(w)
	english.Stem(env)
	env.SetCurrent(env.Current()) // from its beginning again
	german.Stem(env)
	return env.Current()
}

// umlautFold writes ä, ö, ü and ß without dots, as Snowball does at the end of
// a German stem, and ae, oe, ue likewise, so that "Gebuehren" and "Gebühren"
// are the same word.
var umlautFold = strings.NewReplacer("ä", "a", "ae", "a", "ö", "o", "oe", "o", "ü", "u", "ue", "u", "ß", "ss")

func foldUmlauts(s string) string { return umlautFold.Replace(s) }

// termWeight is what it counts, squared, that two ideas share a term that df of
// the total ideas have.
func termWeight(df, total int) float64 {
	w := math.Log(1 + float64(total+1)/float64(df+1))
	return w * w
}

// Telling are the terms that an idea must share at least one of to be similar:
// the rarest ones, without those so common that sharing all of them would not
// be enough. Terms that no idea has are left out. Two titles of which one
// shares the weight S can score at most the root of S over the weight of all
// terms, so the common terms may be passed over up to that weight.
func Telling(terms []string, df map[string]int, total int) []string {
	byRarity := slices.Clone(terms)
	slices.SortStableFunc(byRarity, func(a, b string) int { return df[a] - df[b] })
	var all, passed float64
	for _, t := range terms {
		all += termWeight(df[t], total)
	}
	for n := len(byRarity); n > 0; n-- {
		passed += termWeight(df[byRarity[n-1]], total)
		if passed >= minSimilar*minSimilar*all {
			byRarity = byRarity[:n]
			break
		}
	}
	return slices.DeleteFunc(byRarity, func(t string) bool { return df[t] == 0 })
}

// RankSimilar scores candidates against the terms of a new idea and returns the
// similar ones, best first, at most MaxSimilar. A term weighs the more the fewer
// of the total ideas have it (df says how many do). Two ideas need at least two
// terms in common, unless one of them has just one.
func RankSimilar(terms []string, candidates []Similar, df map[string]int, total int) []Similar {
	weight := func(t string) float64 { return termWeight(df[t], total) }
	norm := func(ts []string) (sum float64) {
		for _, t := range ts {
			sum += weight(t)
		}
		return math.Sqrt(sum)
	}
	own := norm(terms)
	var similar []Similar
	for _, c := range candidates {
		var dot float64
		shared := 0
		for _, t := range c.Terms {
			if slices.Contains(terms, t) {
				shared++
				dot += weight(t)
			}
		}
		if shared == 0 || (shared < 2 && len(terms) > 1 && len(c.Terms) > 1) {
			continue
		}
		c.Score = dot / (own * norm(c.Terms))
		if c.Score >= minSimilar {
			similar = append(similar, c)
		}
	}
	slices.SortFunc(similar, func(a, b Similar) int {
		switch {
		case a.Score > b.Score:
			return -1
		case a.Score < b.Score:
			return 1
		}
		return int(a.ID - b.ID)
	})
	return similar[:min(len(similar), MaxSimilar)]
}
