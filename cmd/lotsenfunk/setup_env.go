package main

import (
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"lotsenfunk/setup"
)

// secretField is something secret, which may be in a file of its own.
type secretField struct {
	name        string // LOTSENFUNK_KEY
	value, file *string
}

// takeSecrets takes what nothing has said from the environment file, and what files
// hold from these; from notes which file it was.
func takeSecrets(env *setup.EnvFile, from map[string]string, all []secretField) error {
	for _, s := range all {
		if *s.value == "" && *s.file == "" {
			*s.value, *s.file = env.Get(s.name), env.Get(s.name+"_FILE")
		}
		if *s.value != "" || *s.file == "" {
			continue
		}
		raw, err := os.ReadFile(*s.file)
		if err != nil {
			return fmt.Errorf("%s_FILE: %w", s.name, err)
		}
		if *s.value = strings.TrimSpace(string(raw)); *s.value == "" {
			return fmt.Errorf("%s_FILE: %s is empty", s.name, *s.file)
		}
		from[s.name] = absolute(*s.file)
	}
	return nil
}

// envLine is a line of the environment file.
type envLine struct{ name, value string }

// noteLines puts lines into the environment file: secrets by their value, or by the
// file that they came from.
func noteLines(env *setup.EnvFile, from, secrets map[string]string, lines []envLine) error {
	for _, line := range lines {
		value, isSecret := secrets[line.name]
		if !isSecret {
			value = line.value
		} else {
			if err := env.Set(line.name+"_FILE", from[line.name]); err != nil {
				return err
			}
			if from[line.name] != "" {
				value = ""
			}
		}
		if err := env.Set(line.name, value); err != nil {
			return err
		}
	}
	return nil
}

// newKey is a key that nobody has.
func newKey() string {
	key := make([]byte, 32)
	_, _ = rand.Read(key) // never fails (crypto/rand)
	return base64.StdEncoding.EncodeToString(key)
}

// keyOf are the bytes of LOTSENFUNK_KEY.
func keyOf(encoded string) ([]byte, error) {
	key, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil || len(key) < 32 {
		return nil, errors.New("LOTSENFUNK_KEY is not base64 of at least 32 bytes; for example: the output of openssl rand -base64 32")
	}
	return key, nil
}

// authorities are those of a file beside the system's; nil for the system's alone.
func authorities(file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil
	}
	pem, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("--ca-file: %w", err)
	}
	roots, err := x509.SystemCertPool()
	if err != nil { // a machine without any
		roots = x509.NewCertPool()
	}
	if !roots.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("--ca-file: %s holds no certificate in PEM; it begins with -----BEGIN CERTIFICATE-----", file)
	}
	return roots, nil
}

// absolute is a file, or a database, as another program finds it from elsewhere.
func absolute(name string) string {
	if name == "" || strings.Contains(name, "://") || strings.HasPrefix(name, "sqlite:") {
		return name
	}
	if full, err := filepath.Abs(name); err == nil {
		return full
	}
	return name
}
