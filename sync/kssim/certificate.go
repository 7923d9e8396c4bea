package kssim

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"sync"
	"time"
)

// certificateLife is longer than a simulation runs.
const certificateLife = 30 * 24 * time.Hour

// NewCertificate makes a certificate for this machine (localhost, 127.0.0.1 and
// ::1) that nobody trusts, good for 30 days from an hour before now on; now is
// the time of whoever checks it, and not that of a Sim. The second value is the
// certificate in PEM, without its key, for those who are to trust it.
func NewCertificate(now time.Time) (tls.Certificate, []byte, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, nil, fmt.Errorf("make a key: %w", err)
	}
	template := &x509.Certificate{
		SerialNumber:          big.NewInt(now.UnixNano()),
		Subject:               pkix.Name{CommonName: "simulated SALTO KS"},
		NotBefore:             now.Add(-time.Hour),
		NotAfter:              now.Add(certificateLife),
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true,
		IsCA:                  true, // it vouches for itself
		DNSNames:              []string{"localhost"},
		IPAddresses:           []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return tls.Certificate{}, nil, fmt.Errorf("make a certificate: %w", err)
	}
	shown := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, shown, nil
}

// strangers is a certificate chain of nobody; empty where none can be made.
var strangers = sync.OnceValue(func() []*x509.Certificate {
	made, _, err := NewCertificate(time.Now())
	if err != nil {
		return nil
	}
	chain, err := x509.ParseCertificates(made.Certificate[0])
	if err != nil {
		return nil
	}
	return chain
})

// untrusted is the error of a handshake with such a certificate.
func untrusted() error {
	chain := strangers()
	reason := x509.UnknownAuthorityError{}
	if len(chain) > 0 {
		reason.Cert = chain[0]
	}
	return &tls.CertificateVerificationError{UnverifiedCertificates: chain, Err: reason}
}
