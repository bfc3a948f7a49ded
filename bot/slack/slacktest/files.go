package slacktest

import (
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
)

// file is an uploaded file.
type file struct {
	ID, Name, Title, Alt string
	Data                 []byte
	Channels             []string
	looks                int // before Slack has looked through it
}

// upload is one that has begun: docs.slack.dev/messaging/working-with-files
type upload struct {
	w    *Workspace
	file *file
	size int
	done bool
}

func filesUploadURL(c *call) (object, *refusal) {
	name, size := c.str("filename"), c.number("length", 0)
	switch {
	case name == "":
		return nil, refuse("invalid_arguments", "missing required field: filename")
	case size <= 0:
		return nil, refuse("invalid_arguments", "must provide an integer [json-pointer:/length]")
	case length(c.str("alt_txt")) > MaxFileAlt:
		return nil, refuse("alt_txt_too_large")
	}
	f := &file{ID: c.id("F"), looks: c.looks, Name: name, Alt: c.str("alt_txt")}
	key := c.id("up")
	c.uploads[key] = &upload{w: c.w, file: f, size: size}
	return object{"upload_url": c.server.URL + "/upload/" + key, "file_id": f.ID}, nil
}

// serveUpload takes the bytes of a file: as they are, or as a form.
func (s *Slack) serveUpload(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	up := s.uploads[strings.TrimPrefix(r.URL.Path, "/upload/")]
	s.mu.Unlock()
	if up == nil || r.Method != http.MethodPost {
		http.NotFound(w, r)
		return
	}
	data, err := body(r)
	if err != nil || len(data) != up.size {
		http.Error(w, fmt.Sprintf("%d bytes came, %d were announced", len(data), up.size), http.StatusBadRequest)
		return
	}
	s.mu.Lock()
	up.file.Data, up.done = data, true
	s.mu.Unlock()
	_, _ = fmt.Fprintf(w, "OK - %d", len(data))
}

func body(r *http.Request) ([]byte, error) {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind != "multipart/form-data" {
		return io.ReadAll(r.Body)
	}
	part, err := r.MultipartReader()
	if err != nil {
		return nil, err
	}
	for {
		p, err := part.NextPart()
		if err != nil {
			return nil, err
		}
		if p.FileName() != "" {
			return io.ReadAll(p)
		}
	}
}

func filesComplete(c *call) (object, *refusal) {
	v, _, ok := c.value("files")
	list, isList := v.([]any)
	if !ok || !isList || len(list) == 0 {
		return nil, refuse("invalid_arguments", "missing required field: files")
	}
	var ids []string
	for _, one := range list {
		o, _ := one.(object)
		id, _ := o["id"].(string)
		up := c.uploaded(id)
		if up == nil || !up.done {
			return nil, refuse("file_not_found")
		}
		up.file.Title, _ = o["title"].(string)
		ids = append(ids, id)
	}
	comment := c.str("initial_comment")
	if length(comment) > MaxFileComment {
		return nil, refuse("msg_too_long")
	}
	if c.str("channel_id") != "" {
		c.args["channel"] = c.args["channel_id"]
		in, r := c.target()
		if r != nil {
			return nil, r
		}
		thread, r := c.thread(in)
		if r != nil {
			return nil, r
		}
		got := content{text: comment}
		if c.args["blocks"] != nil {
			if got, r = c.content(MaxFileComment); r != nil {
				return nil, r
			}
		}
		c.keep(in, ids)
		c.w.putFiles(in, got, thread, ids)
	}
	done := []any{}
	for _, id := range ids {
		c.keep(nil, []string{id})
		done = append(done, c.w.fileJSON(c.w.files[id]))
	}
	return object{"files": done}, nil
}

func (c *call) uploaded(id string) *upload {
	for _, up := range c.uploads {
		if up.file.ID == id && up.w == c.w {
			return up
		}
	}
	return nil
}

// keep makes uploads files, in a channel or nowhere yet.
func (c *call) keep(in *channel, ids []string) {
	for _, id := range ids {
		if up := c.uploaded(id); up != nil {
			c.w.files[id] = up.file
		}
		if in != nil {
			c.w.files[id].Channels = append(c.w.files[id].Channels, in.ID)
		}
	}
}

// putFiles is a message with files.
func (w *Workspace) putFiles(in *channel, got content, thread string, ids []string) {
	m := &message{TS: w.slack.ts(), Thread: thread, User: w.Bot, ByBot: true, Text: got.text, Blocks: got.blocks, Files: ids, Channel: in.ID}
	in.messages = append(in.messages, m)
	w.note(m, "")
	w.tellMessage(in, m)
}

func (w *Workspace) fileJSON(f *file) object {
	if f == nil {
		return object{"mode": "tombstone"}
	}
	kind := http.DetectContentType(f.Data)
	if f.looks > 0 {
		kind = ""
	}
	o := object{"id": f.ID, "name": f.Name, "title": f.Title, "size": len(f.Data), "mimetype": kind,
		"user": w.Bot, "channels": []string{}, "groups": []string{}, "ims": []string{}, "shares": object{},
		"permalink": fmt.Sprintf("https://%s.slack.com/files/%s/%s", w.Domain, f.ID, f.Name)}
	if f.Alt != "" {
		o["alt_txt"] = f.Alt
	}
	shares := object{}
	for _, id := range f.Channels {
		in := w.channel(id)
		o[map[string]string{"channels": "channels", "groups": "groups", "im": "ims"}[in.kind()]] = f.Channels
		for _, m := range in.messages {
			for _, one := range m.Files {
				if one == f.ID {
					kind := map[bool]string{false: "public", true: "private"}[in.Private]
					shares[kind] = object{id: []any{object{"ts": m.TS}}}
				}
			}
		}
	}
	o["shares"] = shares
	return o
}

func filesInfo(c *call) (object, *refusal) {
	f := c.w.files[c.str("file")]
	if f == nil {
		return nil, refuse("file_not_found")
	}
	done := object{"file": c.w.fileJSON(f)}
	f.looks = max(0, f.looks-1)
	return done, nil
}

func filesDelete(c *call) (object, *refusal) {
	id := c.str("file")
	if c.w.files[id] == nil {
		return nil, refuse("file_not_found")
	}
	delete(c.w.files, id)
	return object{}, nil
}

// SlowPictures has Slack look through each file that is uploaded from now on until it
// has been asked so often whether it is done; until then the file cannot be shown.
func (s *Slack) SlowPictures(looks int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.looks = looks
}

// notShown are the pictures in blocks that there are not, or not yet:
// github.com/slackapi/python-slack-sdk/issues/1658
func (w *Workspace) notShown(blocks []any) (problems []string) {
	for i, b := range blocks {
		o, _ := b.(object)
		from, _ := o["slack_file"].(object)
		id, _ := from["id"].(string)
		if f := w.files[id]; id != "" && (f == nil || f.looks > 0) {
			problems = append(problems, fmt.Sprintf("invalid slack file [json-pointer:/blocks/%d/slack_file]", i))
		}
	}
	return problems
}
