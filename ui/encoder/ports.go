package encoder

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"syscall"
	"time"

	"go.bug.st/serial"
)

// PortInfo is a serial port as the system lists it.
type PortInfo struct {
	// Name opens it: COM3, /dev/ttyACM0. It says nothing about the reader,
	// which may get another one when it is plugged in again.
	Name string
	// Vendor and Product are the USB numbers, four hexadecimal digits each,
	// capital on some systems and small on others; Serial is the USB serial
	// number, which cheap bridges lack. What is empty is not known.
	Vendor, Product, Serial string
	// Description is what the device or its driver calls itself.
	Description string
}

// Device is what is known of the port's vendor and product.
func (p PortInfo) Device() (Device, bool) { return Identify(p.Vendor, p.Product) }

// Title is what to call the port when nobody has answered from it yet.
func (p PortInfo) Title() string {
	if d, ok := p.Device(); ok {
		return d.Name
	}
	if p.Description != "" {
		return p.Description
	}
	return p.Name
}

// Ports is what Station needs of a system.
type Ports interface {
	// List gives the ports that a USB reader can be behind, in no order that
	// means anything. It may take a second.
	List(context.Context) ([]PortInfo, error)
	// Open opens a port with 8 bits, no parity and one stop bit, for this
	// program alone. Its errors are sentences: ErrBusy, ErrDenied, ErrDialout,
	// ErrNoPort, ErrNotSerial or ErrNoOpen. It may wait for ever.
	Open(name string, baud int) (Port, error)
}

// SystemPorts are the ports of this computer.
func SystemPorts() Ports { return systemPorts{} }

type systemPorts struct{}

func (systemPorts) List(ctx context.Context) ([]PortInfo, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	list, err := systemList()
	if err != nil {
		return nil, fmt.Errorf("%w (%w)", ErrNoList, err)
	}
	return list, nil
}

func (systemPorts) Open(name string, baud int) (Port, error) {
	port, err := serial.Open(name, &serial.Mode{BaudRate: baud, DataBits: 8, Parity: serial.NoParity, StopBits: serial.OneStopBit})
	if err != nil {
		return nil, openProblem(err, runtime.GOOS)
	}
	return realPort{port}, nil
}

// realPort is a port of the library, whose timeouts are whole milliseconds on
// some systems.
type realPort struct{ serial.Port }

func (p realPort) SetReadTimeout(d time.Duration) error {
	return p.Port.SetReadTimeout(d.Round(time.Millisecond))
}

// openProblem makes a sentence of what opening a port gave. The library hands
// through what it has no code for.
func openProblem(err error, system string) error {
	return fmt.Errorf("%w (%w)", openSentence(err, system), err)
}

func openSentence(err error, system string) problem {
	var known *serial.PortError
	if errors.As(err, &known) {
		switch known.Code() {
		case serial.PortBusy:
			return ErrBusy
		case serial.PermissionDenied:
			return denied(system)
		case serial.PortNotFound:
			return ErrNoPort
		case serial.InvalidSerialPort:
			return ErrNotSerial
		}
		return ErrNoOpen
	}
	switch {
	case errors.Is(err, syscall.EBUSY):
		return ErrBusy
	case errors.Is(err, fs.ErrPermission):
		return denied(system)
	// The last two are a reader that is unplugged at this moment.
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENXIO), errors.Is(err, syscall.ENODEV):
		return ErrNoPort
	case errors.Is(err, syscall.ENOTTY), errors.Is(err, syscall.EISDIR):
		return ErrNotSerial
	}
	return ErrNoOpen
}

func denied(system string) problem {
	if system == "linux" {
		return ErrDialout
	}
	return ErrDenied
}
