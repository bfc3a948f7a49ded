//go:build race

package lotsenfunk_test

// raceDetector: the tests run several times slower.
const raceDetector = true
