package e2e

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// axe is axe-core, which looks for what keeps people with disabilities out.
//
//go:embed testdata/axe/axe.min.js
var axe string

// patience is how long a page may take before a test gives up; no test waits
// for it when all is well.
const patience = 60 * time.Second

// browser is one running Chromium. LOTSENFUNK_CHROMIUM names another one.
type browser struct {
	ctx context.Context
}

func openBrowser(t *testing.T) *browser {
	t.Helper()
	path := os.Getenv("LOTSENFUNK_CHROMIUM")
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil && path == "" {
			path = found
		}
	}
	if path == "" {
		const none = "no Chromium: set LOTSENFUNK_CHROMIUM or install it (Debian: apt-get install chromium)"
		if strings.Contains(os.Getenv("LOTSENFUNK_REQUIRE"), "chromium") {
			t.Fatal(none)
		}
		t.Skip(none)
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.UserDataDir(t.TempDir()), chromedp.NoSandbox,
		chromedp.DisableGPU, chromedp.NoFirstRun,
		chromedp.Flag("lang", "de-DE"), // the browser's own date fields speak its language
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true),
	)...)
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	return &browser{ctx}
}

// window is one tab. A script's error or anything a page's policy refuses
// fails the test.
type window struct {
	*testing.T
	ctx context.Context
}

func (b *browser) window(t *testing.T, width, height int64, dark bool) *window {
	t.Helper()
	tab, cancel := chromedp.NewContext(b.ctx)
	t.Cleanup(cancel)
	w := &window{t, tab}
	w.run(chromedp.Navigate("about:blank")) // the first action opens the tab and may have no deadline
	err := chromedp.Listen(tab, func(ev any) {
		switch ev := ev.(type) {
		case *runtime.EventExceptionThrown:
			t.Errorf("the page's script failed: %s", ev.ExceptionDetails.Text)
		case *log.EventEntryAdded:
			if ev.Entry.Level == log.EntryLevelError {
				t.Errorf("the page complains: %s", ev.Entry.Text)
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(tab, patience)
	t.Cleanup(stop)
	w.ctx = ctx
	scheme := "light"
	if dark {
		scheme = "dark"
	}
	media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme},
		{Name: "prefers-reduced-motion", Value: "reduce"},
	}}
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, media); err != nil {
		t.Fatal(err)
	}
	phone := []chromedp.EmulateViewportOption{}
	if width < 500 {
		phone = append(phone, chromedp.EmulateMobile, chromedp.EmulateTouch)
	}
	w.run(chromedp.EmulateViewport(width, height, phone...))
	return w
}

func (w *window) run(actions ...chromedp.Action[chromedp.Void]) {
	w.Helper()
	if err := chromedp.Do(w.ctx, actions...); err != nil {
		w.Fatal(err)
	}
}

// ask evaluates an expression in the page and waits for it if it is a promise.
func ask[T any](w *window, expression string) T {
	w.Helper()
	answer, err := chromedp.Run(w.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		w.Fatalf("%.200s: %v", expression, err)
	}
	return answer
}

// open goes to a page and waits until it follows what happens.
func (w *window) open(url string) {
	w.Helper()
	w.run(chromedp.Navigate(url))
}

// sees waits until the page shows the words.
func (w *window) sees(selector, words string) {
	w.Helper()
	w.until(fmt.Sprintf("%s shows %q", selector, words), fmt.Sprintf("[...document.querySelectorAll(%s)].some((e) => e.textContent.includes(%s))", quote(selector), quote(words)))
}

// gone waits until nothing on the page fits the selector.
func (w *window) gone(selector string) {
	w.Helper()
	w.until("no "+selector, fmt.Sprintf("!document.querySelector(%s)", quote(selector)))
}

// until waits until an expression is true in the page: it is asked again at
// every change of the page.
func (w *window) until(what, expression string) {
	w.Helper()
	question := fmt.Sprintf(`new Promise((done) => {
		const holds = () => Boolean(%s);
		if (holds()) return done(true);
		const watch = new MutationObserver(() => { if (holds()) { watch.disconnect(); done(true); } });
		watch.observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
		setTimeout(() => done(holds()), %d);
	})`, expression, patience.Milliseconds()/2)
	answer, err := chromedp.Run(w.ctx, chromedp.Evaluate[bool](question, chromedp.EvalAwaitPromise))
	for err != nil && w.ctx.Err() == nil { // the page was left meanwhile: ask the next one
		answer, err = chromedp.Run(w.ctx, chromedp.Evaluate[bool](question, chromedp.EvalAwaitPromise))
	}
	if !answer {
		w.Fatalf("waited in vain for: %s\n%s", what, ask[string](w, `document.body.innerText`))
	}
}

// is fails unless an expression is true in the page now.
func (w *window) is(what, expression string) {
	w.Helper()
	if !ask[bool](w, "Boolean("+expression+")") {
		w.Errorf("not so: %s", what)
	}
}

func (w *window) click(selector string) {
	w.Helper()
	w.run(chromedp.Click(chromedp.CSS(selector)))
}

// press clicks the newest button with this label that always stands there.
func (w *window) press(label string) {
	w.Helper()
	w.run(chromedp.Click(chromedp.Search(fmt.Sprintf(`(//button[normalize-space()=%s and not(ancestor::*[@class="tools"])])[last()]`, quote(label)))))
}

// hover moves the pointer over an element.
func (w *window) hover(selector string) {
	w.Helper()
	at := ask[[]float64](w, fmt.Sprintf(`(() => { const r = document.querySelector(%s).getBoundingClientRect(); return [r.left + r.width / 2, r.top + r.height / 2]; })()`, quote(selector)))
	w.run(chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, at[0], at[1]))
}

func (w *window) keys(keys string, held ...chromedp.KeyOption) {
	w.Helper()
	w.run(chromedp.KeyEvent(keys, held...))
}

// enter presses the Enter key, with what is held down. A key that writes is one
// event as from a keyboard, so that a page which takes the key gets no line
// break as well.
func (w *window) enter(held chromedp.Modifier) {
	w.Helper()
	down := input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyDown, Key: "Enter", Code: "Enter", Text: "\r", WindowsVirtualKeyCode: 13, Modifiers: int64(held)}
	up := down
	up.Type, up.Text = input.DispatchKeyEventTypeKeyUp, ""
	for _, event := range []input.DispatchKeyEventParams{down, up} {
		if _, err := chromedp.Call(w.ctx, input.DispatchKeyEvent, event); err != nil {
			w.Fatal(err)
		}
	}
}

// write types into a field.
func (w *window) write(selector, words string) {
	w.Helper()
	w.run(chromedp.Focus(chromedp.CSS(selector)), chromedp.KeyEvent(words))
}

// send types into a field and presses Enter.
func (w *window) send(selector, words string) {
	w.Helper()
	w.write(selector, words)
	w.enter(0)
}

// accessible fails on anything serious or critical that axe-core finds. It is
// evaluated from outside, where the page's policy does not apply.
func (w *window) accessible(what string) {
	w.Helper()
	w.run(chromedp.Evaluate[chromedp.Void](axe))
	raw := ask[string](w, `axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}).then((r) => JSON.stringify(r.violations.map((v) => ({
		impact: v.impact, id: v.id, help: v.help, at: v.nodes.map((n) => n.html.slice(0, 160) + ": " + n.failureSummary)}))))`)
	var found []struct {
		Impact, ID, Help string
		At               []string
	}
	if err := json.Unmarshal([]byte(raw), &found); err != nil {
		w.Fatal(err)
	}
	for _, f := range found {
		w.Errorf("%s: %s %s: %s\n\t%s", what, f.Impact, f.ID, f.Help, strings.Join(f.At, "\n\t"))
	}
}

// picture keeps what the window shows in the folder that LOTSENFUNK_SCREENSHOTS
// names; without it nothing is kept. The README's pictures are made so:
//
//	LOTSENFUNK_SCREENSHOTS=../docs/img go test -run Playground .
func (w *window) picture(name string) {
	w.Helper()
	dir := os.Getenv("LOTSENFUNK_SCREENSHOTS")
	if dir == "" {
		return
	}
	png, err := chromedp.Run(w.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		w.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644); err != nil {
		w.Fatal(err)
	}
}

func quote(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // strings always can be
	}
	return string(b)
}
