package main

import (
	"encoding/json"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/google/uuid"
)

// computer is what this computer remembers outside of any data file: a name for
// itself, how new a file it has seen, and when it last read all of it. A backup
// that is put back, and a file that was carried here, are noticed by it.
type computer struct {
	path string
	log  *slog.Logger

	mu    sync.Mutex
	known memory
}

type memory struct {
	ID      string           `json:"id"`
	Serials map[string]int64 `json:"serials"`           // by the lineage of a file
	Checked map[string]int64 `json:"checked,omitempty"` // when all of a file was found whole, in Unix seconds
}

// computerFile lies beside the folder of the data, so that who puts that folder
// back from a backup does not put this back with it.
func computerFile() string {
	dir, err := os.UserConfigDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "latchkey-computer.json")
}

// thisComputer reads what is remembered. Where nothing can be, it is forgotten
// at the end of the program, and the log says so.
func thisComputer(path string, log *slog.Logger) *computer {
	c := &computer{path: path, log: log, known: memory{Serials: map[string]int64{}}}
	text, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(text, &c.known)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		log.Warn("what this computer remembers cannot be read", "err", err)
	}
	if c.known.Serials == nil {
		c.known.Serials = map[string]int64{}
	}
	if c.known.ID == "" {
		c.known.ID = uuid.NewString()
		c.write()
	}
	return c
}

// ID names this computer.
func (c *computer) ID() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.known.ID
}

// Newest implements engine.Witness.
func (c *computer) Newest(lineage string) int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.known.Serials[lineage]
}

// Saw implements engine.Witness.
func (c *computer) Saw(lineage string, serial int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known.Serials[lineage] == serial {
		return
	}
	c.known.Serials[lineage] = serial
	c.write()
}

// allCheckedAt tells when all of a file was last read and found whole; the zero
// time: never.
func (c *computer) allCheckedAt(lineage string) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if at := c.known.Checked[lineage]; at != 0 {
		return time.Unix(at, 0)
	}
	return time.Time{}
}

// checkedAll remembers it.
func (c *computer) checkedAll(lineage string, at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known.Checked == nil {
		c.known.Checked = map[string]int64{}
	}
	c.known.Checked[lineage] = at.Unix()
	c.write()
}

// write replaces the file as a whole. It is called with the lock held, or
// before there is another goroutine.
func (c *computer) write() {
	if c.path == "" {
		return
	}
	text, err := json.Marshal(c.known)
	if err == nil {
		err = os.MkdirAll(filepath.Dir(c.path), 0o700)
	}
	if err == nil {
		err = os.WriteFile(c.path+".new", text, 0o600)
	}
	if err == nil {
		err = os.Rename(c.path+".new", c.path)
	}
	if err != nil {
		c.log.Warn("what this computer remembers cannot be written", "err", err)
	}
}
