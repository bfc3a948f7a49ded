package townhall

// Seen is one numbered thing as one person sees it, or as a channel does: the
// field of its kind is set, the others are nil.
type Seen struct {
	Idea        *IdeaView
	HelpRequest *HelpRequestView
	Project     *ProjectView
	WorkPackage *WorkPackageView
	// Decision is the last one of a package or a project, nil if there was none.
	Decision *DecisionView
	// Cohort has no number: it is set for what is told of one.
	Cohort *CohortView
}

// CardKind is the kind of the notice that shows a thing's card in its channel
// anew.
func CardKind(k Kind) string { return string(k) + ".card" }
