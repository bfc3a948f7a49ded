package room

import "lotsenfunk/bot"

// homeID is the id of what is pinned above a seat's direct messages. It is no
// message's: those are random.
const homeID = "home"

// PinHome pins a message above a seat's direct messages with the bot, in place of
// the one before. Its controls can be used like any message's; it is in no list,
// no thread and no journal.
func (r *Room) PinHome(seat string, m bot.Message) Post {
	r.mu.Lock()
	defer r.mu.Unlock()
	home := Post{ID: homeID, Channel: Direct(seat), For: seat, Message: m, At: r.now(), OffRecord: true}
	r.homes[seat] = home
	return home
}

// Home is what is pinned above a seat's direct messages.
func (r *Room) Home(seat string) (Post, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	home, ok := r.homes[seat]
	return home, ok
}
