package main

import (
	"fmt"
	"net"
	"net/http"
	"time"
)

// healthcheckCmd is lotsenfunk healthcheck. A container without a shell and
// without curl has nothing else to ask itself with.
type healthcheckCmd struct {
	Listen string `default:"127.0.0.1:8066" env:"LOTSENFUNK_LISTEN" placeholder:"ADDR" help:"What serve was told to listen on. Default: ${default}."`
}

// healthTimeout is below the one that containers give a health check.
const healthTimeout = 4 * time.Second

// Run asks /healthz and succeeds if the service says that it lives.
func (c *healthcheckCmd) Run(e *env) error {
	address, err := reachable(c.Listen)
	if err != nil {
		return badInput{err}
	}
	req, err := http.NewRequestWithContext(e.ctx, http.MethodGet, "http://"+address+"/healthz", nil)
	if err != nil {
		return badInput{err}
	}
	// The service is on this machine: no proxy stands between.
	client := &http.Client{Timeout: healthTimeout, Transport: &http.Transport{Proxy: nil}}
	resp, err := client.Do(req)
	if err != nil {
		return fmt.Errorf("nobody answers at %s: %w", address, cause(err))
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answers %s", address, resp.Status)
	}
	return nil
}

// reachable is the address under which this machine reaches a listener: one on
// all addresses is asked on the loopback one.
func reachable(listen string) (string, error) {
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return "", fmt.Errorf("--listen %s is no address: %w; an example is 127.0.0.1:8066", listen, err)
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
		if ip != nil && ip.To4() == nil {
			host = "::1"
		}
	}
	return net.JoinHostPort(host, port), nil
}
