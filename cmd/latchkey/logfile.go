package main

import (
	"context"
	"log/slog"
	"path/filepath"

	"gopkg.in/natefinch/lumberjack.v2"
)

// logName is the log's file, beside the data: what support asks for. The files
// that it outgrew stay next to it with their date.
const logName = "latchkey.log"

// openLog returns a logger that writes into the log of a data folder, and what
// closes it. A log that cannot be written keeps nobody from working. It holds
// no secret, whatever is logged: see TestACanaryIsFoundNowhere.
func openLog(folder string, verbose bool) (*slog.Logger, func() error) {
	file := &lumberjack.Logger{Filename: filepath.Join(folder, logName), MaxSize: 5, MaxBackups: 3} // megabytes
	level := slog.LevelInfo
	if verbose {
		level = slog.LevelDebug
	}
	return slog.New(slog.NewTextHandler(file, &slog.HandlerOptions{Level: level})), file.Close
}

// began notes in the log who writes into it from here on.
func (p *program) began(ctx context.Context) {
	p.log.InfoContext(ctx, "Latchkey begins", "version", version(), "file", filepath.Base(p.file))
}
