package health

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestEveryCodeIsInTheListOnce reads the constants from the source, so that a
// code that was only declared is found.
func TestEveryCodeIsInTheListOnce(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "list.go", nil, parser.SkipObjectResolution)
	require.NoError(t, err)
	var declared, listed []string
	ast.Inspect(file, func(n ast.Node) bool {
		if v, ok := n.(*ast.ValueSpec); ok && len(v.Values) == 1 {
			if id, ok := v.Type.(*ast.Ident); ok && id.Name == "Code" {
				code, err := strconv.Unquote(v.Values[0].(*ast.BasicLit).Value)
				require.NoError(t, err)
				declared = append(declared, code)
			}
		}
		return true
	})
	for _, w := range Warnables() {
		listed = append(listed, string(w.Code))
	}
	require.NotEmpty(t, declared)
	require.ElementsMatch(t, declared, listed)
	require.Len(t, byCode, len(listed), "one twice")
}

var broken = regexp.MustCompile(`\.\s+[a-z]|\s\s|\s[.,:;]`)

func TestEveryWarningSaysWhatToDo(t *testing.T) {
	own := []Code{Internal, MappingFault} // come with a sentence of their own
	for _, w := range Warnables() {
		require.NotEmpty(t, w.Title.Text, w.Code)
		require.NotRegexp(t, `[.!?]$`, w.Title.Text, "a title is no sentence")
		if slices.Contains(own, w.Code) {
			require.Empty(t, w.Text.Text, w.Code)
			continue
		}
		require.True(t, strings.HasSuffix(w.Text.Text, "."), w.Code)
		require.NotRegexp(t, broken, w.Text.Text)
		require.GreaterOrEqual(t, w.Severity, Low, w.Code)
	}
}

// What hides a warning is no less severe, so that nothing looks better for it;
// and what explains a cause explains whatever the cause explains, so that
// what it hides does not come out from behind it.
func TestCausesAreAsSevereAndExplainAllThatFollows(t *testing.T) {
	for _, w := range Warnables() {
		for _, c := range w.DependsOn {
			cause, known := byCode[c]
			require.True(t, known, "%s depends on %s", w.Code, c)
			require.NotEqual(t, w.Code, c)
			require.GreaterOrEqual(t, cause.Severity, w.Severity, "%s hides %s", c, w.Code)
			require.Subset(t, w.DependsOn, cause.DependsOn, "%s hides %s", c, w.Code)
		}
	}
}

func TestWhoShouldBeOutAndTheGuardStayInSight(t *testing.T) {
	for _, c := range []Code{StillIn, Question} {
		require.Equal(t, High, byCode[c].Severity)
		require.Empty(t, byCode[c].DependsOn)
	}
}

func TestTheListIsNotTheCallersToChange(t *testing.T) {
	Warnables()[0].Code = "other"
	require.Equal(t, warnables[0].Code, Warnables()[0].Code)
}

func TestSeverityWords(t *testing.T) {
	require.Equal(t, "fine low medium high", strings.Join([]string{Fine.String(), Low.String(), Medium.String(), High.String()}, " "))
}

// What passes by itself is given time to; what waits for a person is not.
func TestOnlyWhatMayPassByItselfHasADelay(t *testing.T) {
	passing := []Code{
		Offline, OfflineLong, TooMany, Failing, Refused, Internal, ClockOff, HubOffline, DoorOffline, NotLooked, EntriesOld, NoEntries,
		Unseated, IdleUsers, StillIn, Unconnected, Keyless,
	}
	for _, w := range Warnables() {
		if !slices.Contains(passing, w.Code) {
			require.Zero(t, w.Delay, w.Code)
			continue
		}
		require.GreaterOrEqual(t, w.Delay, time.Minute, w.Code)
		require.LessOrEqual(t, w.Delay, 10*time.Minute, w.Code)
	}
}
