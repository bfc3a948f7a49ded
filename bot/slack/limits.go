package slack

import "time"

// What Slack takes. Lengths are in characters, counted in UTF-16 units.
const (
	// docs.slack.dev/reference/block-kit/blocks
	maxBlocks   = 50
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
	maxTitle    = 24
	maxMetadata = 3000

	// docs.slack.dev/reference/app-manifest
	maxAppLine      = 140
	maxShortcut     = 24
	maxShortcutHelp = 150

	// Of all words of a message. Slack documents no number; it refuses somewhat
	// above 13,000 (github.com/slackapi/bolt-js/issues/2509).
	maxWords = 12_000
	// docs.slack.dev/reference/methods/chat.update; the line that a push shows.
	maxLine = 4000
	// Of what goes back with an acknowledgement through a socket, in bytes: 20 KB
	// less what surrounds it.
	maxAck = 18_000

	// docs.slack.dev/interactivity/handling-user-interaction: what is not
	// acknowledged within three seconds has failed; the way back takes its share.
	ackTime = 2800 * time.Millisecond
	// docs.slack.dev/authentication/verifying-requests-from-slack
	signatureTime = 5 * time.Minute
)
