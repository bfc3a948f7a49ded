package deploy_test

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// TestContainers brings docker-compose.yml up for real, where there is a
// container engine and its images can be had. It belongs to the long tests: those
// for which LOTSENFUNK_REQUIRE names mattermost.
func TestContainers(t *testing.T) {
	if !strings.Contains(os.Getenv("LOTSENFUNK_REQUIRE"), "mattermost") {
		t.Skip("containers take minutes to be fetched and built; they are tried with LOTSENFUNK_REQUIRE=mattermost")
	}
	for _, question := range [][]string{{"info"}, {"compose", "version"}} {
		if out, err := exec.CommandContext(t.Context(), "docker", question...).CombinedOutput(); err != nil {
			t.Skipf("no container engine: docker %s: %v: %s", strings.Join(question, " "), err, out)
		}
	}
	mattermost, service := freePort(t), freePort(t)
	project := fmt.Sprintf("lotsenfunk-test-%d", os.Getpid())
	compose := func(ctx context.Context, args ...string) (string, error) {
		cmd := exec.CommandContext(ctx, "docker", append([]string{"compose", "--project-name", project}, args...)...)
		cmd.Dir = ".."
		cmd.Env = append(os.Environ(), "LOTSENFUNK_VERSION=9.9.9-test", "MATTERMOST_PORT="+mattermost, "LOTSENFUNK_PORT="+service,
			"MATTERMOST_URL=http://localhost:"+mattermost)
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	if out, err := compose(t.Context(), "pull", "--quiet", "secrets", "postgres", "mattermost"); err != nil {
		t.Skipf("the images cannot be had: %v\n%s", err, out)
	}
	t.Cleanup(func() {
		ctx, enough := context.WithTimeout(context.Background(), 2*time.Minute)
		defer enough()
		if t.Failed() {
			log, _ := compose(ctx, "logs", "--no-color", "--tail", "100")
			t.Log(log)
		}
		if out, err := compose(ctx, "down", "--volumes", "--remove-orphans", "--rmi", "local"); err != nil {
			t.Errorf("down: %v\n%s", err, out)
		}
	})
	// A second time it finds everything there.
	for range 2 {
		if out, err := compose(t.Context(), "up", "--build", "--wait"); err != nil {
			t.Fatalf("up: %v\n%s", err, out)
		}
	}
	for _, address := range []string{"http://127.0.0.1:" + service + "/readyz", "http://127.0.0.1:" + mattermost + "/api/v4/system/ping"} {
		resp, err := http.Get(address)
		if err != nil {
			t.Fatal(err)
		}
		if _ = resp.Body.Close(); resp.StatusCode != http.StatusOK {
			t.Errorf("%s answers %s", address, resp.Status)
		}
	}
	if out, err := compose(t.Context(), "run", "--rm", "secrets", "show"); err != nil || !strings.Contains(out, "administrator: ") {
		t.Errorf("secrets show: %v\n%s", err, out)
	}
}
