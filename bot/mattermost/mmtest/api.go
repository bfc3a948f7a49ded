package mmtest

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/mattermost/mattermost/server/public/model"
)

// serve answers a request of the API.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	path := strings.TrimPrefix(r.URL.Path, "/api/v4")
	if path == "/websocket" {
		s.listen(w, r)
		return
	}
	s.mu.Lock()
	broken := s.breaks > 0 && path != "/users/me" && path != "/config/client"
	if broken {
		s.breaks--
	}
	refused := s.refuses || !strings.HasSuffix(r.Header.Get("Authorization"), " "+Token)
	s.mu.Unlock()
	if refused {
		fail(w, http.StatusUnauthorized, "api.context.session_expired.app_error")
		return
	}
	if broken {
		w.WriteHeader(http.StatusBadGateway)
		_, _ = w.Write([]byte("<h1>502 Bad Gateway</h1>"))
		return
	}
	parts := strings.Split(strings.Trim(path, "/"), "/")
	switch {
	case path == "/users/me":
		send(w, user(Bot))
	case path == "/config/client":
		send(w, map[string]string{"Version": "6.6.0", "SiteURL": s.URL})
	case parts[0] == "users" && len(parts) == 2:
		send(w, user(parts[1]))
	case parts[0] == "users" && len(parts) > 2 && parts[2] == "channels":
		send(w, []*model.Channel{s.channel(Direct(Anna)), s.channel(Direct(Ben)), s.channel(Channel)})
	case parts[0] == "users":
		send(w, []any{}) // no teams, so no commands
	case path == "/channels/direct":
		var pair []string
		if json.NewDecoder(r.Body).Decode(&pair) != nil || len(pair) != 2 {
			fail(w, http.StatusBadRequest, "api.context.invalid_param.app_error")
			return
		}
		send(w, s.channel(Direct(pair[1])))
	case parts[0] == "channels" && len(parts) == 2:
		send(w, s.channel(parts[1]))
	case parts[0] == "channels" && parts[2] == "posts":
		send(w, s.list(parts[1], r.URL.Query().Get("since")))
	case parts[0] == "posts":
		s.post(w, r, parts[1:])
	default:
		fail(w, http.StatusNotFound, "api.context.404.app_error")
	}
}

func send(w http.ResponseWriter, v any) { _ = json.NewEncoder(w).Encode(v) }

func fail(w http.ResponseWriter, status int, id string) {
	w.WriteHeader(status)
	send(w, model.AppError{Id: id, Message: id, StatusCode: status})
}

func user(id string) *model.User {
	u := &model.User{Id: id, Username: "user" + id[:1], Nickname: map[string]string{Anna: "Anna", Ben: "Ben"}[id], Locale: "de", IsBot: id == Bot,
		Timezone: model.StringMap{"useAutomaticTimezone": "false", "manualTimezone": "Europe/Berlin"}}
	return u
}

// channel is the open channel, or somebody's direct messages.
func (s *Server) channel(id string) *model.Channel {
	c := &model.Channel{Id: id, Type: model.ChannelTypeOpen, Name: "ideen", DisplayName: "Ideen"}
	for _, who := range []string{Anna, Ben} {
		if id == Direct(who) {
			c.Type, c.Name = model.ChannelTypeDirect, Bot+"__"+who
		}
	}
	for _, p := range s.Posts() {
		if p.ChannelId == id {
			c.LastPostAt = p.CreateAt
		}
	}
	return c
}

// list are the posts of a channel, the newest first.
func (s *Server) list(channel, since string) *model.PostList {
	list := model.NewPostList()
	from, _ := strconv.ParseInt(since, 10, 64) // none is the beginning
	for _, p := range slices.Backward(s.Posts()) {
		if p.ChannelId == channel && p.UpdateAt > from {
			list.AddPost(p)
			list.AddOrder(p.Id)
		}
	}
	return list
}

// post makes, shows or changes a post.
func (s *Server) post(w http.ResponseWriter, r *http.Request, parts []string) {
	if len(parts) == 0 {
		var p model.Post
		if json.NewDecoder(r.Body).Decode(&p) != nil {
			fail(w, http.StatusBadRequest, "api.context.invalid_param.app_error")
			return
		}
		p.UserId = Bot
		send(w, s.keep(&p))
		return
	}
	for _, p := range s.Posts() {
		if p.Id != parts[0] {
			continue
		}
		if len(parts) == 2 && parts[1] == "patch" {
			var patch model.PostPatch
			if json.NewDecoder(r.Body).Decode(&patch) == nil {
				p = s.patch(p, &patch)
			}
		}
		send(w, p)
		return
	}
	fail(w, http.StatusNotFound, "app.post.get.app_error")
}

// patch puts a changed copy in the place of a post.
func (s *Server) patch(old *model.Post, patch *model.PostPatch) *model.Post {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := old.Clone()
	p.Patch(patch)
	s.posts[slices.IndexFunc(s.posts, func(one *model.Post) bool { return one.Id == p.Id })] = p
	s.notify()
	return p
}
