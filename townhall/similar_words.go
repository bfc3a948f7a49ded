package townhall

import "strings"

// The words that say little about what an idea is about: articles, pronouns and
// the like, and what people begin an idea with.

// germanStop are German words without weight.
var germanStop = wordSet(`
bald doch ganz gut immer mal nie richtig schnell schon wirklich
aber alle allem allen aller alles als also am an anbieten ander andere anderem anderen anderer
anderes auch auf aus bei besser bessere bin bis bist bitte da damit dann das dass dasselbe dazu dein
deine dem den denn der deren derer des deshalb dessen dich die dies diese dieselbe diesem diesen
dieser dieses dir doch dort du durch ein eine einem einen einer eines einfach einführen einige
einmal endlich er ermöglichen es etwas euch euer eure für gegen gern gerne gewesen hab habe haben
hat hatte hatten hier hin hinter ich idee ideen ihm ihn ihnen ihr ihre ihrem ihren ihrer im in indem
ins ist jede jedem jeden jeder jedes jene jetzt kann kein keine keinem keinen keiner können könnte
könnten machen man manche mehr mein meine meinem meinen meiner mich mir mit muss musste müssen nach
neue neuen neuer neues nicht nichts noch nun nur ob oder ohne sehr sein seine seinem seinen seiner
selbst sich sie sind so solche soll sollte sollten sondern sonst um und uns unser unsere unseren
unserer unter viel vom von vor vorschlag war waren was weg weil weiter welche wenn wer werde werden
wie wieder will wir wird wirst wo wollen wollte während wäre würde würden zu zum zur zwar zwischen
über ans aufs beim durchs fürs hinterm überm übers ums unterm vorm vors
`)

// englishStop are English words without weight.
var englishStop = wordSet(`
a about after all also am an and any are as at be been before being better both but by can could did
do does doing down each few for from further had has have having he her here hers him his how i idea
ideas if into is it its itself just let make me more most my new no nor not now of off on once only
or other our ours out over own please same she should so some such suggestion than that the their
theirs them then there these they this those through to too under until up very was we were what
when where which while who whom why will with would you your yours
`)

// sameMeaning maps words to the one that stands for them all.
var sameMeaning = map[string]string{
	"netz": "online", "internet": "online", "web": "online", "webseite": "online", "website": "online",
	"homepage": "online", "digital": "online", "digitale": "online", "digitaler": "online", "digitales": "online",
	"digitalen": "online", "digitally": "online", "electronic": "online", "electronically": "online", "elektronisch": "online", "elektronische": "online", "elektronischer": "online",
	"email": "mail", "kollegen": "kollege", "kolleginnen": "kollege", "mitarbeiter": "kollege",
	"mitarbeiterinnen": "kollege", "mitarbeitende": "kollege", "beschäftigte": "kollege",
}

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}
