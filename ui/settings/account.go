package settings

import (
	"context"
	"errors"
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/listdetail"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
	"latchkey/ui/words"
)

// accountCard connects the space to SALTO KS and shows the connection.
type accountCard struct {
	deps    Deps
	reload  func() // reads the file again
	resized func()
	body    *fyne.Container
	content fyne.CanvasObject

	facts   facts
	drawn   any            // what the body was made of
	request ConnectRequest // of the last attempt, without the secret
	env     EnvironmentID  // of the last attempt
	signIn  *signIn        // under way; nil otherwise
	failure error          // of the last attempt
	sites   *siteList      // being chosen from
}

func newAccountCard(deps Deps, reload, resized func()) *accountCard {
	c := &accountCard{deps: deps, reload: reload, resized: resized, body: container.NewStack()}
	c.content = widgets.Card(lang.L("SALTO KS"), c.body)
	return c
}

// picture is everything that the card shows, except what is typed into it.
type picture struct {
	Stage   stage
	Signing bool
	Page    string // address of the sign-in
	Browser bool   // was opened, or will be
	Failure string
	Account store.Account
	Site    string
	Mirror  store.KSSite
	Sites   siteList
	Zone    string
}

func (c *accountCard) show(f facts) {
	c.facts = f
	if stageOf(f.Space) != signedIn {
		c.sites = nil
	} else if c.sites == nil && c.signIn == nil {
		c.askSites()
	}
	c.draw()
}

// draw makes the body anew, unless it would be the same: what is being typed
// stays.
func (c *accountCard) draw() {
	p := picture{
		Stage: stageOf(c.facts.Space), Signing: c.signIn != nil, Failure: widgets.ProblemText(c.failure),
		Account: c.facts.Space.Account, Site: c.facts.Space.SiteName, Mirror: c.facts.Mirror, Zone: c.facts.Space.Zone,
	}
	if c.sites != nil {
		p.Sites = *c.sites
	}
	if c.signIn != nil {
		p.Page, p.Browser = c.signIn.address, !c.signIn.noBrowser
	}
	if reflect.DeepEqual(c.drawn, p) {
		return
	}
	c.drawn = p
	var body fyne.CanvasObject
	switch {
	case p.Signing:
		body = c.signingBody()
	case p.Stage == unconnected:
		body = c.unconnectedBody()
	case p.Stage == signedIn:
		body = c.sitesBody()
	default:
		body = c.connectedBody()
	}
	c.body.Objects = []fyne.CanvasObject{body}
	c.body.Refresh()
	c.resized()
}

func (c *accountCard) unconnectedBody() fyne.CanvasObject {
	rows := listdetail.Stack(12, widgets.NewParagraph(
		lang.L("Connect this space, and its plans, members and bookings open the right doors by themselves. You need a SALTO KS account that administers the site, and a client id from the local SALTO office."), theme.ColorMuted))
	if c.failure != nil {
		rows.Add(listdetail.Notice(widgets.Bad, widgets.ProblemText(c.failure)))
	}
	rows.Add(container.NewHBox(widgets.NewPrimaryButton(lang.L("Connect SALTO KS…"), c.connect)))
	return rows
}

func (c *accountCard) connectedBody() fyne.CanvasObject {
	s := c.facts.Space
	looked := lang.L("not yet")
	if at := c.facts.Mirror.LookedAt; !at.IsZero() {
		looked = words.Instant(at, c.deps.Desk.Now(), s.Location())
	}
	rows := listdetail.Stack(12)
	if c.failure != nil {
		rows.Add(listdetail.Notice(widgets.Bad, widgets.ProblemText(c.failure)))
	}
	rows.Add(
		widgets.KeyValues(
			widgets.Pair{Key: lang.L("State"), Value: widgets.NewPill(widgets.Good, lang.L("connected"))},
			widgets.PairText(lang.L("Account"), s.Account.Email),
			widgets.PairText(lang.L("Site"), s.SiteName),
			widgets.PairText(lang.L("Last full look"), looked)))
	rows.Add(
		container.NewHBox(
			widgets.NewButton(lang.L("Look now"), c.deps.LookNow),
			widgets.NewButton(lang.L("Sign in again…"), c.connect),
			widgets.NewStyledButton(widgets.QuietDanger, lang.L("Disconnect…"), nil, c.disconnect)))
	return rows
}

// disconnect asks first: the doors do not follow any more afterwards.
func (c *accountCard) disconnect() {
	widgets.Confirm(c.deps.Desk.Win, lang.L("Disconnect from SALTO KS?"),
		lang.L("SALTO KS stays as it is: everybody who can open a door now still can, also after leaving. What changes here reaches no door until you connect again."),
		lang.L("Disconnect"), func() {
			d := c.deps.Desk
			d.Dispatch.Go(func(ctx context.Context) {
				err := c.deps.Disconnect(ctx)
				d.Dispatch.Do(func() {
					if err != nil {
						widgets.ShowProblem(d.Win, err)
					}
					c.reload()
				})
			})
		})
}

// signIn is one attempt.
type signIn struct {
	cancel    context.CancelFunc // nil until it has begun
	cancelled bool
	address   string // of the page to sign in at; empty until it is known
	noBrowser bool
}

func (s *signIn) stop() {
	s.cancelled = true
	if s.cancel != nil {
		s.cancel()
	}
}

// start signs in away from the UI thread.
func (c *accountCard) start(r ConnectRequest) {
	s := &signIn{}
	c.signIn, c.failure = s, nil
	c.request = r
	c.request.Secret = ""
	c.draw()
	do := c.deps.Desk.Dispatch.Do
	c.deps.Desk.Dispatch.Go(func(ctx context.Context) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		do(func() {
			if s.cancel = cancel; s.cancelled {
				cancel()
			}
		})
		err := c.deps.Connect(ctx, r, func(address string, failed error) {
			do(func() {
				s.address, s.noBrowser = address, failed != nil
				c.draw()
			})
		})
		do(func() { c.ended(s, err) })
	})
}

func (c *accountCard) ended(s *signIn, err error) {
	if c.signIn != s {
		return
	}
	c.signIn = nil
	if err == nil {
		c.reload() // shows the account; until then the card stays as it is
		return
	}
	if !errors.Is(err, context.Canceled) {
		c.failure = err
	}
	c.draw()
}

// stop ends the sign-in that is under way.
func (c *accountCard) stop() {
	if s := c.signIn; s != nil {
		s.stop()
		c.signIn = nil
		c.draw()
	}
}

func (c *accountCard) signingBody() fyne.CanvasObject {
	notice := listdetail.Notice(widgets.Accent, lang.L("Your browser shows the sign-in of SALTO KS. Sign in there and allow the access; this page then goes on by itself."))
	if c.signIn.noBrowser {
		notice = listdetail.Notice(widgets.Warn, lang.L("The browser could not be opened. Copy the address of the sign-in, open it in a browser, and sign in and allow the access there; this page then goes on by itself."))
	}
	rows := listdetail.Stack(12, notice)
	if address := c.signIn.address; address != "" {
		rows.Add(container.NewHBox(widgets.NewButton(lang.L("Copy the address of the sign-in"), func() {
			fyne.CurrentApp().Clipboard().SetContent(address)
		})))
	}
	rows.Add(c.pasteRows())
	rows.Add(container.NewHBox(widgets.NewButton(lang.L("Cancel"), c.stop)))
	return rows
}

// pasteRows take the address that the browser ended on.
func (c *accountCard) pasteRows() fyne.CanvasObject {
	pasted := widgets.NewTextField("http://127.0.0.1…")
	wrong := widgets.ErrorText("")
	wrong.Hide()
	use := func() {
		text := pasted.Value()
		d := c.deps.Desk
		d.Dispatch.Go(func(context.Context) {
			err := c.deps.Paste(text)
			d.Dispatch.Do(func() {
				wrong.SetText(widgets.ProblemText(err))
				wrong.Hidden = err == nil
				c.resized()
			})
		})
	}
	return listdetail.Stack(12,
		widgets.MutedParagraph(lang.L("Does the browser show an error at the end, or is it on another computer? Copy the whole address that it ended on, and paste it here.")),
		container.NewBorder(nil, nil, nil, widgets.NewButton(lang.L("Use this address"), use), pasted),
		wrong)
}
