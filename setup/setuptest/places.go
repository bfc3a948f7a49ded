package setuptest

import (
	"encoding/json"
	"net/http"

	"github.com/mattermost/mattermost/server/public/model"
)

// has answers whether somebody is a member of a team or a channel.
func (s *Server) has(w http.ResponseWriter, place, user string) {
	if !s.members[place+user] {
		notFound(w)
		return
	}
	answer(w, map[string]string{"user_id": user})
}

func (s *Server) teamRoutes(add adder) {
	add("GET /teams", false, func(w http.ResponseWriter, _ *http.Request, _ *model.User) {
		all := []*model.Team{}
		for _, t := range s.teams {
			all = append(all, t)
		}
		answer(w, all)
	})
	add("POST /teams", false, func(w http.ResponseWriter, r *http.Request, me *model.User) {
		t := &model.Team{}
		_ = json.NewDecoder(r.Body).Decode(t)
		t.Id = model.NewId()
		s.teams[t.Id], s.members[t.Id+me.Id] = t, true
		s.channel(&model.Channel{TeamId: t.Id, Name: model.DefaultChannelName, Type: model.ChannelTypeOpen})
		answer(w, t)
	})
	add("GET /teams/name/*", false, func(w http.ResponseWriter, r *http.Request, _ *model.User) {
		for _, t := range s.teams {
			if t.Name == r.PathValue("a") {
				answer(w, t)
				return
			}
		}
		notFound(w)
	})
	add("GET /teams/*/members/*", false, func(w http.ResponseWriter, r *http.Request, _ *model.User) {
		s.has(w, r.PathValue("a"), r.PathValue("b"))
	})
	add("POST /teams/*/members", false, func(w http.ResponseWriter, r *http.Request, _ *model.User) {
		s.admit(w, r, r.PathValue("a"))
	})
	add("GET /teams/*/channels/name/*", false, func(w http.ResponseWriter, r *http.Request, _ *model.User) {
		for _, c := range s.channels {
			if c.TeamId == r.PathValue("a") && c.Name == r.PathValue("b") && c.DeleteAt == 0 {
				answer(w, c)
				return
			}
		}
		notFound(w)
	})
}

func (s *Server) channelRoutes(add adder) {
	add("POST /channels", false, func(w http.ResponseWriter, r *http.Request, me *model.User) {
		c := &model.Channel{}
		_ = json.NewDecoder(r.Body).Decode(c)
		for _, o := range s.channels {
			if o.TeamId == c.TeamId && o.Name == c.Name {
				refuse(w, http.StatusBadRequest, "store.sql_channel.save_channel.exists.app_error", "A channel with that name already exists on the same team.")
				return
			}
		}
		answer(w, s.channel(c))
		s.members[c.Id+me.Id] = true
	})
	add("GET /channels/*", false, func(w http.ResponseWriter, r *http.Request, _ *model.User) {
		if c := s.channels[r.PathValue("a")]; c != nil {
			answer(w, c)
			return
		}
		notFound(w)
	})
	add("GET /channels/*/members/*", false, func(w http.ResponseWriter, r *http.Request, _ *model.User) {
		s.has(w, r.PathValue("a"), r.PathValue("b"))
	})
	add("GET /channels/*/members", false, func(w http.ResponseWriter, r *http.Request, _ *model.User) {
		all := []map[string]string{}
		for id := range s.users {
			if s.members[r.PathValue("a")+id] {
				all = append(all, map[string]string{"user_id": id})
			}
		}
		answer(w, all)
	})
	add("POST /channels/*/members", false, func(w http.ResponseWriter, r *http.Request, _ *model.User) {
		s.admit(w, r, r.PathValue("a"))
	})
	add("DELETE /channels/*/members/*", false, func(w http.ResponseWriter, r *http.Request, _ *model.User) {
		delete(s.members, r.PathValue("a")+r.PathValue("b"))
		answer(w, map[string]string{"status": "OK"})
	})
}

func (s *Server) admit(w http.ResponseWriter, r *http.Request, place string) {
	var who struct {
		User string `json:"user_id"`
	}
	_ = json.NewDecoder(r.Body).Decode(&who)
	s.members[place+who.User] = true
	answer(w, map[string]string{"user_id": who.User})
}
