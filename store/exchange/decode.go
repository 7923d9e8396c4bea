package exchange

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"latchkey/store"
)

// MaxSize is the largest space file that Decode reads, in bytes.
const MaxSize = 64 << 20

// Decode reads a space file. What it returns is complete and consistent in
// itself: every name in it leads somewhere. Errors are a *store.Problem that
// names the place, except where reading r fails.
func Decode(r io.Reader) (*File, error) {
	text, err := io.ReadAll(io.LimitReader(r, MaxSize+1))
	if err != nil {
		return nil, fmt.Errorf("read space file: %w", err)
	}
	if len(text) > MaxSize {
		return nil, invalid("", "The file is larger than {{.Size}} MB, which no space is. Choose a space file made by Latchkey.", "Size", MaxSize>>20)
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	if !utf8.Valid(text) {
		return nil, invalid("", "The file is not UTF-8 text. Save it as UTF-8, or choose a space file made by Latchkey.")
	}
	if err := knownFormat(text); err != nil {
		return nil, err
	}
	f := blank()
	d := decoder{text: text, json: json.NewDecoder(bytes.NewReader(text))}
	d.json.UseNumber()
	if err := d.file(f); err != nil {
		return nil, err
	}
	if err := f.check(); err != nil {
		return nil, err
	}
	return f, nil
}

// knownFormat looks at the version mark alone, so that a file of a newer
// Latchkey is called that and is not blamed for its first new field.
func knownFormat(text []byte) error {
	var head struct {
		Format *string `json:"format"`
	}
	err := json.Unmarshal(text, &head)
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return &store.Problem{
			Code: store.CodeInvalid,
			Text: "Line {{.Line}} is not JSON. Correct it there, or choose a space file made by Latchkey.",
			Args: map[string]any{"Line": lineAt(text, syntax.Offset)}, Err: err,
		}
	case errors.As(err, &kind), err == nil && head.Format == nil:
		return invalid("format", "This is not a space file: it does not begin with \"format\": \"{{.Format}}\". Choose a space file made by Latchkey.", "Format", Format)
	case err != nil:
		return fmt.Errorf("read space file: %w", err)
	case *head.Format == Format:
		return nil
	case strings.HasPrefix(*head.Format, "latchkey-space/"):
		return &store.Problem{
			Code: store.CodeNewer, Field: "format",
			Text: "The file has the format {{.Found}}; this Latchkey reads {{.Format}}. Update Latchkey, or export the space again with this version.",
			Args: map[string]any{"Found": *head.Format, "Format": Format},
		}
	}
	return invalid("format", "The file has the format “{{.Found}}”, not “{{.Format}}”. Choose a space file made by Latchkey.", "Found", *head.Format, "Format", Format)
}

func lineAt(text []byte, offset int64) int {
	return 1 + bytes.Count(text[:min(int(offset), len(text))], []byte("\n"))
}

// decoder fills values from JSON as strictly as the schema reads it: exact
// field names, none twice, no null, nothing after the end. encoding/json
// alone does not say where an unknown field stands.
type decoder struct {
	text []byte
	json *json.Decoder
}

func (d *decoder) file(f *File) error {
	if err := d.value(reflect.ValueOf(f).Elem(), ""); err != nil {
		return err
	}
	if _, err := d.json.Token(); !errors.Is(err, io.EOF) {
		return d.problem("", "There is more text after the end of the space. Remove it.")
	}
	return nil
}

func (d *decoder) problem(path, text string, args ...any) error {
	inner := invalid(path, text, args...)
	return &store.Problem{
		Code: store.CodeInvalid, Field: path,
		Text: "Line {{.Line}}: {{.Reason}} Nothing was imported.",
		Args: map[string]any{"Line": lineAt(d.text, d.json.InputOffset()), "Reason": inner.Error()},
		Err:  inner,
	}
}

func (d *decoder) token(path string) (json.Token, error) {
	tok, err := d.json.Token()
	if err != nil {
		return nil, d.problem(path, "This is not JSON. Correct it, or choose a space file made by Latchkey.")
	}
	return tok, nil
}

func (d *decoder) value(v reflect.Value, path string) error {
	tok, err := d.token(path)
	if err != nil {
		return err
	}
	if v.Kind() == reflect.Pointer {
		v.Set(reflect.New(v.Type().Elem()))
		v = v.Elem()
	}
	if ref, ok := v.Addr().Interface().(*Ref); ok {
		if name, ok := tok.(string); ok {
			ref.Name = name
			return d.clean(name, path)
		}
	}
	switch v.Kind() {
	case reflect.Struct:
		if tok == json.Delim('{') {
			return d.object(v, path)
		}
		return d.problem(path, "“{{.Path}}” must be an object in braces.", "Path", path)
	case reflect.Slice:
		if tok == json.Delim('[') {
			return d.list(v, path)
		}
		return d.problem(path, "“{{.Path}}” must be a list in brackets.", "Path", path)
	default:
		return d.scalar(v, tok, path)
	}
}

func (d *decoder) scalar(v reflect.Value, tok json.Token, path string) error {
	switch v.Kind() {
	case reflect.String:
		if s, ok := tok.(string); ok {
			v.SetString(strings.TrimSpace(s)) // as the store keeps it
			return d.clean(s, path)
		}
		return d.problem(path, "“{{.Path}}” must be text in quotes.", "Path", path)
	case reflect.Bool:
		if b, ok := tok.(bool); ok {
			v.SetBool(b)
			return nil
		}
		return d.problem(path, "“{{.Path}}” must be true or false.", "Path", path)
	default:
		if n, ok := tok.(json.Number); ok {
			if i, err := strconv.ParseInt(n.String(), 10, 64); err == nil && !v.OverflowInt(i) {
				v.SetInt(i)
				return nil
			}
		}
		return d.problem(path, "“{{.Path}}” must be a whole number.", "Path", path)
	}
}

// clean refuses control characters, which no keyboard makes and which end up
// in tables, e-mails and door names.
func (d *decoder) clean(s, path string) error {
	for _, r := range s {
		if unicode.IsControl(r) && r != '\n' && r != '\t' && r != '\r' {
			return d.problem(path, "“{{.Path}}” contains a control character. Remove it.", "Path", path)
		}
	}
	return nil
}

func (d *decoder) list(v reflect.Value, path string) error {
	for i := 0; d.json.More(); i++ {
		item := reflect.New(v.Type().Elem()).Elem()
		if err := d.value(item, fmt.Sprintf("%s[%d]", path, i+1)); err != nil {
			return err
		}
		v.Set(reflect.Append(v, item))
	}
	_, err := d.token(path)
	return err
}

func (d *decoder) object(v reflect.Value, path string) error {
	seen := map[string]bool{}
	for d.json.More() {
		tok, err := d.token(path)
		if err != nil {
			return err
		}
		name, _ := tok.(string)
		at := strings.TrimPrefix(path+"."+name, ".")
		field, known := fieldNamed(v, name)
		switch {
		case !known:
			return d.problem(at, "There is no field “{{.Name}}” in {{.Place}}. Correct its name or remove it; docs/space-file.md lists the fields.", "Name", name, "Place", placeOf(path))
		case seen[name]:
			return d.problem(at, "“{{.Path}}” is given twice. Remove one.", "Path", at)
		}
		seen[name] = true
		if err := d.value(field, at); err != nil {
			return err
		}
	}
	_, err := d.token(path)
	return err
}

func placeOf(path string) string {
	if path == "" {
		return "the file"
	}
	return "“" + path + "”"
}

// fieldNamed finds the struct field that JSON calls name, exactly so.
func fieldNamed(v reflect.Value, name string) (reflect.Value, bool) {
	for i := range v.NumField() {
		tag, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		if tag == name && name != "" {
			return v.Field(i), true
		}
	}
	return reflect.Value{}, false
}
