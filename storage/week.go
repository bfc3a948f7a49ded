package storage

import "lotsenfunk/townhall"

// PackagesInHand are the work packages that somebody has claimed and not
// finished, by number.
func (t *Tx) PackagesInHand(by townhall.PersonID) ([]*townhall.WorkPackage, error) {
	return loadAll(t, "work_package", workPackageFields, "claimed_by = :by and state in ('claimed', 'blocked') order by id", args{"by": by})
}
