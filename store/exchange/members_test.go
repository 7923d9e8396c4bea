package exchange

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/charmap"

	"latchkey/store"
)

func in16(text string, order binary.AppendByteOrder, mark bool) []byte {
	var b []byte
	if mark {
		b = order.AppendUint16(b, 0xfeff)
	}
	for _, u := range utf16.Encode([]rune(text)) {
		b = order.AppendUint16(b, u)
	}
	return b
}

// The same list in every encoding and with every separator is the same.
func TestReadMembersEncodingsAndSeparators(t *testing.T) {
	const list = "Prénom,Nom,E-mail,Téléphone,Abonnement,Début\r\nZoé,Lefèvre,zoe@a.example,'+33 6 39 98 00 01,Basic,31/08/2026\r\n"
	want := []Row{{Line: 2, Values: map[Field]string{
		FieldFirstName: "Zoé", FieldLastName: "Lefèvre", FieldEmail: "zoe@a.example",
		FieldPhone: "+33 6 39 98 00 01", FieldPlan: "Basic", FieldStartsOn: "2026-08-31",
	}}}
	for _, separator := range ",;\t|" {
		text := strings.ReplaceAll(list, ",", string(separator))
		latin, err := charmap.Windows1252.NewEncoder().String(text)
		require.NoError(t, err)
		for encoding, files := range map[string][][]byte{
			"UTF-8":        {[]byte(text), []byte("\ufeff" + text)},
			"UTF-16":       {in16(text, binary.LittleEndian, true), in16(text, binary.BigEndian, true), in16(text, binary.LittleEndian, false), in16(text, binary.BigEndian, false)},
			"Windows-1252": {[]byte(latin)},
		} {
			for _, raw := range files {
				table, err := ReadMembers(bytes.NewReader(raw))
				require.NoError(t, err)
				require.Equal(t, encoding, table.Encoding)
				require.Equal(t, separator, table.Separator)
				require.Empty(t, table.Errors)
				require.Equal(t, want, table.Rows)
			}
		}
	}
}

func TestReadMembersHeadings(t *testing.T) {
	for _, header := range []string{
		"First name;Last name;Email;Phone;Company;Plan;Main member;Tag number;Starts on;Ends on;Connect;Note",
		"Prénom;NOM;Adresse e-mail;Téléphone;Société;Forfait;Membre principal;Numéro de badge;Date de début;Date de fin;Connexion;Remarque",
		"Vorname;Nachname;E-Mail;Telefon;Firma;Tarif;Hauptmitglied;Tag-Nummer;Beginn;Ende;Verbindung;Notiz",
		"Nombre;Apellidos;Correo electrónico;Teléfono;Empresa;Tarifa;Miembro principal;Llavero;Inicio;Fin;Conexión;Nota",
	} {
		columns, n := columnsOf(strings.Split(header, ";"))
		require.Equal(t, 12, n, header)
		for i, want := range []Field{FieldFirstName, FieldLastName, FieldEmail, FieldPhone, FieldCompany, FieldPlan, FieldMain, FieldTag, FieldStartsOn, FieldEndsOn, FieldConnect, FieldNote} {
			require.Equal(t, want, columns[i].Field, columns[i].Heading)
		}
	}
	columns, _ := columnsOf([]string{"Nom", "E-mail", "Shoe size", "E-mail"})
	require.Equal(t, []Column{{"Nom", FieldName}, {"E-mail", FieldEmail}, {"Shoe size", ""}, {"E-mail", ""}}, columns)
}

// A word must not mean two things, or the meaning would change by the run.
func TestWordsAreClear(t *testing.T) {
	meaning := map[string]string{}
	claim := func(word, as string) {
		require.Equal(t, fold(word), word, "would never match")
		if was, ok := meaning[word]; ok {
			require.Equal(t, as, was, word)
		}
		meaning[word] = as
	}
	for field, words := range headings {
		for word := range strings.SplitSeq(words, ", ") {
			claim(word, string(field))
		}
	}
	clear(meaning)
	for connect, words := range connects {
		for word := range strings.SplitSeq(words, ", ") {
			claim(word, string(connect))
		}
	}
}

func TestReadMembersListsBadRows(t *testing.T) {
	table, err := ReadMembers(strings.NewReader(strings.Join([]string{
		"Name,E-mail,Starts on,Connect,Plan,Main member",
		"Mia Berg,mia@a.example,2026-01-02,yes,Basic,",
		",,,,,",
		"Zoé Petit,zoe at home,,,,",
		"Jan van der Berg,jan@a.example,31.12.2026,nur Tag,,",
		"Léa,lea@a.example,12/31/2026,,,",
		"Tom,tom@a.example,,telepathy,,",
		"Mia Again,MIA@a.example,,,,",
		",,2026-01-01,,,",
		"Ana,ana@a.example,,,Basic,mia@a.example",
		"Bo,bo@a.example,,,,,surplus",
	}, "\n")))
	require.NoError(t, err)
	require.Equal(t, []Row{
		{2, map[Field]string{FieldFirstName: "Mia", FieldLastName: "Berg", FieldEmail: "mia@a.example", FieldStartsOn: "2026-01-02", FieldConnect: "phone and tag", FieldPlan: "Basic"}},
		{5, map[Field]string{FieldFirstName: "Jan", FieldLastName: "van der Berg", FieldEmail: "jan@a.example", FieldStartsOn: "2026-12-31", FieldConnect: "tag only"}},
	}, table.Rows)
	var got []string
	for _, e := range table.Errors {
		require.ErrorAs(t, e, new(*store.Problem))
		got = append(got, e.Error())
	}
	require.Len(t, got, 7)
	for i, words := range []string{
		"“zoe at home” is not an e-mail address", "“12/31/2026” is not a day", "“telepathy” is not a way",
		"Line 2 has the e-mail address mia@a.example too", "neither a name nor", "both a plan and a main member", "more cells than there are headings",
	} {
		require.Contains(t, got[i], words)
	}
	require.Equal(t, []int{4, 6, 7, 8, 9, 10, 11}, []int{table.Errors[0].Line, table.Errors[1].Line, table.Errors[2].Line, table.Errors[3].Line, table.Errors[4].Line, table.Errors[5].Line, table.Errors[6].Line})
}

func TestReadMembersRefusesGarbage(t *testing.T) {
	noise := make([]byte, 4096)
	random := rand.New(rand.NewPCG(1, 2))
	for i := range noise {
		noise[i] = byte(random.Uint32())
	}
	for name, tt := range map[string]struct {
		raw   []byte
		words string
	}{
		"noise":            {noise, "not a text file"},
		"a picture":        {[]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), "not a text file"},
		"a zip":            {[]byte("PK\x03\x04\x14\x00\x06\x00"), "not a text file"},
		"nothing":          {nil, "The file is empty"},
		"blank lines":      {[]byte("\n\n"), "The file is empty"},
		"no header":        {[]byte("Mia,Berg,mia@a.example\n"), "no headings that Latchkey knows"},
		"one column":       {[]byte("Name\nMia Berg\n"), "one column only"},
		"nobody":           {[]byte("Name,E-mail\n"), "nobody below"},
		"nobody knows who": {[]byte("Plan,Phone\nBasic,1\n"), "who each row is"},
		"open quote":       {[]byte("Name,E-mail\n\"Mia,mia@a.example\n"), "quotation mark on line 2"},
	} {
		t.Run(name, func(t *testing.T) {
			table, err := ReadMembers(bytes.NewReader(tt.raw))
			require.Nil(t, table)
			require.ErrorAs(t, err, new(*store.Problem))
			require.ErrorContains(t, err, tt.words)
		})
	}
	_, err := ReadMembers(endless{})
	require.ErrorContains(t, err, "larger than 16 MB")
}

func TestSplitName(t *testing.T) {
	for full, want := range map[string][2]string{
		"Mia Berg": {"Mia", "Berg"}, "Berg, Mia": {"Mia", "Berg"}, "Mia": {"Mia", ""},
		"Anna Maria Rossi": {"Anna Maria", "Rossi"}, "Jan van der Berg": {"Jan", "van der Berg"},
		"Lorenzo  De Santis": {"Lorenzo De", "Santis"}, "mia berg": {"mia", "berg"}, "": {"", ""},
	} {
		first, last := splitName(full)
		require.Equal(t, want, [2]string{first, last}, full)
	}
}

func TestDayOf(t *testing.T) {
	for cell, want := range map[string]string{
		"2026-11-30": "2026-11-30", "30/11/2026": "2026-11-30", "30.11.2026": "2026-11-30",
		"1.2.2026": "2026-02-01", "2026-11-30 00:00:00": "2026-11-30", "29/02/2028": "2028-02-29",
	} {
		got, err := dayOf(FieldStartsOn, cell)
		require.Nil(t, err)
		require.Equal(t, want, got)
	}
	for _, cell := range []string{"31/02/2026", "11/30/2026", "30/11/26", "tomorrow", "2026-11-30 09:00"} {
		_, err := dayOf(FieldStartsOn, cell)
		require.NotNil(t, err, cell)
	}
}

func FuzzMembers(f *testing.F) {
	f.Add([]byte("Name,E-mail\nMia Berg,mia@a.example\n"))
	f.Add([]byte("Prénom;Nom;Début\n\"Zoé\";'=x;31/08/2026\n"))
	f.Add(in16("Name\tPlan\nMia\tBasic\n", binary.LittleEndian, true))
	f.Add([]byte("Nom|Courriel\r\x8a|\"\""))
	f.Fuzz(func(t *testing.T, raw []byte) {
		table, err := ReadMembers(bytes.NewReader(raw))
		if err != nil {
			require.ErrorAs(t, err, new(*store.Problem))
			return
		}
		for _, row := range table.Rows {
			require.NotContains(t, row.Values, FieldName)
			require.True(t, row.name() != "" || row.Values[FieldEmail] != "")
			for _, v := range row.Values {
				require.NotEmpty(t, v)
			}
		}
	})
}
