package commands

// packageCommand is /paket.
func packageCommand() command {
	return command{name: "package", words: []string{"paket", "package"}, bare: "lotsenfunk.help", rows: decisionRows()}
}
