package commands

import (
	"lotsenfunk/bot"
	"lotsenfunk/cards"
)

// whoSeesWhat says what is kept of people, who sees it and how long.
func whoSeesWhat(c *Call) (bot.Reply, error) {
	return c.answer(cards.WhoSeesWhat(c.P, c.Args.Offset)), nil
}
