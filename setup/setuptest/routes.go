package setuptest

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"github.com/gorilla/websocket"
	"github.com/mattermost/mattermost/server/public/model"
)

// routes are the requests that the set-up makes.
func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	add := func(pattern string, open bool, do handle) {
		method, path, _ := strings.Cut(pattern, " ")
		n := 0
		for strings.Contains(path, "*") { // "*" is an id: {a}, {b}
			path = strings.Replace(path, "*", "{"+string(rune('a'+n))+"}", 1)
			n++
		}
		mux.HandleFunc(method+" /api/v4"+path, s.on(pattern, open, do))
	}
	s.server(add)
	s.people(add)
	s.teamRoutes(add)
	s.channelRoutes(add)
	s.slash(add)
	mux.HandleFunc("GET /api/v4/websocket", s.stream)
	return mux
}

type adder func(pattern string, open bool, do handle)

func notFound(w http.ResponseWriter) {
	refuse(w, http.StatusNotFound, "app.not_found", "There is no such thing.")
}

func (s *Server) server(add adder) {
	add("GET /system/ping", true, func(w http.ResponseWriter, _ *http.Request, _ *model.User) {
		answer(w, map[string]string{"status": "OK"})
	})
	add("GET /config/client", true, func(w http.ResponseWriter, _ *http.Request, _ *model.User) {
		none := "false"
		if len(s.users) == 0 {
			none = "true"
		}
		answer(w, map[string]string{"Version": s.Version, "SiteURL": s.Site, "NoAccounts": none})
	})
	add("GET /config", false, func(w http.ResponseWriter, _ *http.Request, _ *model.User) {
		answer(w, map[string]any{"ServiceSettings": map[string]any{
			"EnableBotAccountCreation": !s.Off["bots"], "EnableUserAccessTokens": !s.Off["tokens"], "EnableCommands": !s.Off["commands"],
			"AllowedUntrustedInternalConnections": s.Internal,
		}})
	})
}

func (s *Server) stream(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	closed := s.NoStream
	s.mu.Unlock()
	if closed {
		http.Error(w, "no upgrade here", http.StatusBadRequest)
		return
	}
	conn, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
	if err != nil {
		return
	}
	defer conn.Close()
	if _, _, err := conn.ReadMessage(); err == nil {
		_ = conn.WriteJSON(map[string]any{"event": "hello", "data": map[string]any{}, "seq": 0})
	}
}

func (s *Server) people(add adder) {
	add("GET /users/me", false, func(w http.ResponseWriter, _ *http.Request, me *model.User) { answer(w, me) })
	add("GET /users/*", false, func(w http.ResponseWriter, r *http.Request, _ *model.User) {
		if u := s.users[r.PathValue("a")]; u != nil {
			answer(w, u)
			return
		}
		notFound(w)
	})
	add("POST /bots", false, func(w http.ResponseWriter, r *http.Request, _ *model.User) {
		var b model.Bot
		_ = json.NewDecoder(r.Body).Decode(&b)
		u := &model.User{Id: model.NewId(), Username: b.Username, IsBot: true, BotDescription: b.Description, Roles: "system_user"}
		s.users[u.Id] = u
		b.UserId = u.Id
		w.WriteHeader(http.StatusCreated)
		answer(w, b)
	})
	add("POST /bots/*/enable", false, func(w http.ResponseWriter, r *http.Request, _ *model.User) {
		s.users[r.PathValue("a")].DeleteAt = 0
		answer(w, model.Bot{UserId: r.PathValue("a")})
	})
	add("POST /users/*/image", false, func(w http.ResponseWriter, r *http.Request, _ *model.User) {
		s.users[r.PathValue("a")].LastPictureUpdate = 1
		answer(w, map[string]string{"status": "OK"})
	})
	add("POST /users/*/tokens", false, func(w http.ResponseWriter, r *http.Request, _ *model.User) {
		t := model.UserAccessToken{Id: model.NewId(), Token: model.NewId(), UserId: r.PathValue("a")}
		s.tokens[t.Token] = t.UserId
		answer(w, t)
	})
	add("GET /users/*/*", false, func(w http.ResponseWriter, r *http.Request, _ *model.User) {
		if r.PathValue("b") == "teams" {
			s.teamsOf(w, r.PathValue("a"))
			return
		}
		for _, u := range s.users {
			if r.PathValue("a") == "username" && u.Username == r.PathValue("b") {
				answer(w, u)
				return
			}
		}
		notFound(w)
	})
	s.signIn(add)
}

func (s *Server) teamsOf(w http.ResponseWriter, user string) {
	all := []*model.Team{}
	for _, t := range s.teams {
		if s.members[t.Id+user] {
			all = append(all, t)
		}
	}
	answer(w, all)
}

// signIn is for a server that has nobody yet: everybody's password is right but
// "wrong".
func (s *Server) signIn(add adder) {
	add("POST /users", true, func(w http.ResponseWriter, r *http.Request, _ *model.User) {
		var u model.User
		_ = json.NewDecoder(r.Body).Decode(&u)
		u.Id, u.Roles = model.NewId(), "system_user"
		if len(s.users) == 0 {
			u.Roles += " system_admin"
		}
		s.users[u.Id] = &u
		w.WriteHeader(http.StatusCreated)
		answer(w, u)
	})
	add("POST /users/login", true, func(w http.ResponseWriter, r *http.Request, _ *model.User) {
		var said map[string]string
		_ = json.NewDecoder(r.Body).Decode(&said)
		for _, u := range s.users {
			if u.Username == said["login_id"] && said["password"] != "wrong" {
				token := model.NewId()
				s.tokens[token] = u.Id
				w.Header().Set("Token", token)
				answer(w, u)
				return
			}
		}
		refuse(w, http.StatusUnauthorized, "api.user.login.invalid_credentials_email_username", "Enter a valid email or username and/or password.")
	})
	add("POST /users/logout", false, func(w http.ResponseWriter, r *http.Request, _ *model.User) {
		_, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		delete(s.tokens, token)
		answer(w, map[string]string{"status": "OK"})
	})
}

func (s *Server) slash(add adder) {
	list := func(w http.ResponseWriter, team string) {
		all := []*model.Command{}
		for _, c := range s.commands {
			if c.TeamId == team {
				all = append(all, c)
			}
		}
		answer(w, all)
	}
	add("GET /commands", false, func(w http.ResponseWriter, r *http.Request, _ *model.User) { list(w, r.URL.Query().Get("team_id")) })
	add("GET /teams/*/commands/autocomplete", false, func(w http.ResponseWriter, r *http.Request, _ *model.User) { list(w, r.PathValue("a")) })
	add("POST /commands", false, func(w http.ResponseWriter, r *http.Request, _ *model.User) {
		c := &model.Command{}
		_ = json.NewDecoder(r.Body).Decode(c)
		c.Id, c.Token = model.NewId(), model.NewId()
		s.commands[c.Id] = c
		answer(w, c)
	})
	add("PUT /commands/*", false, func(w http.ResponseWriter, r *http.Request, _ *model.User) {
		c := &model.Command{}
		_ = json.NewDecoder(r.Body).Decode(c)
		s.commands[c.Id] = c
		answer(w, c)
	})
	add("DELETE /commands/*", false, func(w http.ResponseWriter, r *http.Request, _ *model.User) {
		delete(s.commands, r.PathValue("a"))
		answer(w, map[string]string{"status": "OK"})
	})
	add("POST /commands/execute", false, s.execute)
}

// execute calls the command's address, as a server does.
func (s *Server) execute(w http.ResponseWriter, r *http.Request, me *model.User) {
	var typed model.CommandArgs
	_ = json.NewDecoder(r.Body).Decode(&typed)
	word, text, _ := strings.Cut(strings.TrimPrefix(typed.Command, "/"), " ")
	for _, c := range s.commands {
		if c.Trigger != word || c.TeamId != s.channels[typed.ChannelId].TeamId {
			continue
		}
		form := url.Values{"text": {text}, "command": {"/" + word}, "user_id": {me.Id}, "channel_id": {typed.ChannelId}, "trigger_id": {model.NewId()}}
		req, err := http.NewRequestWithContext(r.Context(), http.MethodPost, c.URL, strings.NewReader(form.Encode()))
		if err == nil {
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			req.Header.Set("Authorization", "Token "+c.Token)
			s.mu.Unlock() // what is called may ask us
			resp, err := http.DefaultClient.Do(req)
			s.mu.Lock()
			if err == nil {
				defer resp.Body.Close()
				said := model.CommandResponse{}
				if resp.StatusCode != http.StatusOK {
					refuse(w, http.StatusInternalServerError, "api.command.execute_command.failed_resp.app_error", "returned response "+resp.Status)
				} else if json.NewDecoder(resp.Body).Decode(&said) == nil {
					answer(w, said)
				}
				return
			}
		}
		refuse(w, http.StatusInternalServerError, "api.command.execute_command.failed.app_error", "failed")
		return
	}
	refuse(w, http.StatusNotFound, "api.command.execute_command.not_found.app_error", "not found")
}
