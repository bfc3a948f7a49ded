package deploy_test

import (
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// compose is docker-compose.yml as far as this project uses it. What stands in
// the file and not here is a mistake: so a slip of the pen is found.
type compose struct {
	Name     string
	Services map[string]service
	Volumes  map[string]any
	Networks map[string]struct{ Internal bool }
}

type service struct {
	Image string
	Build *struct {
		Context string
		Args    map[string]string
	}
	Entrypoint  []string
	Command     []string
	User        string
	Restart     string
	ReadOnly    bool                                  `yaml:"read_only"`
	CapAdd      []string                              `yaml:"cap_add"`
	CapDrop     []string                              `yaml:"cap_drop"`
	SecurityOpt []string                              `yaml:"security_opt"`
	NetworkMode string                                `yaml:"network_mode"`
	StopGrace   string                                `yaml:"stop_grace_period"`
	ShmSize     string                                `yaml:"shm_size"`
	DependsOn   map[string]struct{ Condition string } `yaml:"depends_on"`
	Environment map[string]string
	Healthcheck *struct {
		Test              []string
		Interval, Timeout string
		StartPeriod       string `yaml:"start_period"`
		Retries           int
		Disable           bool
	}
	Tmpfs    []string
	Volumes  []string
	Networks networks
	Ports    []string
	Logging  struct {
		Driver  string
		Options map[string]string
	}
}

// networks is a list of names, or a map with what a service is called there.
type networks map[string][]string

func (n *networks) UnmarshalYAML(node *yaml.Node) error {
	*n = networks{}
	if node.Kind == yaml.SequenceNode {
		var names []string
		if err := node.Decode(&names); err != nil {
			return err
		}
		for _, name := range names {
			(*n)[name] = nil
		}
		return nil
	}
	var byName map[string]*struct{ Aliases []string }
	if err := node.Decode(&byName); err != nil {
		return err
	}
	for name, with := range byName {
		(*n)[name] = nil
		if with != nil {
			(*n)[name] = with.Aliases
		}
	}
	return nil
}

// oneShot reports whether a service ends by itself.
func (s service) oneShot() bool { return s.Restart == "" }

func readCompose(t *testing.T) compose {
	t.Helper()
	raw, err := os.ReadFile("../docker-compose.yml")
	if err != nil {
		t.Fatal(err)
	}
	var top map[string]yaml.Node
	if err := yaml.Unmarshal(raw, &top); err != nil {
		t.Fatal(err)
	}
	// Anchors have been put in their places by now; what x- holds is nothing else.
	kept := map[string]any{}
	for key, node := range top {
		if strings.HasPrefix(key, "x-") {
			continue
		}
		var value any
		if err := node.Decode(&value); err != nil {
			t.Fatal(err)
		}
		kept[key] = value
	}
	plain, err := yaml.Marshal(kept)
	if err != nil {
		t.Fatal(err)
	}
	var c compose
	strict := yaml.NewDecoder(bytes.NewReader(plain))
	strict.KnownFields(true)
	if err := strict.Decode(&c); err != nil {
		t.Fatal(err)
	}
	return c
}

// value puts the default of every ${NAME:-default} in its place.
func value(s string) string {
	inner := regexp.MustCompile(`\$\{[A-Z_]+:-([^${}]*)\}`)
	for inner.MatchString(s) {
		s = inner.ReplaceAllString(s, "$1")
	}
	return s
}

func TestComposeHangsTogether(t *testing.T) {
	c := readCompose(t)
	used := map[string]bool{}
	for name, s := range c.Services {
		for other, on := range s.DependsOn {
			before, there := c.Services[other]
			switch {
			case !there:
				t.Errorf("%s waits for %s, which is not there", name, other)
			case on.Condition == "service_healthy" && before.Healthcheck == nil:
				t.Errorf("%s waits until %s is healthy, which has no health check", name, other)
			case on.Condition == "service_completed_successfully" && !before.oneShot():
				t.Errorf("%s waits for the end of %s, which never ends", name, other)
			case on.Condition != "service_healthy" && on.Condition != "service_completed_successfully":
				t.Errorf("%s waits for %s to be %s", name, other, on.Condition)
			}
		}
		for network := range s.Networks {
			if _, there := c.Networks[network]; !there {
				t.Errorf("%s is on the network %s, which is not there", name, network)
			}
			used[network] = true
		}
		for _, v := range s.Volumes {
			from, _, _ := strings.Cut(v, ":")
			if strings.HasPrefix(from, ".") {
				if _, err := os.Stat(filepath.Join("..", from)); err != nil || !strings.Contains(v, ":ro") {
					t.Errorf("%s mounts %s: it has to be in the repository, and read-only", name, v)
				}
				continue
			}
			if _, there := c.Volumes[from]; !there {
				t.Errorf("%s mounts the volume %s, which is not there", name, from)
			}
			used[from] = true
		}
	}
	for _, name := range append(slices.Collect(maps.Keys(c.Volumes)), slices.Collect(maps.Keys(c.Networks))...) {
		if !used[name] {
			t.Errorf("nobody uses %s", name)
		}
	}
}

// Somebody has to wait for the end of what ends: "docker compose up --wait" takes
// it for a failure otherwise.
func TestComposeWaitsForItsSteps(t *testing.T) {
	c := readCompose(t)
	for name, s := range c.Services {
		if !s.oneShot() {
			continue
		}
		awaited := false
		for _, other := range c.Services {
			awaited = awaited || !other.oneShot() && other.DependsOn[name].Condition == "service_completed_successfully"
		}
		if !awaited {
			t.Errorf("nobody that keeps running waits for the end of %s", name)
		}
	}
}

func TestComposeIsGuarded(t *testing.T) {
	c := readCompose(t)
	d := readDockerfile(t)
	for name, s := range c.Services {
		image := value(s.Image)
		if s.Build == nil && !regexp.MustCompile(`^[a-z/-]+:\d+\.\d+[.\w-]*$`).MatchString(image) {
			t.Errorf("%s: the image %s is not pinned", name, image)
		}
		if s.Build != nil && s.Build.Args["VERSION"] == "" {
			t.Errorf("%s is built without a version", name)
		}
		if !slices.Equal(s.CapDrop, []string{"ALL"}) || !slices.Equal(s.SecurityOpt, []string{"no-new-privileges:true"}) {
			t.Errorf("%s has rights it does not need", name)
		}
		if len(s.CapAdd) > 0 && (name != "secrets" || !slices.Equal(s.CapAdd, []string{"CHOWN"})) {
			t.Errorf("%s has %v", name, s.CapAdd)
		}
		if !s.ReadOnly && name != "mattermost" {
			t.Errorf("%s may write to its own files", name)
		}
		if s.NetworkMode != "" && s.NetworkMode != "none" {
			t.Errorf("%s is on the network %s", name, s.NetworkMode)
		}
		own := s.Build != nil && len(d.image().all("HEALTHCHECK")) == 1
		if !s.oneShot() && !own && (s.Healthcheck == nil || len(s.Healthcheck.Test) == 0 || s.Healthcheck.Test[0] != "CMD") {
			t.Errorf("%s has no health check, or one that needs a shell", name)
		}
		for _, p := range s.Ports {
			if !strings.HasPrefix(p, "${BIND:-127.0.0.1}:") {
				t.Errorf("%s opens %s to everybody", name, p)
			}
		}
		if s.Logging.Options["max-size"] == "" {
			t.Errorf("the log of %s has no end", name)
		}
	}
	if !c.Networks["database"].Internal {
		t.Error("the database can be reached from elsewhere")
	}
}

// TestComposeHoldsNoSecret: what is secret is named by a file, and no volume
// with a secret is in two services that do not share it.
func TestComposeHoldsNoSecret(t *testing.T) {
	c := readCompose(t)
	secret := regexp.MustCompile(`PASSWORD|TOKEN|_KEY|SECRET`)
	password := regexp.MustCompile(`://[^/@\s]+:[^/@\s]+@`)
	long := regexp.MustCompile(`[A-Za-z0-9+/]{24,}`)
	for name, s := range c.Services {
		for key, v := range s.Environment {
			isSwitch := strings.HasPrefix(key, "MM_") && (v == "true" || v == "false")
			if secret.MatchString(key) && !strings.HasSuffix(key, "_FILE") && !isSwitch {
				t.Errorf("%s: %s stands in the file", name, key)
			}
			if password.MatchString(v) || long.MatchString(strings.ReplaceAll(v, "/", " ")) {
				t.Errorf("%s: %s looks like a secret", name, key)
			}
		}
	}
	who := map[string][]string{}
	for name, s := range c.Services {
		for _, v := range s.Volumes {
			if from, _, _ := strings.Cut(v, ":"); strings.Contains(from, "secrets") && !strings.HasPrefix(from, ".") && name != "secrets" {
				who[from] = append(who[from], name)
				if !strings.HasSuffix(v, ":ro") {
					t.Errorf("%s may write to %s", name, from)
				}
			}
		}
	}
	for volume, names := range map[string][]string{
		"secrets": nil, "postgres-secrets": {"postgres"}, "mattermost-secrets": {"mattermost"},
		"lotsenfunk-secrets": {"lotsenfunk", "setup"}, "setup-secrets": {"setup"},
	} {
		if slices.Sort(who[volume]); !slices.Equal(who[volume], names) {
			t.Errorf("%s is in %v, not in %v", volume, who[volume], names)
		}
	}
}
