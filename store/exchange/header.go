package exchange

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Field is a column of a member list that Latchkey understands.
type Field string

// The columns. FieldName is a full name in one cell; a Table never has it:
// it is split into first and last name.
const (
	FieldName      Field = "name"
	FieldFirstName Field = "first name"
	FieldLastName  Field = "last name"
	FieldEmail     Field = "email"
	FieldPhone     Field = "phone"
	FieldCompany   Field = "company"
	FieldPlan      Field = "plan"
	FieldMain      Field = "main member"
	FieldTag       Field = "tag number"
	FieldStartsOn  Field = "starts on"
	FieldEndsOn    Field = "ends on"
	FieldConnect   Field = "connect"
	FieldNote      Field = "note"
)

// headings are the names by which columns are recognised in English, French,
// German and Spanish, folded.
var headings = map[Field]string{
	FieldName:      "name, full name, member, member name, nom complet, nom et prenom, membre, vollstandiger name, mitglied, nombre completo, nombre y apellidos, miembro",
	FieldFirstName: "first name, given name, forename, prenom, vorname, nombre",
	FieldLastName:  "last name, surname, family name, nom, nom de famille, nachname, familienname, apellido, apellidos",
	FieldEmail:     "email, e mail, mail, email address, e mail address, courriel, adresse e mail, adresse email, mail adresse, email adresse, correo, correo electronico, correo e",
	FieldPhone:     "phone, phone number, telephone, mobile, mobile number, tel, portable, numero de telephone, telefon, telefonnummer, handy, mobil, telefono, movil",
	FieldCompany:   "company, organisation, organization, team, societe, entreprise, firma, unternehmen, empresa, compania",
	FieldPlan:      "plan, membership, membership plan, tariff, forfait, abonnement, formule, tarif, mitgliedschaft, tarifa, suscripcion, membresia",
	FieldMain:      "main member, main member email, main member e mail, main members e mail, main members email, membre principal, e mail du membre principal, hauptmitglied, e mail des hauptmitglieds, miembro principal, correo del miembro principal",
	FieldTag:       "tag, tag number, fob, fob number, card, card number, badge, numero de badge, numero du badge, numero de tag, transponder, tag nummer, tagnummer, schlusselnummer, kartennummer, llavero, numero de tag, numero de tarjeta",
	FieldStartsOn:  "starts on, start, start date, member since, debut, date de debut, membre depuis, beginn, startdatum, mitglied seit, inicio, fecha de inicio, miembro desde",
	FieldEndsOn:    "ends on, end, end date, last day, fin, date de fin, dernier jour, ende, enddatum, letzter tag, fecha de fin, ultimo dia",
	FieldConnect:   "connect, connection, access by, connexion, acces par, verbindung, zugang, conexion, acceso por",
	FieldNote:      "note, notes, comment, comments, remarque, commentaire, notiz, bemerkung, nota, comentario",
}

var fieldOf = func() map[string]Field {
	m := map[string]Field{}
	for field, names := range headings {
		for name := range strings.SplitSeq(names, ", ") {
			m[name] = field
		}
	}
	return m
}()

// fold makes names comparable: lower case, no accents, single blanks for
// everything between words, no apostrophes.
func fold(s string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r), r == '\'', r == '’':
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(unicode.ToLower(r))
		default:
			b.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(strings.ReplaceAll(b.String(), "ß", "ss")), " ")
}

// Column is one column of a CSV file; Field is empty where it is not
// understood and left out of the import.
type Column struct {
	Heading string
	Field   Field
}

// columnsOf recognises a header row. A second column for the same field is
// left out.
func columnsOf(header []string) (columns []Column, recognised int) {
	taken := map[Field]bool{}
	for _, cell := range header {
		c := Column{Heading: strings.TrimSpace(unguard(cell))}
		if f, ok := fieldOf[fold(c.Heading)]; ok && !taken[f] {
			c.Field = f
			taken[f] = true
			recognised++
		}
		columns = append(columns, c)
	}
	if taken[FieldLastName] && !taken[FieldFirstName] {
		columns = lastNameAlone(columns)
	}
	return columns, recognised
}

// lastNameAlone reads a lone “Nom” as the whole name: that is what a French
// list without a “Prénom” means by it.
func lastNameAlone(columns []Column) []Column {
	for i, c := range columns {
		if c.Field == FieldLastName && fold(c.Heading) == "nom" {
			columns[i].Field = FieldName
		}
	}
	return columns
}
