package townhall_test

import (
	"testing"

	"pgregory.net/rapid"
)

// walks checks a property on random walks until nothing is missing any more that
// they have to come across. A single check can miss a rare step by bad luck.
func walks(t *testing.T, missing func() bool, walk func(*rapid.T)) {
	t.Helper()
	for range 100 {
		rapid.Check(t, walk)
		if t.Failed() || !missing() {
			return
		}
	}
}
