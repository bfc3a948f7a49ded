package slack

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/slack-go/slack"
)

// What Slack takes. Lengths are in characters, counted in UTF-16 units.
const (
	// docs.slack.dev/reference/block-kit/blocks
	maxBlocks   = 50
	maxID       = 255  // of a block's id, and of an action's
	maxFallback = 3000 // what stands in the place of a date
	maxActions  = 25   // elements in an actions block
	maxLabel    = 2000
	maxHint     = 2000
	maxAlt      = 2000
	// docs.slack.dev/reference/methods/files.getUploadURLExternal
	maxAltUpload = 1000
	// docs.slack.dev/reference/block-kit/block-elements
	maxButton      = 75
	maxButtonValue = 2000
	maxURL         = 3000
	maxPlaceholder = 150
	maxInput       = 3000
	// docs.slack.dev/reference/block-kit/composition-objects
	maxOptions      = 100 // in one select or one group of it
	maxOptionText   = 75
	maxOptionValue  = 150
	maxConfirmText  = 300
	maxConfirmYesNo = 30
	// docs.slack.dev/reference/views/modal-views
	maxTitle      = 24
	maxMetadata   = 3000
	maxViewBlocks = 100
	// docs.slack.dev/reference/methods/views.open, "view_too_large": 250 KB.
	maxViewBytes = 250_000

	// docs.slack.dev/reference/app-manifest
	maxAppLine      = 140
	maxAppText      = 4000 // and at least 174
	maxCommandHelp  = 2000
	maxCommandHint  = 1000
	maxShortcut     = 24
	maxShortcutHelp = 150

	// Of all words of a message. Slack documents no number; it refuses somewhat
	// above 13,000 (github.com/slackapi/bolt-js/issues/2509).
	maxWords = 12_000
	// docs.slack.dev/reference/methods/chat.update; the line that a push shows.
	maxLine = 4000
	// Of what goes back with an acknowledgement through a socket, in bytes: 20 KB less
	// what surrounds it. Slack documents no number; it drops what is longer, or closes
	// the socket with "Max frame length of 20480 has been exceeded"
	// (github.com/slack-go/slack/issues/1196, github.com/revelrylabs/slax/pull/614).
	maxAck = 18_000

	// docs.slack.dev/interactivity/handling-user-interaction: what is not
	// acknowledged within three seconds has failed; the way back takes its share.
	ackTime = 2800 * time.Millisecond
	// docs.slack.dev/authentication/verifying-requests-from-slack
	signatureTime = 5 * time.Minute
)

// fits says what is too much of a view: Slack would not open it.
func fits(v slack.ModalViewRequest) error {
	raw, err := json.Marshal(v)
	switch {
	case err != nil:
		return err
	case len(v.Blocks.BlockSet) > maxViewBlocks:
		return fmt.Errorf("the form has %d blocks, and Slack takes %d", len(v.Blocks.BlockSet), maxViewBlocks)
	case len(raw) > maxViewBytes:
		return fmt.Errorf("the form takes %d bytes, and Slack takes %d", len(raw), maxViewBytes)
	}
	return nil
}
