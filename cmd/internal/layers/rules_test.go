package layers

// layer says what the Go files of one folder, and of every folder below it
// that is no layer itself, may use. Tests are free: they put layers together.
type layer struct {
	may   []string // folders of this module, each with all below it
	never []string // packages from elsewhere, each with all below it
	still bool     // is handed its clock
}

// layers is the house. A folder that is not in it, or below one that is, may
// hold no Go file: sync itself is left out on purpose, because a package of
// that name would hide the standard library's.
var layers = map[string]layer{
	"cmd":    {may: []string{"assets", "cmd", "store", "sync", "ui"}},
	"assets": {},

	"ui":         {may: []string{"assets", "store", "ui"}},
	"ui/encoder": {may: []string{"ui/encoder"}, never: []string{"fyne.io", "github.com/ErikKalkoken/fyne-kx"}},

	"store": {may: []string{"store"}, still: true},

	"sync/access":     {may: []string{"store", "sync/access"}, never: impure, still: true},
	"sync/reconcile":  {may: []string{"store", "sync/access", "sync/reconcile"}, never: impure, still: true},
	"sync/attendance": {may: []string{"store", "sync/access", "sync/attendance"}, never: impure, still: true},
	"sync/tally":      {may: []string{"store", "sync/attendance", "sync/tally"}, still: true},
	"sync/health":     {may: []string{"store", "sync/health"}, never: impure, still: true},
	"sync/ks":         {may: []string{"store", "sync/ks"}},
	"sync/kssim":      {may: []string{"sync/kssim"}},
	"sync/engine": {
		may:   []string{"store", "sync/access", "sync/attendance", "sync/engine", "sync/health", "sync/ks", "sync/reconcile", "sync/tally"},
		still: true,
	},
}

// impure is what a pure package keeps out: whatever reaches outside the program,
// remembers between calls or differs from run to run.
var impure = []string{
	"bufio", "crypto/rand", "database", "embed", "io", "log", "math/rand", "net", "os", "path/filepath", "sync", "syscall",
}

// homes names the only folders that may import a package from elsewhere, with
// all below it. The longest name that fits a package decides.
var homes = map[string][]string{
	"fyne.io":                         {"cmd", "ui"},
	"fyne.io/fyne/v2/app":             {"cmd"},
	"github.com/ErikKalkoken/fyne-kx": {"cmd", "ui"},
	"github.com/spf13/cobra":          {"cmd"},

	"github.com/godbus": {"cmd/internal/session"},

	"database/sql":             {"store"},
	"github.com/pressly/goose": {"store"},
	"modernc.org/sqlite":       {"store"},
	"net/http":                 {"cmd", "sync/ks", "sync/kssim"},
	"golang.org/x/oauth2":      {"sync/ks"},
	"github.com/pkg/browser":   {"sync/ks"},
	"github.com/zalando":       {"sync/ks"},
	"go.bug.st/serial":         {"ui/encoder"},
	"github.com/creack/pty":    {"ui/encoder/emulate"},
	"github.com/jezek/xgb":     nil, // tests only, like the four below
	"github.com/stretchr":      nil,
	"go.uber.org/goleak":       nil,
	"pgregory.net/rapid":       nil,
	"github.com/google/go-cmp": nil,
}

// ticking are the functions of package time that read the clock, or wait for
// it with no way to stop. A still layer is handed the time as a value or as a
// function; a timer that it can stop is its own.
var ticking = []string{"After", "Now", "Since", "Sleep", "Tick", "Until"}

// clocks are the files of still layers that may take the real clock all the
// same, as the one to use when nobody hands in another.
var clocks = []string{"store/store.go"}
