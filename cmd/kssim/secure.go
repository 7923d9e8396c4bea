package main

import (
	"crypto/tls"
	"errors"
	"flag"
	"fmt"
	"net"
	"os"
	"time"

	"latchkey/sync/kssim"
)

// tlsOptions say whether the server speaks https.
type tlsOptions struct {
	on   bool
	cert string // file for the certificate, or empty for none
}

func (o *tlsOptions) register(flags *flag.FlagSet) {
	flags.BoolVar(&o.on, "tls", false, "serve https, with a new certificate that nobody trusts")
	flags.StringVar(&o.cert, "tls-cert", "", "`file` to write that certificate to (PEM): who takes it from there, by SSL_CERT_FILE for instance, trusts it")
}

func (o tlsOptions) check() error {
	if o.cert != "" && !o.on {
		return errors.New("--tls-cert goes with --tls")
	}
	return nil
}

func (o tlsOptions) scheme() string {
	if o.on {
		return "https"
	}
	return "http"
}

// secure wraps the listener where https is wanted. HTTP/2 is left out: in it, a
// connection that is lost takes all requests on it along.
func (o tlsOptions) secure(listener net.Listener) (net.Listener, error) {
	if !o.on {
		return listener, nil
	}
	certificate, shown, err := kssim.NewCertificate(time.Now())
	if err != nil {
		return nil, err
	}
	if o.cert != "" {
		if err := os.WriteFile(o.cert, shown, 0o600); err != nil {
			return nil, fmt.Errorf("write --tls-cert: %w", err)
		}
	}
	return tls.NewListener(listener, &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{certificate}}), nil
}
