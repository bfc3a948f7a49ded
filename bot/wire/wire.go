// Package wire is how adapters, set-up and doctor reach the servers of a platform: over
// TLS, through the proxy that the environment names, and never without end.
//
// It owns what a connection has in common whichever platform it leads to, and knows none
// of them. It imports nothing of ours. Start reading at HTTPClient.
package wire

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"time"

	"github.com/gorilla/websocket"
)

// Timeout is how long a request, or the opening of a WebSocket, may take.
const Timeout = 10 * time.Second

// HTTPClient is a client for a platform's API: it trusts the authorities in roots (nil
// for the system's) and goes through the proxy that the environment names.
func HTTPClient(roots *x509.CertPool) *http.Client {
	transport := http.DefaultTransport.(*http.Transport).Clone() // it is one, says net/http
	transport.TLSClientConfig = trusting(roots)
	transport.MaxIdleConnsPerHost = transport.MaxIdleConns // there is but one host
	return &http.Client{Timeout: Timeout, Transport: transport}
}

// Dialer is the same for WebSockets.
func Dialer(roots *x509.CertPool) *websocket.Dialer {
	return &websocket.Dialer{Proxy: http.ProxyFromEnvironment, HandshakeTimeout: Timeout, TLSClientConfig: trusting(roots)}
}

func trusting(roots *x509.CertPool) *tls.Config {
	return &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}
}
