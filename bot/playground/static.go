package playground

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"time"
)

// asset is a file that the pages load, with a tag that changes with its content.
type asset struct {
	content []byte
	kind    string
	tag     string
}

func assets(dir fs.FS) (map[string]asset, error) {
	found := map[string]asset{}
	entries, err := fs.ReadDir(dir, ".")
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		content, err := fs.ReadFile(dir, e.Name())
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(content)
		found[e.Name()] = asset{content, contentType(e.Name()), `"` + hex.EncodeToString(sum[:8]) + `"`}
	}
	return found, nil
}

// contentType does not ask the machine's own table for the one kind of file
// that many of them do not list.
func contentType(name string) string {
	if path.Ext(name) == ".woff2" {
		return "font/woff2"
	}
	return mime.TypeByExtension(path.Ext(name))
}

func (p *Playground) asset(w http.ResponseWriter, r *http.Request) {
	a, ok := p.static[r.PathValue("file")]
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", a.kind)
	w.Header().Set("Cache-Control", "no-cache") // ask again, by tag
	w.Header().Set("ETag", a.tag)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(a.content))
}
