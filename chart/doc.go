// Package chart draws pictures for chat: how far a project is. A picture stands on
// a card of its own colour, so that it can be read whatever colour the chat has
// behind it, and no meaning hangs on a colour alone. The words in it are given by
// the caller, and so are the words for those who do not see it.
//
// It imports nothing of ours. Start reading at BurnUp.
package chart
