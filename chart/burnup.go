package chart

import (
	"bytes"
	"image/color"
	"strconv"
	"time"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
)

// Point is how much there was to do, and how much of it was done, from a day on.
type Point struct {
	On    time.Time
	All   int
	Done  int
	Label string // the day, as it is written below the picture
}

// Labels are the words in the picture.
type Labels struct {
	Title string
	All   string // at the end of the upper line: "12 geplant"
	Done  string // at the end of the lower line: "5 fertig"
}

// Size of the picture in pixels.
const (
	Width  = 800
	Height = 420
)

// The colours. All stand out against the card by 4.5 to 1 and more.
var (
	card  = color.NRGBA{0xFA, 0xFA, 0xF7, 0xFF}
	ink   = color.NRGBA{0x1F, 0x24, 0x2B, 0xFF}
	frame = color.NRGBA{0x6B, 0x72, 0x80, 0xFF}
	blue  = color.NRGBA{0x0B, 0x4F, 0x8A, 0xFF}
	brown = color.NRGBA{0x8A, 0x3B, 0x06, 0xFF}
	fill  = color.NRGBA{0xC9, 0xDD, 0xEE, 0xFF}
)

const (
	dpi       = 96
	bold      = vg.Length(3)  // points
	left      = vg.Length(40) // room for the half of the first day that stands left of the axis
	maxLabels = 3             // days that are written below the picture, about
)

// The sizes of what is written, in points: a phone shows the picture at a third of
// its width.
const (
	titleSize = 19
	endSize   = 18
	tickSize  = 15
)

// BurnUp draws how much there is to do as a dashed line and how much is done as a
// solid one above a coloured field, and returns a PNG. The points are in order of
// their days, at least two.
func BurnUp(points []Point, l Labels) ([]byte, error) {
	p := plot.New()
	p.BackgroundColor = card
	p.Title.Text = l.Title
	p.Title.Padding = vg.Points(8)
	style(&p.Title.TextStyle, titleSize)
	p.Y.Min, p.Y.Tick.Marker = 0, whole{most(points)}
	p.Y.Max = float64(most(points)) * 1.15
	p.X.Tick.Marker = days(points)
	for _, a := range []*plot.Axis{&p.X, &p.Y} {
		a.Color, a.Tick.Color = frame, frame
		style(&a.Tick.Label, tickSize)
	}
	grid := plotter.NewGrid()
	grid.Vertical.Color, grid.Horizontal.Color = color.Transparent, color.NRGBA{0xD9, 0xDC, 0xE0, 0xFF}
	all, done, err := lines(points)
	if err != nil {
		return nil, err
	}
	ends, err := endLabels(points, l)
	if err != nil {
		return nil, err
	}
	p.Add(grid, done, all, ends)
	last := at(points[len(points)-1].On)
	first := at(points[0].On)
	p.X.Min, p.X.Max = first, last+(last-first)*0.28 // room for what stands at the ends of the lines
	return png(p)
}

// lines are both lines, as steps: what is so on a day stays so until it changes.
func lines(points []Point) (all, done *plotter.Line, err error) {
	alls, dones := make(plotter.XYs, len(points)), make(plotter.XYs, len(points))
	for i, p := range points {
		alls[i] = plotter.XY{X: at(p.On), Y: float64(p.All)}
		dones[i] = plotter.XY{X: at(p.On), Y: float64(p.Done)}
	}
	if all, err = plotter.NewLine(alls); err != nil {
		return nil, nil, err
	}
	if done, err = plotter.NewLine(dones); err != nil {
		return nil, nil, err
	}
	all.StepStyle, done.StepStyle = plotter.PostStep, plotter.PostStep
	all.Color, all.Width, all.Dashes = brown, bold, []vg.Length{vg.Points(8), vg.Points(4)}
	done.Color, done.Width, done.FillColor = blue, bold, fill
	return all, done, nil
}

// endLabels name the lines where they end. Two that would stand on each other are
// moved apart.
func endLabels(points []Point, l Labels) (*plotter.Labels, error) {
	last := points[len(points)-1]
	upper, lower := float64(last.All), float64(last.Done)
	if gap := float64(most(points)) * 0.11; upper-lower < gap {
		upper = lower + gap
	}
	labels, err := plotter.NewLabels(plotter.XYLabels{
		XYs: plotter.XYs{{X: at(last.On), Y: upper}, {X: at(last.On), Y: lower}}, Labels: []string{l.All, l.Done}})
	if err != nil {
		return nil, err
	}
	for i, c := range []color.Color{brown, blue} {
		style(&labels.TextStyle[i], endSize)
		labels.TextStyle[i].Color, labels.TextStyle[i].YAlign = c, text.YCenter
	}
	labels.Offset = vg.Point{X: vg.Points(6)}
	return labels, nil
}

func style(s *text.Style, size vg.Length) {
	s.Font = font.From(font.Font{Typeface: "Liberation", Variant: "Sans"}, size)
	s.Color = ink
}

func at(t time.Time) float64 { return float64(t.Unix()) }

// most is the highest value, at least 1.
func most(points []Point) int {
	most := 1
	for _, p := range points {
		most = max(most, p.All, p.Done)
	}
	return most
}

// whole puts ticks at whole numbers, at most about six.
type whole struct{ most int }

// Ticks are the ticks of the upright axis.
func (w whole) Ticks(_, _ float64) (ticks []plot.Tick) {
	step := 1
	for _, s := range []int{1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 100000} {
		if step = s; w.most/s <= 6 {
			break
		}
	}
	for v := 0; v <= w.most; v += step {
		ticks = append(ticks, plot.Tick{Value: float64(v), Label: strconv.Itoa(v)})
	}
	return ticks
}

// days writes some of the days below the picture: the first, the last, and a few
// between that stand far enough apart.
func days(points []Point) plot.ConstantTicks {
	first, last := at(points[0].On), at(points[len(points)-1].On)
	apart := (last - first) / maxLabels
	ticks := plot.ConstantTicks{{Value: first, Label: points[0].Label}}
	for _, p := range points[1 : len(points)-1] {
		if v := at(p.On); v-ticks[len(ticks)-1].Value >= apart && last-v >= apart {
			ticks = append(ticks, plot.Tick{Value: v, Label: p.Label})
		}
	}
	return append(ticks, plot.Tick{Value: last, Label: points[len(points)-1].Label})
}

// png draws the plot on its card.
func png(p *plot.Plot) ([]byte, error) {
	size := func(pixels vg.Length) vg.Length { return pixels * vg.Inch / dpi }
	canvas := vgimg.NewWith(vgimg.UseWH(size(Width), size(Height)), vgimg.UseDPI(dpi), vgimg.UseBackgroundColor(card))
	area := draw.New(canvas)
	p.Draw(draw.Crop(area, left, -vg.Points(14), vg.Points(12), -vg.Points(12)))
	area.StrokeLines(draw.LineStyle{Color: frame, Width: vg.Points(2)}, []vg.Point{area.Min, {X: area.Max.X, Y: area.Min.Y}, area.Max,
		{X: area.Min.X, Y: area.Max.Y}, area.Min})
	var b bytes.Buffer
	_, err := vgimg.PngCanvas{Canvas: canvas}.WriteTo(&b)
	return b.Bytes(), err
}
