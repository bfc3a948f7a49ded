package slacktest

import "time"

// What Slack takes, and where it says so. Lengths are counted in UTF-16 units, so
// that what this workspace takes is never longer than what Slack counts.
const (
	// Blocks: docs.slack.dev/reference/block-kit/blocks
	MaxMessageBlocks = 50
	MaxViewBlocks    = 100
	MaxBlockID       = 255
	// docs.slack.dev/reference/block-kit/blocks/section-block
	MaxSectionText   = 3000
	MaxSectionFields = 10
	MaxSectionField  = 2000
	// docs.slack.dev/reference/block-kit/blocks/header-block
	MaxHeaderText = 150
	// docs.slack.dev/reference/block-kit/blocks/context-block
	MaxContextElements = 10
	MaxContextText     = 3000
	// docs.slack.dev/reference/block-kit/blocks/actions-block
	MaxActionsElements = 25
	// docs.slack.dev/reference/block-kit/blocks/input-block
	MaxInputLabel = 2000
	MaxInputHint  = 2000
	// docs.slack.dev/reference/block-kit/blocks/image-block
	MaxImageURL   = 3000
	MaxImageAlt   = 2000
	MaxImageTitle = 2000
	// docs.slack.dev/reference/block-kit/blocks/markdown-block; of all in one message
	MaxMarkdown = 12_000
	// docs.slack.dev/reference/block-kit/blocks/rich-text-block
	MaxListIndent = 8

	// docs.slack.dev/reference/methods/conversations.create, conversations.setPurpose
	MaxChannelName = 80
	MaxPurpose     = 250

	// Elements: docs.slack.dev/reference/block-kit/block-elements
	MaxActionID = 255
	// …/button-element
	MaxButtonText  = 75
	MaxButtonValue = 2000
	MaxButtonURL   = 3000
	MaxButtonLabel = 75 // accessibility_label
	// …/select-menu-element, …/multi-select-menu-element
	MaxSelectOptions = 100
	MaxOptionGroups  = 100
	MaxPlaceholder   = 150
	// …/overflow-menu-element
	MaxOverflowOptions = 5
	// …/checkboxes-element, …/radio-button-group-element
	MaxBoxes = 10
	// …/plain-text-input-element
	MaxInputLength = 3000
	// …/datetime-picker-element: ten digits
	MinDateTime = 1_000_000_000
	MaxDateTime = 9_999_999_999

	// docs.slack.dev/reference/block-kit/composition-objects/option-object. For values
	// older versions of the page said 75 (github.com/slackapi/python-slack-sdk/pull/1655).
	MaxOptionText        = 75
	MaxOptionValue       = 150
	MaxOptionDescription = 75
	MaxOptionURL         = 3000
	// …/option-group-object
	MaxGroupLabel = 75
	// …/confirmation-dialog-object
	MaxConfirmTitle  = 100
	MaxConfirmText   = 300
	MaxConfirmButton = 30

	// Views: docs.slack.dev/reference/views/modal-views, …/home-tab-views
	MaxViewTitle       = 24
	MaxViewButton      = 24
	MaxPrivateMetadata = 3000
	MaxCallbackID      = 255
	MaxExternalID      = 255
	MaxViewBytes       = 250_000 // docs.slack.dev/reference/methods/views.open: view_too_large
	MaxViewStack       = 3       // …/views.push: push_limit_reached

	// docs.slack.dev/reference/methods/chat.postMessage: longer text is cut off.
	MaxMessageText = 40_000
	// …/chat.update: msg_too_long
	MaxUpdateText = 4000
	// Of all words in the blocks of a message. The page does not say so, the
	// server does (msg_blocks_too_long): github.com/slackapi/bolt-js/issues/2509.
	MaxBlocksText = 13_000
	// docs.slack.dev/messaging/message-metadata names the error metadata_too_large
	// but no number; this one is on the safe side. In bytes of JSON.
	MaxMetadata = 8000
	// docs.slack.dev/reference/methods/files.completeUploadExternal: the comment is
	// a message, of which chat.update takes 4000.
	MaxFileComment = 4000
	MaxFileAlt     = 1000 // …/files.getUploadURLExternal: alt_txt

	// docs.slack.dev/interactivity/handling-user-interaction: what is not
	// acknowledged by then has failed, and a trigger id is good for as long.
	AckTime     = 3 * time.Second
	TriggerTime = 3 * time.Second
	// …#message_responses
	HookUses = 5
	HookTime = 30 * time.Minute
	// The payload of an acknowledgement through a socket, in bytes.
	MaxAckPayload = 20_000
	// docs.slack.dev/apis/events-api/using-socket-mode
	MaxConnections = 10
	// docs.slack.dev/authentication/using-token-rotation
	TokenTime = 12 * time.Hour
	// docs.slack.dev/authentication/installing-with-oauth
	CodeTime = 10 * time.Minute
)

// retryAfter is when an event that was not acknowledged is sent again: nearly at
// once, after a minute, after five (docs.slack.dev/apis/events-api, "Retries").
func retryAfter() []time.Duration { return []time.Duration{0, time.Minute, 5 * time.Minute} }
