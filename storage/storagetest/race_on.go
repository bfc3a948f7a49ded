//go:build race

package storagetest

// RaceDetector says whether the race detector is on, under which the databases
// take several times as long. Long tests that do one thing after another try a
// part then: there is nothing for it to detect in the rest.
const RaceDetector = true
