package townhall

import (
	"cmp"
	"slices"
)

// DigestRest is what stands behind "Alles ansehen": the Wochenstand itself and all
// that is no news.
type DigestRest struct {
	*Digest
	Ideas     map[IdeaState]int // of the whole town: an idea belongs to no department
	Questions []TopicCount      // that are open, as far as the reader's Wochenstand is about them
	Phase     *Phase            // the working phase that this day lies in
	// CheckIns are how it gets on, and Survey what was answered last; nil with fewer
	// than MinAnswers people, or for a reader whom neither concerns.
	CheckIns    map[CheckInAnswer]int
	Survey      *SurveyResult
	SurveyPhase int
	Projects    []*Project // that it covers and that go on
	Progress    []ProgressMark
}

// TopicCount is how many questions there are about a topic.
type TopicCount struct {
	Topic string
	Count int
}

// SeesAnswers reports whether the sums of what people answered are for the reader:
// the town's own cohort, and its leadership and coordination.
func (d *Digest) SeesAnswers() bool {
	return d.Scope.Town && d.Cohort != nil && d.Cohort.From == d.Cohort.Host
}

// CountTopics counts open questions by topic, the most first. Confidential ones
// are left out: their topic is for those who may claim them; and of a department no
// few are told.
func (s DigestScope) CountTopics(open []*HelpRequest) (counts []TopicCount) {
	total := 0
	for _, q := range open {
		if q.Confidential || !s.asks(q.Department) {
			continue
		}
		topic := cmp.Or(q.Topic, "other")
		at := slices.IndexFunc(counts, func(c TopicCount) bool { return c.Topic == topic })
		if at < 0 {
			at, counts = len(counts), append(counts, TopicCount{Topic: topic})
		}
		counts[at].Count++
		total++
	}
	if s.few(total) {
		return nil
	}
	slices.SortStableFunc(counts, func(a, b TopicCount) int { return cmp.Compare(b.Count, a.Count) })
	return counts
}

// Result is what may be shown of a survey: nothing before it has closed, and
// nothing of fewer than MinAnswers answers.
func (s *Survey) Result() *SurveyResult {
	count := 0
	for _, n := range s.Useful {
		count += n
	}
	if !s.Closed || count < MinAnswers {
		return nil
	}
	return &SurveyResult{Count: count, Useful: s.Useful, Enough: s.Enough}
}

// ProgressMark is how many packages there were from a day on, and how many of them
// were done. Dropped ones are none.
type ProgressMark struct {
	On       Date // no day: it was so before anything was counted
	Packages int
	Done     int
}

// SumProgress adds the marks of several projects: on each day on which anything
// changed, all of them as they stood then. The last mark is that of today. A project
// of which nothing was counted has not changed since days are counted, and stands on
// each of them; if there is no other, so does the sum, and the only mark has no day.
// Days before all others had begun to be counted show those that had.
func SumProgress(projects [][]ProgressMark, today Date) (sum []ProgressMark) {
	on := map[Date]bool{}
	for _, marks := range projects {
		for _, m := range marks {
			on[m.On] = true
		}
	}
	switch counted := len(on) > 1 || len(on) == 1 && !on[Date{}]; {
	case counted:
		delete(on, Date{})
		on[today] = true
	case len(on) == 0:
		return nil
	}
	for d := range on {
		total := ProgressMark{On: d}
		for _, marks := range projects {
			last := ProgressMark{}
			for _, m := range marks {
				if !d.Before(m.On) {
					last = m
				}
			}
			total.Packages, total.Done = total.Packages+last.Packages, total.Done+last.Done
		}
		sum = append(sum, total)
	}
	slices.SortFunc(sum, func(a, b ProgressMark) int { return byDay(a.On, b.On) })
	return sum
}
