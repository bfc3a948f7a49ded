package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// BenchmarkStart measures the real binary: from its start to the line that says
// where to look (the demo town loaded into a new database, or found in an old
// one), and the memory it holds then.
func BenchmarkStart(b *testing.B) {
	binary := filepath.Join(b.TempDir(), "lotsenfunk")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		b.Fatalf("go build: %v\n%s", err, out)
	}
	for _, again := range []bool{false, true} {
		name := "new database"
		if again {
			name = "known database"
		}
		b.Run(name, func(b *testing.B) {
			db := filepath.Join(b.TempDir(), "town.db")
			var kilobytes int
			for b.Loop() {
				b.StopTimer()
				if !again {
					db = filepath.Join(b.TempDir(), fmt.Sprint(time.Now().UnixNano(), ".db"))
				}
				b.StartTimer()
				kilobytes += startAndStop(b, binary, db)
			}
			b.ReportMetric(float64(kilobytes)/float64(b.N)/1024, "MB")
		})
	}
}

// startAndStop starts the binary, waits until it is ready and stops it again.
// It returns the memory it held when it was ready; stopping is not timed.
func startAndStop(b *testing.B, binary, db string) (kilobytes int) {
	cmd := exec.Command(binary, "demo", "--listen", "127.0.0.1:0", "--db", db)
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		b.Fatalf("it never got ready: %v", err)
	}
	b.StopTimer()
	defer b.StartTimer()
	if !strings.Contains(line, "http://127.0.0.1:") {
		b.Fatalf("it said %q", line)
	}
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", cmd.Process.Pid))
	if err == nil { // only where the system tells
		_, rest, _ := strings.Cut(string(status), "VmRSS:")
		_, _ = fmt.Sscan(rest, &kilobytes)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		b.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		b.Fatal(err)
	}
	return kilobytes
}
