package i18n_test

import (
	"fmt"
	"time"

	"lotsenfunk/i18n"
)

// A printed message: what somebody typed stands in it as they typed it, and the
// sentence around it keeps its own looks.
func Example() {
	catalogues, err := i18n.Load()
	if err != nil {
		fmt.Println(err)
		return
	}
	berlin, _ := time.LoadLocation("Europe/Berlin")
	p := catalogues.Printer(i18n.Pick("de", "du"), berlin)

	text := p.Text("error.unknown_command_near", i18n.Args{"Text": "**idde** @channel", "Near": "/idee"})
	fmt.Println(text.Plain())
	fmt.Println(text.HTML())

	until := time.Date(2027, time.March, 25, 9, 0, 0, 0, berlin)
	fmt.Println(p.Line("idea_state.parked_until", i18n.Args{"Day": i18n.Day{Time: until}}))
	// Output:
	// „**idde** @channel“ kenne ich nicht.
	// Meintest du /idee?
	// <p><strong>„**idde** @channel“ kenne ich nicht.</strong><br>Meintest du <code>/idee</code>?</p>
	// zurückgestellt bis Do., 25. März
}
