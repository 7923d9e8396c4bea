package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// dump is what tables hold: of each table its rows, by their primary keys, and
// of each row the text of its columns.
type dump map[string]map[string]map[string]string

// dumpOf reads all tables of a file but those of SQLite, of the search, and of
// the tool that brings files up to date.
func dumpOf(t testing.TB, path string) dump {
	t.Helper()
	pool, err := openPool(context.Background(), readOnlyURI(path), 1)
	require.NoError(t, err)
	defer pool.Close()
	all := make(dump)
	for _, table := range column(t, pool, `SELECT name FROM sqlite_schema WHERE type = 'table'
		AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'goose_%' AND name NOT LIKE 'person_search%'`) {
		all[table] = rowsIn(t, pool, table)
	}
	return all
}

func column(t testing.TB, pool *sql.DB, query string) []string {
	t.Helper()
	rows, err := pool.Query(query)
	require.NoError(t, err)
	defer rows.Close()
	var list []string
	for rows.Next() {
		var s string
		require.NoError(t, rows.Scan(&s))
		list = append(list, s)
	}
	require.NoError(t, rows.Err())
	return list
}

func rowsIn(t testing.TB, pool *sql.DB, table string) map[string]map[string]string {
	t.Helper()
	keys := column(t, pool, fmt.Sprintf("SELECT name FROM pragma_table_info('%s') WHERE pk > 0 ORDER BY pk", table))
	require.NotEmpty(t, keys, table)
	rows, err := pool.Query("SELECT * FROM " + table)
	require.NoError(t, err)
	defer rows.Close()
	names, err := rows.Columns()
	require.NoError(t, err)
	all := make(map[string]map[string]string)
	for rows.Next() {
		values, into := make([]any, len(names)), make([]any, len(names))
		for i := range values {
			into[i] = &values[i]
		}
		require.NoError(t, rows.Scan(into...))
		row := make(map[string]string)
		for i, name := range names {
			row[name] = fmt.Sprintf("%T %v", values[i], values[i])
		}
		var key []string
		for _, k := range keys {
			key = append(key, row[k])
		}
		all[strings.Join(key, " ")] = row
	}
	require.NoError(t, rows.Err())
	return all
}

// differences lists, in order, what of an old file is not the same in the new
// one: tables and columns that are gone, rows that are gone, added or changed.
func differences(was, is dump) []string {
	var list []string
	for table, rows := range was {
		now, ok := is[table]
		if !ok {
			list = append(list, table+" is gone")
			continue
		}
		for key, row := range rows {
			list = append(list, changes(fmt.Sprintf("%s [%s]", table, key), row, now[key])...)
		}
		for key := range now {
			if rows[key] == nil {
				list = append(list, fmt.Sprintf("%s [%s] is new", table, key))
			}
		}
	}
	slices.Sort(list)
	return list
}

func changes(name string, was, is map[string]string) []string {
	if is == nil {
		return []string{name + " is gone"}
	}
	var list []string
	for column, value := range was {
		switch now, ok := is[column]; {
		case !ok:
			list = append(list, fmt.Sprintf("%s %s is gone", name, column))
		case now != value:
			list = append(list, fmt.Sprintf("%s %s: %s is now %s", name, column, value, now))
		}
	}
	return list
}

// expected are the differences that bringing a file of a version up to date is
// meant to make: the fourth works check-ins out anew and names none from outside.
var expected = map[int][]string{
	1: {"check_in [int64 1] key is gone"},
	2: {"check_in [int64 1] key is gone"},
	3: {"check_in [int64 1] key is gone"},
}

func TestEveryRowOfAnOlderFileIsKept(t *testing.T) {
	for version := 1; version < schemaVersion; version++ {
		path := golden(t, version)
		was := dumpOf(t, path)
		require.Greater(t, len(was), 15)
		s, err := Open(t.Context(), Options{Path: path})
		require.NoError(t, err)
		require.NoError(t, s.Close())
		is := dumpOf(t, path)
		require.Equal(t, expected[version], differences(was, is), "version %d", version)

		// The comparison itself notices a change of each kind.
		spoilt := dumpOf(t, path)
		delete(spoilt, "setting")
		delete(spoilt["booking"], "int64 1")
		delete(spoilt["plan"]["int64 1"], "name")
		spoilt["person"]["int64 1"]["email"] = "string other"
		spoilt["room"]["int64 99"] = map[string]string{}
		require.Len(t, differences(was, spoilt), len(expected[version])+5)
	}
}
