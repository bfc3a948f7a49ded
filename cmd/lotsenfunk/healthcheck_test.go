package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestHealthcheckAsksTheService(t *testing.T) {
	status := http.StatusOK
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/healthz" {
			t.Errorf("asked for %s", r.URL.Path)
		}
		w.WriteHeader(status)
	}))
	defer service.Close()
	t.Setenv("HTTP_PROXY", "http://127.0.0.1:1")
	_, port, _ := strings.Cut(strings.TrimPrefix(service.URL, "http://"), ":")

	check := func(want int, listen, says string) {
		t.Helper()
		t.Setenv("LOTSENFUNK_LISTEN", listen)
		var out, errs bytes.Buffer
		if got := run(t.Context(), []string{"healthcheck"}, nil, &out, &errs); got != want {
			t.Errorf("%s: exit status %d, not %d: %s", listen, got, want, &errs)
		}
		if !strings.Contains(errs.String(), says) || out.Len() > 0 {
			t.Errorf("%s: says %q and %q", listen, &out, &errs)
		}
	}
	check(0, "127.0.0.1:"+port, "")
	check(0, ":"+port, "")
	check(0, "0.0.0.0:"+port, "")
	status = http.StatusServiceUnavailable
	check(exitFailed, ":"+port, "503")
	service.Close()
	check(exitFailed, ":"+port, "nobody answers")
	check(exitBadInput, "8066", "an example is")
}

func TestReachable(t *testing.T) {
	for listen, want := range map[string]string{
		":8066": "127.0.0.1:8066", "0.0.0.0:80": "127.0.0.1:80", "[::]:80": "[::1]:80",
		"10.0.0.7:8066": "10.0.0.7:8066", "localhost:1": "localhost:1",
	} {
		if got, err := reachable(listen); got != want || err != nil {
			t.Errorf("%s: %s, %v; want %s", listen, got, err, want)
		}
	}
}

func TestVersionOfARelease(t *testing.T) {
	defer func(was string) { release = was }(release)
	release = "1.2.3"
	if version() != "1.2.3" {
		t.Errorf("version is %s", version())
	}
}
