package slack

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"

	"github.com/gorilla/websocket"
)

// HTTPClient is a client for Slack's API: it trusts the authorities in roots (nil
// for the system's) and goes through the proxy that the environment names.
func HTTPClient(roots *x509.CertPool) *http.Client {
	transport := http.DefaultTransport.(*http.Transport).Clone() // it is one, says net/http
	transport.TLSClientConfig = &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}
	transport.MaxIdleConnsPerHost = transport.MaxIdleConns // there is but one host
	return &http.Client{Timeout: timeout, Transport: transport}
}

// dialer is the same for sockets.
func dialer(roots *x509.CertPool) *websocket.Dialer {
	return &websocket.Dialer{
		Proxy: http.ProxyFromEnvironment, HandshakeTimeout: timeout,
		TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12},
	}
}
