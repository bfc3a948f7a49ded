// Package web is what operators ask of a running Lotsenfunk by HTTP: whether it
// lives, whether it is ready, and its numbers. Nothing in it names a person or
// holds a word that somebody typed.
//
// It imports bot and storage and Prometheus' client. Start reading at New.
package web
