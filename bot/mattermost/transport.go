package mattermost

import "net/http"

// watching looks at every answer of the server: whether it takes the token.
type watching struct {
	next   http.RoundTripper
	health *health
}

// RoundTrip makes a request.
func (w *watching) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := w.next.RoundTrip(r)
	if err == nil && resp.StatusCode == http.StatusUnauthorized {
		w.health.refuse()
	}
	return resp, err
}
