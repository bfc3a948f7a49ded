package main

import (
	"errors"
	"fmt"
	"time"

	"lotsenfunk/setup"
)

// doctorCmd is lotsenfunk doctor.
type doctorCmd struct{ Config }

// Run repeats the checks of the set-up on what serve is told.
func (c *doctorCmd) Run(e *env) error {
	s, err := c.Settings()
	if err != nil {
		return err
	}
	p := setup.Patient{DSN: s.DB, Callback: s.Callback, Key: s.Key, Roots: s.Roots, Now: time.Now}
	for _, one := range s.Servers {
		p.Servers = append(p.Servers, setup.Server(one))
	}
	if w := s.Slack; w != nil {
		p.Slack = &setup.SlackPatient{Team: w.Team, Token: w.Token, AppToken: w.AppToken, SigningSecret: w.SigningSecret, API: w.API + "/"}
		if w.Install != nil {
			p.Slack.Keys = w.Install.Keys
		}
	}
	if !setup.Examine(e.ctx, p, func(check setup.Check) { fmt.Fprintln(e.out, check) }) {
		return errors.New("something is WRONG above; nothing was changed")
	}
	return nil
}
