//go:build !race

package lotsenfunk_test

// raceDetector: the tests run as fast as they can.
const raceDetector = false
