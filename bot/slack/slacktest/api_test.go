package slacktest_test

import (
	"bytes"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"lotsenfunk/bot/slack/slacktest"
)

func TestMessages(t *testing.T) {
	r := newRig(t, app())
	ts := r.post(r.ideas, card(), text("Idee 53"), slack.MsgOptionMetadata(slack.SlackMetadata{
		EventType: "notice", EventPayload: map[string]any{"key": "k1"}}))
	s := r.only(r.ben, r.ideas)
	if s.Text != "Idee 53 & mehr" || s.Push != "Idee 53" || !s.Mine || len(s.Controls) != 2 {
		t.Errorf("seen: %+v", s)
	}
	if c := s.Controls[0]; c.Label != "Unterstützen" || c.Value != "53" || c.Confirm != "Wirklich?\nDas zählt." {
		t.Errorf("the button: %+v", c)
	}

	history, err := r.client.GetConversationHistory(&slack.GetConversationHistoryParameters{ChannelID: r.ideas, IncludeAllMetadata: true})
	r.must(err)
	if len(history.Messages) != 1 || history.Messages[0].Metadata.EventPayload["key"] != "k1" || history.Messages[0].BotID != r.ws.BotID {
		t.Errorf("history: %+v", history.Messages)
	}
	history, err = r.client.GetConversationHistory(&slack.GetConversationHistoryParameters{ChannelID: r.ideas})
	r.must(err)
	if history.Messages[0].Metadata.EventType != "" {
		t.Error("metadata were told without being asked for")
	}

	reply := r.post(r.ideas, text("Neues"), slack.MsgOptionTS(ts))
	again := r.post(r.ideas, text("Noch etwas"), slack.MsgOptionTS(reply)) // under the root all the same
	replies, _, _, err := r.client.GetConversationReplies(&slack.GetConversationRepliesParameters{ChannelID: r.ideas, Timestamp: ts})
	r.must(err)
	if len(replies) != 3 || replies[2].Timestamp != again || replies[2].ThreadTimestamp != ts {
		t.Errorf("replies: %+v", replies)
	}

	_, _, _, err = r.client.UpdateMessage(r.ideas, ts, text("Idee 53, geändert"))
	r.must(err)
	if s := r.seen(r.anna, r.ideas)[0]; s.Text != "Idee 53, geändert" || !s.Edited || len(s.Controls) != 0 {
		t.Errorf("after the change: %+v", s)
	}
	_, _, err = r.client.DeleteMessage(r.ideas, again)
	r.must(err)
	_, _, err = r.client.DeleteMessage(r.ideas, again)
	r.refused(err, "message_not_found")
	if n := len(r.seen(r.anna, r.ideas)); n != 2 {
		t.Errorf("%d messages are seen after one was deleted", n)
	}
	if n := len(r.ws.Heard(0)); n != 4 { // three said, one changed
		t.Errorf("%d things were heard: %+v", n, r.ws.Heard(0))
	}
}

func TestMessagesRefused(t *testing.T) {
	r := newRig(t, app())
	theirs, err := r.ws.As(r.anna).Write(t.Context(), r.ideas, "Hallo")
	r.must(err)
	archived := r.ws.Channel("alt", false, r.ws.Bot)
	r.ws.Archive(archived)
	foreign := r.ws.Channel("geheim", true, r.anna)
	gone := r.ws.User(slacktest.Profile{Name: "weg", Deleted: true})
	long := strings.Repeat("x", slacktest.MaxMessageText+1)
	post := func(channel string, o ...slack.MsgOption) error {
		_, _, err := r.client.PostMessage(channel, o...)
		return err
	}
	metadata := func(kind string, payload map[string]any) slack.MsgOption {
		return slack.MsgOptionMetadata(slack.SlackMetadata{EventType: kind, EventPayload: payload})
	}
	r.refused(post(r.ideas, text("")), "no_text")
	r.refused(post(r.ideas, text(long)), "msg_too_long")
	r.refused(post("C1", text("x")), "channel_not_found")
	r.refused(post(foreign, text("x")), "channel_not_found")
	r.refused(post(archived, text("x")), "is_archived")
	r.refused(post(gone, text("x")), "channel_not_found")
	r.refused(post(r.ideas, text("x"), slack.MsgOptionTS("yesterday")), "invalid_thread_ts")
	r.refused(post(r.ideas, text("x"), metadata("has a space", map[string]any{"a": "b"})), "invalid_metadata_schema")
	r.refused(post(r.ideas, text("x"), metadata("notice", map[string]any{"a": strings.Repeat("x", slacktest.MaxMetadata)})), "metadata_too_large")
	r.refused(post(r.ideas, slack.MsgOptionBlocks(slack.NewHeaderBlock(plain(strings.Repeat("x", 151))))), "invalid_blocks",
		"failed to match all allowed schemas [json-pointer:/blocks/0/text]", "must be less than 151 characters [json-pointer:/blocks/0/text/text]")
	_, _, _, err = r.client.UpdateMessage(r.ideas, theirs, text("x"))
	r.refused(err, "cant_update_message")
	_, _, err = r.client.DeleteMessage(r.ideas, theirs)
	r.refused(err, "cant_delete_message")
	ts := r.post(r.ideas, text("x"))
	_, _, _, err = r.client.UpdateMessage(r.ideas, ts, text(strings.Repeat("x", slacktest.MaxUpdateText+1)))
	r.refused(err, "msg_too_long")
	_, err = r.client.PostEphemeral(r.guides, r.cem, text("x"))
	r.refused(err, "user_not_in_channel")
	r.ws.Leave(r.guides, r.ws.Bot)
	r.refused(post(r.guides, text("x")), "channel_not_found")
}

func TestEphemeral(t *testing.T) {
	r := newRig(t, app())
	_, err := r.client.PostEphemeral(r.ideas, r.anna, text("nur für dich"))
	r.must(err)
	if s := r.only(r.anna, r.ideas); !s.Only || s.Text != "nur für dich" {
		t.Errorf("seen: %+v", s)
	}
	if all := r.seen(r.ben, r.ideas); len(all) != 0 {
		t.Errorf("another sees %+v", all)
	}
	if h := r.ws.Heard(0); len(h) != 1 || h[0].To != r.anna {
		t.Errorf("heard: %+v", h)
	}
}

func TestDirectory(t *testing.T) {
	r := newRig(t, app())
	u, err := r.client.GetUserInfo(r.ben, slack.GetUserInfoOptionIncludeLocale(true))
	r.must(err)
	if u.Locale != "en-GB" || u.TZ != "Europe/London" || u.RealName != "Ben Ohm" || u.IsRestricted || u.IsBot {
		t.Errorf("ben: %+v", u)
	}
	u, err = r.client.GetUserInfo(r.cem)
	r.must(err)
	if !u.IsRestricted {
		t.Errorf("cem: %+v", u)
	}
	_, err = r.client.GetUserInfo("U1")
	r.refused(err, "user_not_found")
	_, err = r.client.GetUserByEmail("anna@example.org")
	r.refused(err, "missing_scope")

	everybody, err := r.client.GetUsers(slack.GetUsersOptionLimit(2)) // over several pages
	r.must(err)
	if len(everybody) != 4 {
		t.Errorf("everybody: %d", len(everybody))
	}
	group := r.ws.Group("lotsen", r.anna, r.ben)
	members, err := r.client.GetUserGroupMembers(group)
	r.must(err)
	groups, err := r.client.GetUserGroups(slack.GetUserGroupsOptionIncludeUsers(true))
	r.must(err)
	if !slices.Equal(members, []string{r.anna, r.ben}) || len(groups) != 1 || !slices.Equal(groups[0].Users, members) {
		t.Errorf("groups: %v %+v", members, groups)
	}
	channels, _, err := r.client.GetConversations(&slack.GetConversationsParameters{Types: []string{"public_channel", "private_channel"}})
	r.must(err)
	if len(channels) != 2 || channels[0].Name != "ideen" || !channels[1].IsPrivate || !channels[1].IsGroup {
		t.Errorf("channels: %+v", channels)
	}
	dm, _, _, err := r.client.OpenConversation(&slack.OpenConversationParameters{Users: []string{r.anna}})
	r.must(err)
	if dm.ID != r.ws.DM(r.anna) {
		t.Errorf("direct messages: %s", dm.ID)
	}
	_, _, _, err = r.client.OpenConversation(&slack.OpenConversationParameters{Users: []string{r.ws.Bot}})
	r.refused(err, "cannot_dm_bot")
	me, err := r.client.AuthTest()
	r.must(err)
	if me.TeamID != r.ws.ID || me.UserID != r.ws.Bot || me.BotID != r.ws.BotID || !strings.Contains(me.Header.Get("X-OAuth-Scopes"), "chat:write,") {
		t.Errorf("auth.test: %+v", me)
	}
}

func TestTokens(t *testing.T) {
	a := app()
	a.Scopes = []string{"chat:write"}
	r := newRig(t, a)
	_, err := r.client.GetUserInfo(r.anna)
	r.refused(err, "missing_scope")
	var said slack.SlackErrorResponse
	if !errors.As(err, &said) || said.Needed != "users:read" || said.Provided != "chat:write" {
		t.Errorf("what is missing: %+v", said)
	}
	_, err = r.as("xoxb-wrong").AuthTest()
	r.refused(err, "invalid_auth")
	_, err = r.as("").AuthTest()
	r.refused(err, "not_authed")
	_, err = r.as(slacktest.AppToken).AuthTest()
	r.refused(err, "not_allowed_token_type")
	r.ws.Revoke()
	_, err = r.client.AuthTest()
	r.refused(err, "token_revoked")
}

func TestInstallation(t *testing.T) {
	a := app()
	a.Rotation = true
	r := newRig(t, a)
	other := r.Workspace("lindau")
	link := "https://slack.com/oauth/v2/authorize?client_id=" + slacktest.ClientID + "&scope=chat:write,im:write&state=s1&redirect_uri=https://bot.example.org/done"
	back, err := other.Grant(link, false)
	r.must(err)
	denied, err := other.Grant(link, true)
	if err != nil || !strings.Contains(denied, "error=access_denied") {
		t.Errorf("denied: %s %v", denied, err)
	}
	code := strings.TrimPrefix(strings.Split(strings.Split(back, "?")[1], "&")[0], "code=")
	option := slack.OAuthOptionAPIURL(r.URL)
	_, err = slack.GetOAuthV2Response(http.DefaultClient, slacktest.ClientID, "wrong", code, "https://bot.example.org/done", option)
	r.refused(err, "bad_client_secret")
	_, err = slack.GetOAuthV2Response(http.DefaultClient, slacktest.ClientID, slacktest.ClientSecret, code, "https://evil.example", option)
	r.refused(err, "bad_redirect_uri")
	got, err := slack.GetOAuthV2Response(http.DefaultClient, slacktest.ClientID, slacktest.ClientSecret, code, "https://bot.example.org/done", option)
	r.must(err)
	if got.Team.ID != other.ID || got.Scope != "chat:write,im:write" || got.RefreshToken == "" || got.ExpiresIn != 43200 {
		t.Errorf("installed: %+v", got)
	}
	_, err = slack.GetOAuthV2Response(http.DefaultClient, slacktest.ClientID, slacktest.ClientSecret, code, "https://bot.example.org/done", option)
	r.refused(err, "invalid_code")

	r.Turn(slacktest.TokenTime)
	_, err = r.as(got.AccessToken).AuthTest()
	r.refused(err, "token_expired")
	fresh, err := slack.RefreshOAuthV2Token(http.DefaultClient, slacktest.ClientID, slacktest.ClientSecret, got.RefreshToken, option)
	r.must(err)
	_, err = r.as(fresh.AccessToken).AuthTest()
	r.must(err)
	_, err = slack.RefreshOAuthV2Token(http.DefaultClient, slacktest.ClientID, slacktest.ClientSecret, got.RefreshToken, option)
	r.refused(err, "invalid_refresh_token")
	_, err = r.as(fresh.AccessToken).SendAuthRevoke("")
	r.must(err)
	_, err = r.as(fresh.AccessToken).AuthTest()
	r.refused(err, "token_revoked")
}

func TestReactionsPinsFiles(t *testing.T) {
	r := newRig(t, app())
	ts := r.post(r.ideas, text("x"))
	at := slack.NewRefToMessage(r.ideas, ts)
	r.must(r.client.AddReaction("bulb", at))
	r.refused(r.client.AddReaction("bulb", at), "already_reacted")
	r.must(r.client.RemoveReaction("bulb", at))
	r.refused(r.client.RemoveReaction("bulb", at), "no_reaction")
	r.must(r.client.AddPin(r.ideas, at))
	r.refused(r.client.AddPin(r.ideas, at), "already_pinned")
	if p := r.ws.As(r.anna).Pinned(r.ideas); len(p) != 1 || p[0].TS != ts {
		t.Errorf("pinned: %+v", p)
	}

	picture := []byte("\x89PNG\r\n\x1a\n and so on")
	f, err := r.client.UploadFile(slack.UploadFileParameters{Filename: "stand.png", FileSize: len(picture), Reader: bytes.NewReader(picture),
		Title: "Stand", AltTxt: "Drei Balken", Channel: r.ideas, InitialComment: "Der Stand", ThreadTimestamp: ts})
	r.must(err)
	if s := r.seen(r.anna, r.ideas)[1]; s.Text != "Der Stand\n[Drei Balken]" || s.Files[0] != "stand.png" || s.Thread != ts {
		t.Errorf("seen: %+v", s)
	}
	info, _, _, err := r.client.GetFileInfo(f.ID, 0, 0)
	r.must(err)
	if info.Mimetype != "image/png" || info.Size != len(picture) || len(info.Shares.Public[r.ideas]) != 1 {
		t.Errorf("file: %+v", info)
	}
	_, err = r.client.UploadFile(slack.UploadFileParameters{Filename: "x.png", FileSize: 3, Reader: bytes.NewReader(picture), Channel: r.ideas})
	if err == nil {
		t.Error("a file of another length was taken")
	}
	_, err = r.client.UploadFile(slack.UploadFileParameters{Filename: "x.png", FileSize: len(picture), Reader: bytes.NewReader(picture),
		Channel: r.ideas, InitialComment: strings.Repeat("x", slacktest.MaxFileComment+1)})
	if err == nil || !strings.Contains(err.Error(), "msg_too_long") {
		t.Errorf("a long comment: %v", err)
	}
}
