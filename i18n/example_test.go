package i18n_test

import (
	"fmt"
	"time"

	"lotsenfunk/i18n"
)

// A printed message: what somebody typed stands in it as they typed it, while
// what the program itself puts in has its own look.
func Example() {
	catalogues, err := i18n.Load()
	if err != nil {
		fmt.Println(err)
		return
	}
	berlin, _ := time.LoadLocation("Europe/Berlin")
	p := catalogues.Printer(i18n.Pick("de", "du"), berlin)

	text := p.Text("error.your_text", i18n.Args{"Text": "**Termine** online <buchen> @channel"})
	fmt.Println(text.Plain())
	fmt.Println(text.HTML())

	fmt.Println(p.Text("error.internal.text", i18n.Args{"Id": i18n.Code("k3x9a7qf")}).HTML())

	until := time.Date(2027, time.March, 25, 9, 0, 0, 0, berlin)
	fmt.Println(p.Line("state.idea.parked_until", i18n.Args{"Until": i18n.Day{Time: until}}))
	// Output:
	// Dein Text: „**Termine** online <buchen> @channel“
	// <p>Dein Text: „**Termine** online &lt;buchen&gt; @channel“</p>
	// <p>Versuch es bitte gleich noch einmal. Bleibt es dabei, nenne der Koordination die Fehlernummer <code>k3x9a7qf</code>.</p>
	// zurückgestellt bis Do., 25. März
}
