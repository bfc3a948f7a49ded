// Package program is Lotsenfunk as a struct: it wires storage, commands,
// scheduler and adapters together, starts them, stops them, and takes its clock
// from outside. Tests start the very same program on port 0 with a clock of
// their own.
//
// It may import everything but test packages; only cmd imports it. Start
// reading at Start, then Serve for the playground and Play for transcripts.
package program
