package kssim

import "encoding/json"

// reshape adds fields to an answer, or leaves the null ones out.
func (r Readings) reshape(body any) any {
	if !r.MoreFields && !r.FewerFields {
		return body
	}
	data, err := json.Marshal(body)
	var plain any
	if err != nil || json.Unmarshal(data, &plain) != nil {
		return body // writeJSON says what is wrong with it
	}
	return r.reshaped(plain)
}

func (r Readings) reshaped(value any) any {
	switch v := value.(type) {
	case []any:
		for i := range v {
			v[i] = r.reshaped(v[i])
		}
	case map[string]any:
		for key, inner := range v {
			if inner == nil && r.FewerFields {
				delete(v, key)
				continue
			}
			v[key] = r.reshaped(inner)
		}
		if r.MoreFields {
			v["since_yesterday"] = map[string]any{"id": "not-an-id-of-this", "items": []any{nil, 7, "x"}}
		}
	}
	return value
}
