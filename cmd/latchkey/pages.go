package main

import (
	"path/filepath"
	"time"

	"latchkey/store"
	"latchkey/sync/access"
	checkins "latchkey/sync/attendance"
	"latchkey/sync/ks"
	"latchkey/ui/attendance"
	"latchkey/ui/doors"
	"latchkey/ui/plans"
	"latchkey/ui/rooms"
	"latchkey/ui/settings"
	"latchkey/ui/tags"
	"latchkey/ui/tap"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

func (d *desktop) planDeps() plans.Deps {
	return plans.Deps{
		Desk: d.desk, GroupWords: groupWords, ShowPerson: d.showPerson, Connect: d.goConnect,
		PlanFaults: func(s store.Space, m store.Mirror, p store.Plan) []store.Sentence {
			return access.PlanFaults(store.Snapshot{Space: s, Mirror: m}, p)
		},
	}
}

func (d *desktop) roomDeps() rooms.Deps {
	return rooms.Deps{
		Desk: d.desk, ShowBooking: d.showBooking, Connect: d.goConnect,
		RoomFaults: func(s store.Space, m store.Mirror, r store.Room) []store.Sentence {
			if f, bad := access.RoomFault(store.Snapshot{Space: s, Mirror: m}, r); bad {
				return []store.Sentence{f}
			}
			return nil
		},
	}
}

// groupWords says when a group opens: one sentence for each of its schedules.
func groupWords(g store.KSGroup) []store.Sentence {
	var out []store.Sentence
	for _, s := range g.Schedules {
		out = append(out, access.ScheduleWords(s))
	}
	return out
}

func (d *desktop) attendanceDeps() attendance.Deps {
	return attendance.Deps{
		Desk: d.desk, Arrives: checkins.Arrives, ShowPerson: d.showPerson, Connect: d.goConnect, Counted: d.countDoors, After: d.cfg.after,
	}
}

func (d *desktop) doorDeps(ask answers) doors.Deps {
	page := doorPage{program: d.cfg.program, space: d.spaceID, engine: d.keeper.engine}
	return doors.Deps{
		Desk: d.desk, Engine: d.keeper, Faults: ask.faults, Connect: d.goConnect,
		Counted: d.countDoors,
		Preview: page.preview, Agree: page.agree, Answer: page.answer, Strangers: page.strangers,
		Health: func() []doors.Warning { return append(d.file.warnings(), d.warnings...) },
	}
}

func (d *desktop) settingsDeps() settings.Deps {
	account := &accounts{desktop: d}
	prefs := d.cfg.app.Preferences()
	return settings.Deps{
		Desk: d.desk, Reader: d.reader.card(), Environments: environments(d.cfg.sim), Usual: usualVersions(),
		Connect: account.connect, Paste: account.paste, Sites: account.sites, ChooseSite: account.choose, Disconnect: account.disconnect,
		LookNow:  d.keeper.SyncNow,
		Language: prefs.String(prefLanguage), SetLanguage: func(l string) { prefs.SetString(prefLanguage, l) },
		Theme: string(d.cfg.theme.Variant()), SetTheme: func(v string) {
			prefs.SetString(prefTheme, v)
			d.cfg.app.Settings().SetTheme(theme.New(theme.ParseVariant(v)))
		},
		File: d.file.card(), Background: d.back.card(), Updates: d.newer.card(),
		About: settings.About{Version: version(), Licence: "MIT", Log: filepath.Join(filepath.Dir(d.cfg.file), logName)},
	}
}

func usualVersions() settings.Versions {
	v := ks.UsualVersions()
	return settings.Versions{Service: v.Main, Schedules: v.Schedules, Entries: v.Entries}
}

// environments are the SALTO KS that need no typing of addresses.
func environments(sim *simulation) []settings.Environment {
	named := func(id settings.EnvironmentID, e ks.Environment) settings.Environment {
		return settings.Environment{ID: id, API: e.API, Issuer: e.Issuer, ClientID: e.ClientID, Redirect: e.Redirect}
	}
	out := []settings.Environment{named(settings.Production, ks.Production()), named(settings.Accept, ks.Accept())}
	simulated := store.Account{API: "http://127.0.0.1:7310", Issuer: "http://127.0.0.1:7310", ClientID: "latchkey-sample"} // cmd/kssim
	if sim != nil {
		simulated = sim.account()
	}
	return append(out, named(settings.Simulated, environment(simulated)))
}

// buildTags makes the screen of the tags, and what a tap does.
func (d *desktop) buildTags() {
	deps := tags.Deps{Desk: d.desk, ShowPerson: d.showPerson, Connect: d.goConnect, LookForTags: d.keeper.LookForTags, Typist: d.typist()}
	if d.reader.station != nil {
		deps.PairBox = func() { d.reader.flow.PairBox(d.reader.taps) }
	}
	d.tags = tags.New(deps)
	d.reader.flow = tap.New(tap.Deps{
		Desk: d.desk, Tags: tags.NewDialogs(deps), ShowPerson: d.showPerson, ShowTag: d.showTag,
		LookForTags: d.keeper.LookForTags, Typist: d.typist(), Notice: func(text string) { d.shell.ShowNotice(text) },
	})
}

func (d *desktop) showTag(id store.TagID) {
	d.shell.Go(d.tags.Name())
	d.tags.Select(id)
}

// typist tells a reader that types like a keyboard from a person.
func (d *desktop) typist() widgets.Typist {
	after := d.cfg.after
	if after == nil {
		after = widgets.TimerAfter(d.cfg.dispatch)
	}
	return tap.Typist(d.reader.taps, time.Now, after)
}

func (d *desktop) goConnect() { d.shell.Go(d.settings.Name()) }
