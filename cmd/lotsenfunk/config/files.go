package config

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
	"go.yaml.in/yaml/v3"
)

// listed is one entry of the file's list mattermost.
type listed struct {
	URL       string `yaml:"url"`
	Token     string `yaml:"token"`
	TokenFile string `yaml:"token_file"`
	Tenant    string `yaml:"tenant"`
}

// listKey is the one key of the file that is no flag.
const listKey = "mattermost"

// BeforeResolve reads the files that are named, so that kong can take from them
// what neither a flag nor the environment has said. What is wrong with them
// Settings tells, together with everything else.
func (c *Config) BeforeResolve(ctx *kong.Context) error {
	ours, settings := names(), map[string]*kong.Flag{}
	named := map[string]string{}
	for _, flag := range ctx.Flags() {
		if !ours[flag.Name] {
			continue // --help, or one of the command alone
		}
		settings[flag.Name] = flag
		named[flag.Name], _ = ctx.FlagValue(flag).(string)
	}
	c.servers, c.faults = nil, nil
	found := values{}
	if name := named["config"]; name != "" {
		c.readYAML(name, settings, found)
	}
	if name := named["env-file"]; name != "" {
		c.readEnvironment(name, settings, found)
	}
	ctx.AddResolver(found)
	return nil
}

// values are what the files say, by flag.
type values map[string]string

// Validate accepts them: what is unknown has been found already.
func (values) Validate(*kong.Application) error { return nil }

// Resolve gives the value of a flag for which the environment has none.
func (v values) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	if slices.ContainsFunc(flag.Envs, func(name string) bool { return os.Getenv(name) != "" }) {
		return nil, nil
	}
	if value, ok := v[flag.Name]; ok {
		return value, nil
	}
	return nil, nil
}

// fault notes what is wrong with a file.
func (c *Config) fault(what, problem, example string) {
	c.faults = append(c.faults, Fault{what, problem, example})
}

// readYAML reads the file of settings. Every key it does not know is a fault.
func (c *Config) readYAML(name string, settings map[string]*kong.Flag, into values) {
	raw, err := os.ReadFile(name)
	if err != nil {
		c.fault("LOTSENFUNK_CONFIG", unreadable(err), "/etc/lotsenfunk/lotsenfunk.yaml")
		return
	}
	var file map[string]yaml.Node
	if err := yaml.Unmarshal(raw, &file); err != nil {
		c.fault("LOTSENFUNK_CONFIG", name+" is no YAML with keys and values"+place(err), "db: /var/lib/lotsenfunk/lotsenfunk.db")
		return
	}
	for _, key := range sorted(file) {
		node := file[key]
		flag := settings[strings.ReplaceAll(key, "_", "-")]
		where := fmt.Sprintf("%s:%d", name, node.Line)
		switch {
		case key == listKey:
			c.readServers(where, name, node)
		case flag == nil || strings.Contains(key, "-") || key == "config" || key == "env_file":
			c.fault(where, fmt.Sprintf("%q is no setting", key), strings.Join(keys(settings), ", "))
		case node.Kind != yaml.ScalarNode:
			c.fault(where, key+" takes one value, not a list or a map", key+": "+example(flag))
		default:
			into[flag.Name] = node.Value
		}
	}
}

// readServers reads the list of servers.
func (c *Config) readServers(where, name string, node yaml.Node) {
	const good = "mattermost: [{url: https://chat.example.org, token_file: /run/secrets/token, tenant: birkenfurt}]"
	if node.Kind != yaml.SequenceNode {
		c.fault(where, "mattermost takes a list of servers", good)
		return
	}
	for _, entry := range node.Content {
		at := fmt.Sprintf("%s:%d", name, entry.Line)
		if entry.Kind != yaml.MappingNode {
			c.fault(at, "a server has url, token or token_file, and tenant", good)
			continue
		}
		var one listed
		into := map[string]*string{"url": &one.URL, "token": &one.Token, "token_file": &one.TokenFile, "tenant": &one.Tenant}
		for i := 0; i+1 < len(entry.Content); i += 2 {
			key, value := entry.Content[i], entry.Content[i+1]
			switch to := into[key.Value]; {
			case to == nil:
				c.fault(fmt.Sprintf("%s:%d", name, key.Line), fmt.Sprintf("%q is no setting of a server", key.Value), "url, token, token_file, tenant")
			case value.Kind != yaml.ScalarNode:
				c.fault(fmt.Sprintf("%s:%d", name, key.Line), key.Value+" takes one value", good)
			default:
				*to = value.Value
			}
		}
		c.servers = append(c.servers, one)
	}
}

// readEnvironment reads NAME=value lines. Names of others are left alone; what
// begins like one of ours has to be one.
func (c *Config) readEnvironment(name string, settings map[string]*kong.Flag, into values) {
	raw, err := os.ReadFile(name)
	if err != nil {
		c.fault("LOTSENFUNK_ENV_FILE", unreadable(err), "/etc/lotsenfunk/lotsenfunk.env")
		return
	}
	byName := map[string]string{}
	for _, flag := range settings {
		for _, env := range flag.Envs {
			if flag.Name != "config" && flag.Name != "env-file" { // too late to name another file
				byName[env] = flag.Name
			}
		}
	}
	lines := bufio.NewScanner(bytes.NewReader(raw))
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		variable, value, ok := strings.Cut(line, "=")
		switch flag := byName[variable]; {
		case !ok:
			c.fault(fmt.Sprintf("%s:%d", name, n), "the line is no NAME=value", "LOTSENFUNK_LISTEN=127.0.0.1:8066")
		case flag == "" && strings.HasPrefix(variable, "LOTSENFUNK_"):
			c.fault(fmt.Sprintf("%s:%d", name, n), fmt.Sprintf("%q is no setting", variable), strings.Join(sorted(byName), ", "))
		case flag != "":
			into[flag] = unquoted(value)
		}
	}
	if lines.Err() != nil {
		c.fault("LOTSENFUNK_ENV_FILE", name+" has a line that is too long", "LOTSENFUNK_LISTEN=127.0.0.1:8066")
	}
}

// unquoted is a value without the quotes around it, which both systemd and docker
// compose take off.
func unquoted(value string) string {
	value = strings.TrimSpace(value)
	if n := len(value); n >= 2 && (value[0] == '"' || value[0] == '\'') && value[n-1] == value[0] {
		return value[1 : n-1]
	}
	return value
}

// unreadable says why a file cannot be read, without what is in it.
func unreadable(err error) string {
	var path *os.PathError
	if errors.As(err, &path) {
		return path.Path + " cannot be read: " + path.Err.Error()
	}
	return "cannot be read: " + err.Error()
}

// place is the line that a YAML error names. The rest of it may quote a secret.
func place(err error) string {
	for _, word := range []string{"yaml: line ", "line "} {
		if _, after, ok := strings.Cut(err.Error(), word); ok {
			line, _, _ := strings.Cut(after, ":")
			return " (line " + line + ")"
		}
	}
	return ""
}
