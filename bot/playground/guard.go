package playground

import "net/http"

// guard keeps other web pages out. Nothing is loaded from elsewhere or written
// into a page as script or style (CSP), nobody may frame a page, and a form
// sent by another origin is refused.
func guard(h http.Handler) http.Handler {
	h = http.NewCrossOriginProtection().Handler(h)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("Content-Security-Policy", "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'")
		header.Set("X-Content-Type-Options", "nosniff")
		// With no-referrer a browser would send "null" as the origin of a form.
		header.Set("Referrer-Policy", "same-origin")
		h.ServeHTTP(w, r)
	})
}
