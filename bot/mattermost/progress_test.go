package mattermost

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/mattermost/mattermost/server/public/model"
)

// The server gives a thousand of the posts that are new, any of them; the others
// are looked up.
func TestMoreIsMissedThanTheServerGivesAtOnce(t *testing.T) {
	r := newRig(t)
	const posts = 1500
	all := make([]*model.Post, posts) // newest first
	for i := range all {
		all[i] = &model.Post{Id: fmt.Sprintf("p%025d", i), ChannelId: ideas, CreateAt: int64(10_000 - i)}
	}
	r.tiny.instead(func(w http.ResponseWriter, req *http.Request) {
		some := all[posts-mostNew:]
		if req.URL.Query().Get("since") == "" {
			page, err := strconv.Atoi(req.URL.Query().Get("page"))
			if err != nil || !strings.HasSuffix(req.URL.Path, "/posts") {
				t.Errorf("asked for %s", req.URL)
			}
			some = all[min(page*findPage, posts):min((page+1)*findPage, posts)]
		}
		list := model.NewPostList()
		for _, p := range some {
			list.AddPost(p)
			list.AddOrder(p.Id)
		}
		_ = json.NewEncoder(w).Encode(list)
	})
	list, err := newStream(r.servers["t"], nil).since(t.Context(), ideas, 8_000)
	if err != nil || len(list.Posts) != posts || len(list.Order) != posts {
		t.Errorf("%d posts, %d in order, %v", len(list.Posts), len(list.Order), err)
	}
}
