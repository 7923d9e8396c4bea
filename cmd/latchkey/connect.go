package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"latchkey/store"
	"latchkey/sync/ks"
)

func newConnect(o *options) *cobra.Command {
	var account store.Account
	var site string
	var secretStdin, open bool
	cmd := &cobra.Command{
		Use:   "connect",
		Short: "Sign a space in to SALTO KS",
		Long: `Sign a space in to SALTO KS, and choose its site.

The address to open in a browser is printed; sign in there and allow the
access. Where the browser runs on another computer, or cannot come back, paste
the address that it ended on and press Enter.

The client id, and the secret if there is one, come from the local SALTO
office. The sign-in is kept in the keychain of the computer; where there is
none, --token-file keeps it in a file that only you can read.`,
		Example: `  latchkey connect --api https://connect.my-clay.com --issuer https://identity.eu.my-clay.com --client-id my-client --site "Maison Nord"
  latchkey connect --api http://127.0.0.1:7310 --issuer http://127.0.0.1:7310 --client-id latchkey-sample --token-file token`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return connect(cmd, *o, account, site, secretStdin, open)
		},
	}
	f := cmd.Flags()
	f.StringVar(&account.API, "api", ks.Production().API, "address of the Connect API")
	f.StringVar(&account.Issuer, "issuer", ks.Production().Issuer, "address of the sign-in")
	f.StringVar(&account.ClientID, "client-id", "", "client id from the SALTO office (required)")
	f.StringVar(&account.Redirect, "redirect", "", "return address as registered with SALTO (default: "+ks.Production().Redirect+")")
	usual := ks.UsualVersions()
	f.StringVar(&account.APIVersion, "api-version", "", "version of the Connect API (default: "+usual.Main+")")
	f.StringVar(&account.SchedulesVersion, "schedules-version", "", "its version for time schedules (default: "+usual.Schedules+")")
	f.StringVar(&account.EntriesVersion, "entries-version", "", "its version for entries, what happened at the doors (default: "+usual.Entries+")")
	f.StringVar(&account.Vault, "token-file", "", "keep the sign-in in this file (mode 0600) instead of the keychain")
	f.StringVar(&site, "site", "", "name or id of the site (default: the only one)")
	f.BoolVar(&secretStdin, "client-secret-stdin", false, "read the client secret from the first line of standard input")
	f.BoolVar(&open, "open", false, "open the address in the browser of this computer as well")
	return cmd
}

func connect(cmd *cobra.Command, o options, account store.Account, site string, secretStdin, open bool) error {
	ctx := cmd.Context()
	p, err := openProgram(ctx, o, false)
	if err != nil {
		return err
	}
	defer closeQuietly(ctx, p)
	s, err := p.chosen(ctx, o)
	if err != nil {
		return err
	}
	account.API, account.Issuer = strings.TrimRight(account.API, "/"), strings.TrimRight(account.Issuer, "/")
	input := bufio.NewReader(cmd.InOrStdin())
	secret := ""
	if secretStdin {
		line, err := input.ReadString('\n')
		if err != nil && err != io.EOF {
			return fmt.Errorf("read the client secret: %w", err)
		}
		secret = strings.TrimSpace(line)
	}
	login := &ks.Login{}
	login.Open = func(address string) error {
		say(cmd, "Open this address in a browser, sign in and allow the access:\n\n  %s\n\n", address)
		if open {
			return ks.OpenBrowser(address)
		}
		return nil
	}
	go pasteLines(ctx, input, login)
	if err := p.signIn(ctx, &s, account, secret, login); err != nil {
		return err
	}
	if err := p.chooseSite(ctx, &s, site); err != nil {
		return err
	}
	roles, err := sayRights(cmd, p, s)
	if err != nil {
		return err
	}
	e, err := p.engine(ctx, s)
	if err != nil {
		return err
	}
	if err := e.Look(ctx); err != nil {
		return err
	}
	return o.print(cmd.OutOrStdout(),
		map[string]string{"space": s.Name, "account": s.Account.Email, "roles": roles, "site": s.SiteName, "site_id": s.SiteID},
		func(w io.Writer) {
			fmt.Fprintf(w, "Connected “%s” to the site “%s” as %s.\n", s.Name, s.SiteName, who(s.Account.Email, roles))
		})
}

// sayRights warns of what the account may not do on its site, and returns its
// roles there.
func sayRights(cmd *cobra.Command, p *program, s store.Space) (string, error) {
	client, err := p.client(cmd.Context(), s)
	if err != nil {
		return "", err
	}
	site, err := client.Site(cmd.Context(), s.SiteID)
	if err != nil {
		return "", err
	}
	roles, warning := p.rights(cmd.Context(), s, site)
	if warning != nil {
		say(cmd, "%s\n", problemText(warning))
	}
	return roles, nil
}

func who(account, roles string) string {
	if roles == "" {
		return account
	}
	return fmt.Sprintf("%s (%s)", account, roles)
}

// pasteLines gives each line of the input to the sign-in that waits. It ends
// with the input; the program does not wait for it.
func pasteLines(ctx context.Context, input *bufio.Reader, login *ks.Login) {
	for ctx.Err() == nil {
		line, err := input.ReadString('\n')
		if line = strings.TrimSpace(line); line != "" {
			_ = login.Paste(line) // a wrong address leaves the sign-in waiting, as said on its page
		}
		if err != nil {
			return
		}
	}
}

func closeQuietly(ctx context.Context, p *program) {
	if err := p.close(context.WithoutCancel(ctx)); err != nil {
		p.log.WarnContext(ctx, "close", "err", err)
	}
}

func say(cmd *cobra.Command, format string, args ...any) {
	fmt.Fprintf(cmd.ErrOrStderr(), format, args...)
}

func joinNames(names []string) string { return strings.Join(names, ", ") }
