package scheduler

import (
	"context"
	"errors"
)

// Plan only plans, for measuring.
func (s *Scheduler) Plan(ctx context.Context) (int, error) { return s.plan(ctx, true) }

// Look plans where it is time to look.
func (s *Scheduler) Look(ctx context.Context) (int, error) { return s.plan(ctx, false) }

// Fold only folds.
func (s *Scheduler) Fold(ctx context.Context) (int, error) { return s.fold(ctx) }

// Deliver only folds and delivers.
func (s *Scheduler) Deliver(ctx context.Context) (int, error) {
	_, unfolded := s.fold(ctx)
	n, err := s.deliver(ctx)
	return n, errors.Join(unfolded, err)
}
