package mattermost

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/mattermost/mattermost/server/public/model"
)

// Two replicas are told of the same new team. The one that comes second takes the
// command that the first has created.
func TestTheOtherReplicaWasFaster(t *testing.T) {
	r := newRig(t)
	listed := 0
	r.tiny.instead(func(w http.ResponseWriter, req *http.Request) {
		if req.Method == http.MethodPost {
			w.WriteHeader(http.StatusBadRequest)
			_ = json.NewEncoder(w).Encode(model.AppError{Id: errDuplicate, StatusCode: http.StatusBadRequest})
			return
		}
		all := []*model.Command{}
		if listed++; listed > 1 {
			all = append(all, &model.Command{Id: "c", Trigger: "idee", Method: "P", URL: "https://bot.example" + pathCommand, Token: "the-others-token"})
		}
		_ = json.NewEncoder(w).Encode(all)
	})
	one := Reconciler{Client: r.servers["t"].client, Memory: r.memory, Key: testKey, Tenant: "t", Callback: "https://bot.example", Commands: []Command{{Word: "idee"}}}
	if err := one.Team(t.Context(), "team"); err != nil {
		t.Fatal(err)
	}
	if s, err := r.byToken(t.Context(), "the-others-token"); err != nil || s.tenant.ID != "t" {
		t.Errorf("its token is not known: %v", err)
	}
	for name, value := range r.memory.all() {
		if strings.Contains(value, "the-others-token") {
			t.Errorf("%s holds the token itself: %s", name, value)
		}
	}
	for _, forged := range []string{"", "other"} {
		if _, err := r.byToken(t.Context(), forged); err == nil {
			t.Errorf("%q is taken", forged)
		}
	}
}
