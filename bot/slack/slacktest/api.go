package slacktest

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// call is one call of a method of the Web API.
type call struct {
	*Slack
	w       *Workspace
	token   *token
	raw     string // the token's own characters
	method  string
	args    object
	client  [2]string // by Authorization: Basic
	granted string    // the scope that was needed
}

// refusal is an answer that is not ok.
type refusal struct {
	code     string
	messages []string // response_metadata.messages
	extra    object
}

func refuse(code string, messages ...string) *refusal {
	return &refusal{code: code, messages: messages}
}

// method is one method of the Web API.
type method struct {
	do func(*call) (object, *refusal)
	// scope is what the token needs; "" if it depends on what is asked.
	scope string
	// json: arguments may be JSON. Methods that only read ignore such a body:
	// docs.slack.dev/apis/web-api, "JSON-encoded bodies".
	json bool
	// app: it takes the token of the app. open: it takes none.
	app, open bool
}

// methods are all there are: docs.slack.dev/reference/methods/NAME
func methods() map[string]method {
	return map[string]method{
		"auth.test":                    {do: authTest, json: true},
		"auth.revoke":                  {do: authRevoke},
		"apps.connections.open":        {do: connectionsOpen, scope: "connections:write", json: true, app: true},
		"apps.uninstall":               {do: appsUninstall},
		"oauth.v2.access":              {do: oauthAccess, open: true},
		"bots.info":                    {do: botsInfo, scope: "users:read"},
		"team.info":                    {do: teamInfo, scope: "team:read"},
		"chat.postMessage":             {do: chatPostMessage, scope: "chat:write", json: true},
		"chat.postEphemeral":           {do: chatPostEphemeral, scope: "chat:write", json: true},
		"chat.update":                  {do: chatUpdate, scope: "chat:write", json: true},
		"chat.delete":                  {do: chatDelete, scope: "chat:write", json: true},
		"chat.getPermalink":            {do: chatGetPermalink},
		"conversations.open":           {do: conversationsOpen, scope: "im:write", json: true},
		"conversations.info":           {do: conversationsInfo},
		"conversations.list":           {do: conversationsList},
		"conversations.members":        {do: conversationsMembers},
		"conversations.history":        {do: conversationsHistory},
		"conversations.replies":        {do: conversationsReplies},
		"conversations.create":         {do: conversationsCreate, json: true},
		"conversations.invite":         {do: conversationsInvite, json: true},
		"conversations.setPurpose":     {do: conversationsSetPurpose, json: true},
		"conversations.join":           {do: conversationsJoin, scope: "channels:join", json: true},
		"users.info":                   {do: usersInfo, scope: "users:read"},
		"users.list":                   {do: usersList, scope: "users:read"},
		"users.lookupByEmail":          {do: usersLookup, scope: "users:read.email"},
		"usergroups.list":              {do: usergroupsList, scope: "usergroups:read"},
		"usergroups.users.list":        {do: usergroupsUsers, scope: "usergroups:read"},
		"views.open":                   {do: viewsOpen, json: true},
		"views.push":                   {do: viewsPush, json: true},
		"views.update":                 {do: viewsUpdate, json: true},
		"views.publish":                {do: viewsPublish, json: true},
		"files.getUploadURLExternal":   {do: filesUploadURL, scope: "files:write"},
		"files.completeUploadExternal": {do: filesComplete, scope: "files:write", json: true},
		"files.info":                   {do: filesInfo, scope: "files:read"},
		"files.delete":                 {do: filesDelete, scope: "files:write", json: true},
		"reactions.add":                {do: reactionsAdd, scope: "reactions:write", json: true},
		"reactions.remove":             {do: reactionsRemove, scope: "reactions:write", json: true},
		"reactions.get":                {do: reactionsGet, scope: "reactions:read"},
		"pins.add":                     {do: pinsAdd, scope: "pins:write", json: true},
		"pins.remove":                  {do: pinsRemove, scope: "pins:write", json: true},
		"pins.list":                    {do: pinsList, scope: "pins:read"},
	}
}

// serveAPI answers a call of the Web API.
func (s *Slack) serveAPI(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, "/api/")
	c, refused := s.read(name, r)
	s.mu.Lock()
	s.calls[name]++
	fault := s.fault(name, c)
	var body object
	if refused == nil && (fault == nil || fault.After) {
		body, refused = c.answer()
	}
	scopes := ""
	if c.token != nil {
		scopes = strings.Join(c.token.scopes, ",")
	}
	s.mu.Unlock()
	w.Header().Set("X-OAuth-Scopes", scopes)
	w.Header().Set("X-Accepted-OAuth-Scopes", c.granted)
	if fault != nil {
		fault.spoil(w, r, s, encode(body, refused))
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, _ = w.Write(encode(body, refused))
}

func encode(body object, refused *refusal) []byte {
	if body == nil {
		body = object{}
	}
	body["ok"] = refused == nil
	if refused != nil {
		body = object{"ok": false, "error": refused.code}
		if len(refused.messages) > 0 {
			var marked []string
			for _, m := range refused.messages {
				marked = append(marked, "[ERROR] "+m)
			}
			body["response_metadata"] = object{"messages": marked}
			body["errors"] = refused.messages
		}
		for name, v := range refused.extra {
			body[name] = v
		}
	}
	raw, err := json.Marshal(body)
	if err != nil {
		return []byte(`{"ok":false,"error":"fatal_error"}`)
	}
	return raw
}

// read reads the arguments of a call.
func (s *Slack) read(name string, r *http.Request) (*call, *refusal) {
	c := &call{Slack: s, method: name, args: object{}}
	if auth, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		c.raw = auth
	}
	if auth, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Basic "); ok {
		pair, _ := base64.StdEncoding.DecodeString(auth)
		c.client[0], c.client[1], _ = strings.Cut(string(pair), ":")
	}
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch kind {
	case "application/json":
		raw, err := io.ReadAll(r.Body)
		if err != nil {
			return c, refuse("request_timeout")
		}
		v, ok := decode(raw)
		if o, isObject := v.(object); isObject && methods()[name].json {
			c.args = o
		} else if len(raw) > 0 && (!ok || v != nil && !isObject) {
			return c, refuse("invalid_json")
		}
	case "", "application/x-www-form-urlencoded", "multipart/form-data":
		if err := r.ParseForm(); err != nil {
			return c, refuse("invalid_form_data")
		}
		for name, values := range r.Form {
			c.args[name] = values[0]
		}
	default:
		return c, refuse("invalid_post_type")
	}
	if t := c.str("token"); c.raw == "" && t != "" {
		c.raw = t
	}
	delete(c.args, "token")
	return c, nil
}

// answer checks who calls and lets the method do its work. The lock is held.
func (c *call) answer() (object, *refusal) {
	m, known := methods()[c.method]
	if !known {
		return nil, &refusal{code: "unknown_method", extra: object{"req_method": c.method}}
	}
	if !m.open {
		if r := c.admit(m.app); r != nil {
			return nil, r
		}
	}
	if m.scope != "" {
		if r := c.need(m.scope); r != nil {
			return nil, r
		}
	}
	return m.do(c)
}

// admit finds out whose the token is.
func (c *call) admit(app bool) *refusal {
	t := c.tokens[c.raw]
	switch {
	case c.raw == "":
		return refuse("not_authed")
	case t == nil:
		return refuse("invalid_auth")
	case t.revoked:
		return refuse("token_revoked")
	case !t.expires.IsZero() && !c.Clock.Now().Before(t.expires):
		return refuse("token_expired")
	case t.app != app:
		return refuse("not_allowed_token_type")
	}
	c.token, c.w = t, t.w
	return nil
}

// need checks that the token has a scope.
func (c *call) need(scope string) *refusal {
	c.granted = scope
	for _, one := range c.token.scopes {
		if one == scope {
			c.used[scope] = true
			return nil
		}
	}
	return &refusal{code: "missing_scope", extra: object{"needed": scope, "provided": strings.Join(c.token.scopes, ",")}}
}

// str is an argument as a string.
func (c *call) str(name string) string {
	switch v := c.args[name].(type) {
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return ""
}

func (c *call) yes(name string) bool { v := c.str(name); return v == "true" || v == "1" }

// number is a whole number, or otherwise if there is none.
func (c *call) number(name string, otherwise int) int {
	if n, err := strconv.Atoi(c.str(name)); err == nil {
		return n
	}
	return otherwise
}

// value is an argument that is JSON: in a form it is a string of it.
func (c *call) value(name string) (v any, there, ok bool) {
	v, there = c.args[name]
	if s, isString := v.(string); isString {
		if s == "" {
			return nil, false, true
		}
		v, ok = decode([]byte(s))
		return v, true, ok
	}
	return v, there && v != nil, true
}

// page cuts a list as cursor and limit say, and is the cursor of what follows.
func page[T any](c *call, all []T, usual int) (part []T, next string) {
	from, limit := 0, c.number("limit", usual)
	if cursor := c.str("cursor"); cursor != "" {
		raw, _ := base64.StdEncoding.DecodeString(cursor)
		from, _ = strconv.Atoi(string(raw))
	}
	from = min(max(from, 0), len(all))
	to := min(from+max(limit, 1), len(all))
	if to < len(all) {
		next = base64.StdEncoding.EncodeToString([]byte(strconv.Itoa(to)))
	}
	return all[from:to], next
}
