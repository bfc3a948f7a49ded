package chart_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"testing"
	"time"

	"lotsenfunk/chart"
)

func points(counts ...[2]int) (all []chart.Point) {
	for i, c := range counts {
		on := time.Date(2027, time.March, 18+4*i, 12, 0, 0, 0, time.UTC)
		all = append(all, chart.Point{On: on, All: c[0], Done: c[1], Label: on.Format("2.1.")})
	}
	return all
}

func draw(t *testing.T, p []chart.Point) ([]byte, image.Image) {
	t.Helper()
	raw, err := chart.BurnUp(p, chart.Labels{Title: "Stand der Arbeitspakete", All: "12 geplant", Done: "7 fertig"})
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	return raw, img
}

// count is how many pixels come near a colour.
func count(img image.Image, want color.NRGBA) (n int) {
	near := func(a, b uint8) bool { return max(a, b)-min(a, b) < 12 }
	b := img.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			got := color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA)
			if near(got.R, want.R) && near(got.G, want.G) && near(got.B, want.B) {
				n++
			}
		}
	}
	return n
}

func TestBurnUpDrawsBothLines(t *testing.T) {
	raw, img := draw(t, points([2]int{10, 1}, [2]int{12, 4}, [2]int{12, 7}))
	if size := img.Bounds().Size(); size != (image.Point{X: chart.Width, Y: chart.Height}) {
		t.Errorf("the picture is %v", size)
	}
	for name, want := range map[string]struct {
		color.NRGBA
		least int
	}{
		"the line of what is done": {color.NRGBA{0x0B, 0x4F, 0x8A, 0xFF}, 500}, "the line of all": {color.NRGBA{0x8A, 0x3B, 0x06, 0xFF}, 500},
		"the field below": {color.NRGBA{0xC9, 0xDD, 0xEE, 0xFF}, 5000}, "the card": {color.NRGBA{0xFA, 0xFA, 0xF7, 0xFF}, 100_000},
	} {
		if n := count(img, want.NRGBA); n < want.least {
			t.Errorf("%s has %d pixels", name, n)
		}
	}
	again, _ := draw(t, points([2]int{10, 1}, [2]int{12, 4}, [2]int{12, 7}))
	if !bytes.Equal(raw, again) {
		t.Error("the same numbers give another picture")
	}
}

// Nothing of the picture lets the chat shine through, and none of its corners is
// left to what is behind it.
func TestBurnUpStandsOnItsOwnCard(t *testing.T) {
	_, img := draw(t, points([2]int{3, 0}, [2]int{3, 3}))
	b := img.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			if _, _, _, alpha := img.At(x, y).RGBA(); alpha != 0xFFFF {
				t.Fatalf("the chat shines through at %d, %d", x, y)
			}
		}
	}
}

func TestBurnUpOfAnyNumbers(t *testing.T) {
	for _, p := range [][]chart.Point{
		points([2]int{0, 0}, [2]int{0, 0}), points([2]int{1, 1}, [2]int{1, 1}), points([2]int{5000, 0}, [2]int{9000, 8999}),
		points([2]int{4, 0}, [2]int{5, 1}, [2]int{5, 2}, [2]int{6, 3}, [2]int{6, 4}, [2]int{6, 5}, [2]int{6, 6}, [2]int{6, 6}, [2]int{6, 6}),
	} {
		draw(t, p)
	}
}
