// Package setup is what an operator does once, and what they look at later: it
// checks a Mattermost server, makes there and in the database what Lotsenfunk
// needs, writes the environment file that the service reads, and repeats the
// checks at any time.
//
// It speaks to operators, in the language of the command line, and never of
// anything that somebody typed in chat. Every refusal of the server becomes one
// sentence with the way out (refusal.go). The administrator's token is used for
// the requests and goes nowhere else. It may import what the program is made
// of; only cmd imports it.
//
// Start reading at Setup: Check looks, Steps says what there is and what is
// missing, and each Step is made for itself, so that a run that was refused in
// the middle goes on where it stopped. Examine is the same for later, with the
// bot's token only.
package setup
