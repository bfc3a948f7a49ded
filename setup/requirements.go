package setup

import _ "embed"

// Requirements is what has to be requested before Lotsenfunk is set up: for the
// change request of whoever runs the Mattermost server. docs/mattermost.md holds
// the same text.
//
//go:embed requirements.md
var Requirements string
