package store

// Place tells where the open file lies. In a folder that another program copies
// to other computers, the store keeps what is committed in the one file at all
// times, and the window says once what that means.
func (s *Store) Place() Place { return s.place }

// OpenElsewhere tells who, on another computer, has the file open or has not
// closed it well, as far as a folder that is copied between computers can tell:
// locks do not reach that far, and a note of the last owner may be hours old.
func (s *Store) OpenElsewhere() (Owner, bool) {
	here := thisOwner(s.Now())
	other := s.place.Kind == PlaceSynced && s.before.Host != "" && s.before.Host != here.Host
	if !other {
		return Owner{}, false
	}
	return s.before, true
}

// onNetwork refuses to write to a share: SQLite's locks do not hold there, and
// two computers would spoil the file.
func onNetwork(path string, at Place) *Problem {
	return &Problem{Code: CodeFile, Text: "The file {{.File}} lies on a network drive ({{.Name}}), where two computers can spoil it. Move it to a folder of this computer and open it there.",
		Args: pairs([]any{"File", path, "Name", at.Name})}
}
