// Package config is what lotsenfunk serve and doctor are told: by flags, by the
// environment, by a file of environment lines and by a YAML file, in this order.
//
// Config is what may be said, as kong reads it; Settings checks all of it at
// once and names every fault with an example. Docs writes the table of
// docs/configuration.md from the same struct. It imports townhall, which knows
// what a good rhythm of a digest is, and seal, which knows what a good key is. Start
// reading at Config, then Settings.
package config
