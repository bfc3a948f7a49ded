package config

import (
	"bytes"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// Table is the table of all settings, in Markdown.
func Table() []byte {
	var b bytes.Buffer
	b.WriteString("| variable | flag | key in the file | default | what it says |\n|---|---|---|---|---|\n")
	t := reflect.TypeFor[Config]()
	for i := range t.NumField() {
		tag := t.Field(i).Tag
		name, variable := tag.Get("name"), tag.Get("env")
		if name == "" {
			continue
		}
		key := "`" + strings.ReplaceAll(name, "-", "_") + "`"
		if name == "config" || name == "env-file" {
			key = ""
		}
		standard := tag.Get("default")
		if standard != "" {
			standard = "`" + standard + "`"
		}
		help := strings.TrimSuffix(tag.Get("help"), " Default: ${default}.")
		if example := tag.Get("example"); example != "" && example != tag.Get("default") {
			help += " Example: `" + example + "`"
		}
		fmt.Fprintf(&b, "| `%s` | `--%s` | %s | %s | %s |\n", variable, name, key, standard, strings.ReplaceAll(help, "|", `\|`))
	}
	return b.Bytes()
}

// names are the names of all settings.
func names() map[string]bool {
	all := map[string]bool{}
	t := reflect.TypeFor[Config]()
	for i := range t.NumField() {
		if name := t.Field(i).Tag.Get("name"); name != "" {
			all[name] = true
		}
	}
	return all
}

// example is a good value of a setting.
func example(flag *kong.Flag) string {
	if e := flag.Tag.Get("example"); e != "" {
		return e
	}
	return flag.PlaceHolder
}

// keys are the keys that the file may have.
func keys(settings map[string]*kong.Flag) []string {
	all := []string{listKey}
	for name := range settings {
		if name != "config" && name != "env-file" {
			all = append(all, strings.ReplaceAll(name, "-", "_"))
		}
	}
	slices.Sort(all)
	return all
}

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
