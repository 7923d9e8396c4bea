package store

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// computer makes one up: files by their paths, everything else is not there.
func computer(windows bool, home string, env, files map[string]string) surroundings {
	return surroundings{
		windows: windows, fold: windows, home: home,
		env: func(name string) string { return env[name] },
		read: func(path string) []byte {
			if text, ok := files[path]; ok {
				return []byte(text)
			}
			return nil
		},
		exists:  func(path string) bool { _, ok := files[path]; return ok },
		real:    func(path string) string { return path },
		mounted: func(string) Place { return Place{} },
	}
}

func TestWhereAFileLies(t *testing.T) {
	pc := computer(true, `C:\Users\Ada`, map[string]string{
		"OneDrive": `C:\Users\Ada\OneDrive`, "OneDriveCommercial": `D:\Maison Nord`, "APPDATA": `C:\Users\Ada\AppData\Roaming`, "LOCALAPPDATA": `C:\Users\Ada\AppData\Local`,
	}, map[string]string{
		"C:/Users/Ada/AppData/Local/Dropbox/info.json": `{"personal": {"path": "E:\\Boxes", "host": 1}, "business": {"path": "E:\\Work"}}`,
		"E:/Sync/.stfolder":                            "",
	})
	mac := computer(false, "/Users/ada", nil, map[string]string{"/Users/ada/Library/Mobile Documents/com~apple~CloudDocs/Documents": ""})
	mac.fold = true
	box := computer(false, "/home/ada", nil, map[string]string{
		"/home/ada/.dropbox/info.json": `{"personal": {"path": "/home/ada/Files"}}`, "/srv/cloud/.nextcloudsync.log": "", "/broken/.dropbox/info.json": `{`,
	})
	broken := computer(false, "/broken", nil, map[string]string{"/broken/.dropbox/info.json": `{`})
	local := Place{Kind: PlaceLocal}
	for _, c := range []struct {
		on   surroundings
		path string
		want Place
	}{
		{pc, `C:\Users\Ada\AppData\Roaming\latchkey\latchkey.db`, local},
		{pc, `c:\users\ada\onedrive\Documents\latchkey.db`, Place{PlaceSynced, "OneDrive"}},
		{pc, `C:\Users\Ada\OneDriveOld\latchkey.db`, local},
		{pc, `C:\Users\Ada\OneDrive - Maison Nord\latchkey.db`, Place{PlaceSynced, "OneDrive"}},
		{pc, `D:\Maison Nord\latchkey.db`, Place{PlaceSynced, "OneDrive"}},
		{pc, `D:\Maison Nord 2\latchkey.db`, local},
		{pc, `E:\Work\a\latchkey.db`, Place{PlaceSynced, "Dropbox"}},
		{pc, `E:\Boxes\latchkey.db`, Place{PlaceSynced, "Dropbox"}},
		{pc, `E:\Sync\space\latchkey.db`, Place{PlaceSynced, "Syncthing"}},
		{pc, `C:\Users\Ada\iCloudDrive\latchkey.db`, Place{PlaceSynced, "iCloud Drive"}},
		{pc, `\\server\share\desk\latchkey.db`, Place{PlaceNetwork, `\\server\share`}},
		{pc, `//server/share/latchkey.db`, Place{PlaceNetwork, `\\server\share`}},
		{pc, `\\?\UNC\server\share\desk\latchkey.db`, Place{PlaceNetwork, `\\server\share`}},
		{pc, `\\?\C:\data\latchkey.db`, local},
		{mac, "/Users/ada/Library/Application Support/latchkey/latchkey.db", local},
		{mac, "/Users/ada/Library/Mobile Documents/com~apple~CloudDocs/latchkey.db", Place{PlaceSynced, "iCloud Drive"}},
		{mac, "/Users/ada/Documents/latchkey.db", Place{PlaceSynced, "iCloud Drive"}},
		{mac, "/Users/ada/Desktop/latchkey.db", local},
		{mac, "/Users/ada/Library/CloudStorage/GoogleDrive-ada@example.com/My Drive/latchkey.db", Place{PlaceSynced, "Google Drive"}},
		{mac, "/Users/ada/Library/CloudStorage/OneDrive-Personal/latchkey.db", Place{PlaceSynced, "OneDrive"}},
		{box, "/home/ada/.local/share/latchkey/latchkey.db", local},
		{box, "/home/ada/Files/latchkey.db", Place{PlaceSynced, "Dropbox"}},
		{box, "/home/ada/Nextcloud/latchkey.db", Place{PlaceSynced, "Nextcloud"}},
		{box, "/srv/cloud/a/b/latchkey.db", Place{PlaceSynced, "Nextcloud"}},
		{box, "//server/share/latchkey.db", local},
		{broken, "/broken/latchkey.db", local},
	} {
		require.Equal(t, c.want, c.on.place(c.path), c.path)
	}
	far := box
	far.mounted = func(string) Place { return Place{PlaceNetwork, "nas:/desk"} }
	require.Equal(t, Place{PlaceNetwork, "nas:/desk"}, far.place("/mnt/desk/latchkey.db"))
	linked := box
	linked.real = func(path string) string { return strings.Replace(path, "/data/", "/home/ada/Dropbox/", 1) }
	require.Equal(t, Place{PlaceSynced, "Dropbox"}, linked.place("/data/latchkey.db"))
}

func TestWhereThisComputersFilesLie(t *testing.T) {
	dir := t.TempDir()
	require.Equal(t, Place{Kind: PlaceLocal}, WhereIs(filepath.Join(dir, "not yet", "latchkey.db")))
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "synced", ".stfolder"), 0o700))
	require.Equal(t, Place{PlaceSynced, "Syncthing"}, WhereIs(filepath.Join(dir, "synced", "latchkey.db")))
	require.NoError(t, os.Symlink(filepath.Join(dir, "synced"), filepath.Join(dir, "link")))
	require.Equal(t, Place{PlaceSynced, "Syncthing"}, WhereIs(filepath.Join(dir, "link", "new", "latchkey.db")))
}

func TestANetworkDriveIsForReadingOnly(t *testing.T) {
	w := newWorld(t)
	require.NoError(t, w.Close())
	w.at = Place{PlaceNetwork, `\\server\share`}
	before := files(t, filepath.Dir(w.path))
	_, err := Open(w.ctx, w.options())
	p := problem(t, err)
	require.Equal(t, CodeFile, p.Code)
	require.Contains(t, p.Error(), `(\\server\share)`)
	require.Equal(t, before, files(t, filepath.Dir(w.path)))

	o := w.options()
	o.ReadOnly = true
	s, err := Open(w.ctx, o)
	require.NoError(t, err)
	defer s.Close()
	mia, err := s.Person(w.ctx, w.mia.ID)
	require.NoError(t, err)
	require.Equal(t, w.mia, mia)
}

// In a folder that is copied, the one file holds every commit at once, and many
// who read and write do not get into each other's way.
func TestASyncedFolderHasNoSecondFile(t *testing.T) {
	w := newWorld(t)
	w.person("Ada", nil)
	require.NoError(t, w.Close())
	w.at = Place{PlaceSynced, "OneDrive"}
	w.open()
	require.Equal(t, w.at, w.Place())
	eve := w.person("Eve", nil)
	require.False(t, taken(w.path+"-wal"))
	_, err := alone(t, w).Person(w.ctx, eve.ID)
	require.NoError(t, err)
	info, err := os.Stat(w.path + "-journal")
	require.NoError(t, err)
	require.Zero(t, info.Size())

	ctx, cancel := context.WithTimeout(w.ctx, 400*time.Millisecond)
	defer cancel()
	var all sync.WaitGroup
	for range 2 * readers {
		all.Go(func() {
			for ctx.Err() == nil {
				if _, err := w.People(w.ctx, PeopleFilter{}); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	for i := 0; ctx.Err() == nil; i++ {
		if _, err := w.Do(w.ctx, ActorDesk, func(tx *Tx) error { return tx.SavePerson(&Person{FirstName: "Kim", LastName: "Test"}) }); err != nil {
			t.Error(err)
			break
		}
	}
	all.Wait()
	require.NoError(t, w.Check(w.ctx, true))
	w.backup(ReasonDaily)
	require.NoError(t, w.Close())

	w.at = Place{}
	w.open()
	w.person("Lea", nil)
	require.True(t, taken(w.path+"-wal"), "back on a disk of this computer")
}
