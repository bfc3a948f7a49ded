// Package mmtest gives tests a small Mattermost server: as much of its API and
// its WebSocket as the adapter uses, kept in memory, with a token that can be
// revoked. The real one is in e2e; this one can be had in a moment, several at a
// time and over TLS.
//
// It imports nothing of ours but the client's model. Start reading at Start.
package mmtest
