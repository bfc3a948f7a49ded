package i18n

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestClean(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"plain words stay", "Größe & <b>*x*</b> @channel 👩🏽‍💻", "Größe & <b>*x*</b> @channel 👩🏽‍💻"},
		{"sentinels go", "a\uE000b\uF8FFc", "abc"},
		{"controls go", "a\x00b\x1bc\u0090d\x7f", "abcd"},
		{"tab becomes a space", "a\tb", "a b"},
		{"line breaks of every kind", "a\r\nb\rc\u2028d\u2029e\u0085f", "a\nb\nc\nd\ne\nf"},
		{"bytes that are no text go", "a\xffb", "ab"},
		{"overrides go", "a\u202Egpj.exe\u202C", "agpj.exe"},
		{"right to left is isolated", "שלום", "\u2068שלום\u2069"},
		{"line by line", "a\nمرحبا\nb", "a\n\u2068مرحبا\u2069\nb"},
		{"isolates cannot be closed from inside", "\u2069שלום\u2066", "\u2068שלום\u2069"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := clean(tt.in); got != tt.want {
				t.Errorf("clean(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestCleanTwiceIsCleanOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		once := clean(rapid.String().Draw(t, "s"))
		if twice := clean(once); twice != once {
			t.Errorf("clean(%q) = %q", once, twice)
		}
	})
}

func TestIsolatesAreBalancedOnEveryLine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.SampledFrom([]rune("ab \nשל\u061C\u200F\u202E\u2066\u2068\u2069"))).Draw(t, "s")
		for line := range strings.SplitSeq(clean(s), "\n") {
			opened, closed := strings.Count(line, string(isolate)), strings.Count(line, string(endIsolate))
			if opened != closed || opened > 1 {
				t.Errorf("%q has %d isolates opened and %d closed", line, opened, closed)
			}
			if strings.ContainsFunc(line, runsLeft) && opened == 0 {
				t.Errorf("%q is not isolated", line)
			}
		}
	})
}
