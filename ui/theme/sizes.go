package theme

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// The type scale and the measures that Fyne has no name for.
const (
	SizeTitle     = theme.SizeNameHeadingText    // 18, bold: the name of the screen
	SizeCardTitle = theme.SizeNameSubHeadingText // 15, bold: the name of a card
	SizeText      = theme.SizeNameText           // 14
	SizeMuted     = theme.SizeNameCaptionText    // 12.5

	SizeRow         fyne.ThemeSizeName = "latchkey.row"          // height of a row
	SizeCardPadding fyne.ThemeSizeName = "latchkey.card.padding" // inside a card, and between cards
	SizeControl     fyne.ThemeSizeName = "latchkey.control"      // height of a button or an input
)

var sizes = map[fyne.ThemeSizeName]float32{
	SizeTitle:       18,
	SizeCardTitle:   15,
	SizeText:        14,
	SizeMuted:       12.5,
	SizeRow:         40,
	SizeCardPadding: 16,
	SizeControl:     36,

	theme.SizeNamePadding:         8,
	theme.SizeNameInnerPadding:    8,
	theme.SizeNameLineSpacing:     4,
	theme.SizeNameInlineIcon:      18,
	theme.SizeNameInputRadius:     8,
	theme.SizeNameButtonRadius:    8,
	theme.SizeNameSelectionRadius: 8,
	theme.SizeNamePopupRadius:     8,
	theme.SizeNameMenuRadius:      8,
	theme.SizeNameCardRadius:      10,
	theme.SizeNameDialogRadius:    10,
	theme.SizeNameModalBlurRadius: 0, // blurring is slow without a graphics card
	theme.SizeNameScrollBar:       12,
	theme.SizeNameScrollBarSmall:  4,
}
