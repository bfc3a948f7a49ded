package slack

import (
	"bytes"
	"context"
	"errors"
	"time"

	"github.com/slack-go/slack"

	"lotsenfunk/bot"
)

// A picture that was uploaded is looked through by Slack, and may be shown only then
// (github.com/slackapi/slack-github-action/issues/413). That takes a moment; who waits
// for it gets the words instead if it takes longer.
const (
	firstLook = 100 * time.Millisecond
	looks     = 6 // each after twice as long: 6 s in all
)

// upload uploads a picture, unless Slack has asked to wait with that. It returns Slack's
// id of it, or "" with what is wrong.
func (w *workspace) upload(ctx context.Context, p bot.Picture) (id string, err error) {
	err = w.within(limitFiles, func() error {
		id, err = w.uploaded(ctx, p)
		return w.trouble(err)
	})
	return id, err
}

// uploaded uploads a picture and waits until it may be shown.
func (w *workspace) uploaded(ctx context.Context, p bot.Picture) (string, error) {
	f, err := w.api(ctx).UploadFileContext(ctx, slack.UploadFileParameters{Filename: p.Name, FileSize: len(p.PNG),
		Reader: bytes.NewReader(p.PNG), Title: p.Name, AltTxt: cut(p.Alt, maxAltUpload)})
	if err != nil {
		return "", err
	}
	for look, pause := 0, firstLook; look < looks; look++ {
		known, _, _, err := w.api(ctx).GetFileInfoContext(ctx, f.ID, 0, 0)
		if err != nil {
			return "", err
		}
		if known.Mimetype != "" {
			return f.ID, nil
		}
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			timer.Stop()
			return "", ctx.Err()
		case <-timer.C:
		}
		pause *= 2
	}
	return "", errors.New("it is not looked through in time")
}
