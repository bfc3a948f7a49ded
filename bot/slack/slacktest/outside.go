package slacktest

import "time"

// What an app may read that is distributed outside of Slack's Marketplace, by
// conversations.history and by conversations.replies:
// docs.slack.dev/reference/methods/conversations.history
const (
	OutsidePause = time.Minute // from one call to the next
	OutsidePage  = 15          // messages, whatever limit is asked for
)

// Outside makes the app one that is distributed outside of the Marketplace.
func (s *Slack) Outside() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.outside = map[string]time.Time{}
}

// tooSoon is how such an app is kept from reading again, or nil. The lock is held.
func (s *Slack) tooSoon(method string, c *call) *Fault {
	if s.outside == nil || method != "conversations.history" && method != "conversations.replies" {
		return nil
	}
	now, by := s.Clock.Now(), method+" "+c.raw
	if last, read := s.outside[by]; read && now.Sub(last) < OutsidePause {
		return &Fault{RetryAfter: OutsidePause - now.Sub(last)}
	}
	s.outside[by] = now
	return nil
}
