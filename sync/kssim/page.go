package kssim

import (
	"html/template"
	"net/http"
)

// consentPage works without script and without other files. Its form goes to
// the address that it was shown at, query included.
var consentPage = template.Must(template.New("consent").Parse(`<!DOCTYPE html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Simulated SALTO KS: sign in</title>
<style>
body{font:16px/1.5 system-ui,sans-serif;max-width:26rem;margin:10vh auto;padding:0 1rem}
label{display:block;margin:.8rem 0}input{display:block;width:100%;box-sizing:border-box;font:inherit;padding:.4rem}
button{font:inherit;padding:.5rem 1.2rem;margin:.8rem .5rem 0 0}.wrong{color:#b00020}
</style>
<h1>Sign in</h1>
<p>This is a <strong>simulated</strong> SALTO KS. The client “{{.Client}}” asks for full access to the sites of this account.</p>
{{with .Wrong}}<p class="wrong" role="alert">{{.}}</p>{{end}}
<form method="post">
<label>E-mail <input name="email" type="email" autocomplete="off" value="{{.Email}}"></label>
<label>Password (of the simulation: {{.Password}}) <input name="password" type="password" autocomplete="off" value="{{.Password}}"></label>
<button name="decision" value="allow" autofocus>Allow</button>
<button name="decision" value="deny">Deny</button>
</form>
</html>
`))

var refusalPage = template.Must(template.New("refusal").Parse(`<!DOCTYPE html>
<html lang="en"><meta charset="utf-8"><title>Simulated SALTO KS: error</title>
<h1>This sign-in cannot go on</h1><p>{{.}}</p></html>
`))

func (s *Sim) showConsent(w http.ResponseWriter, _ *http.Request, wrong string) {
	showPage(w, http.StatusOK, consentPage, map[string]string{
		"Client":   s.cfg.ClientID,
		"Email":    s.cfg.Account.Email,
		"Password": s.cfg.Account.Password,
		"Wrong":    wrong,
	})
}

func showRefusal(w http.ResponseWriter, sentence string) {
	showPage(w, http.StatusBadRequest, refusalPage, sentence)
}

func showPage(w http.ResponseWriter, status int, page *template.Template, data any) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	// Every answer is buffered, and the data are strings: nothing can fail.
	_ = page.Execute(w, data)
}
