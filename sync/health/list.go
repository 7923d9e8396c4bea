package health

import "time"

// What keeps Latchkey from asking SALTO KS: how the last attempt ended. A
// Trouble has one of these codes. Its own sentence, where it has one, knows
// more than the list.
const (
	SignedOut         Code = "signed-out"         // KS refuses the token: somebody has to sign in again
	RoleLost          Code = "role-lost"          // the account may not change the site any more
	SiteGone          Code = "site-gone"          // the pinned site is not there for the account, or is another
	NotReleased       Code = "not-released"       // the site takes no changes before its installer releases it
	SubscriptionEnded Code = "subscription-ended" // the site takes no changes; its users may have lost their seats
	Offline           Code = "offline"            // KS cannot be reached, or something else answers in its place
	TooMany           Code = "too-many"           // KS refuses for too many requests
	Failing           Code = "failing"            // KS answers with errors of its own
	Refused           Code = "refused"            // KS refuses what Latchkey asks, and will again
	Internal          Code = "internal"           // Latchkey itself failed; always with a sentence of its own
)

// What the facts of a space show.
const (
	OfflineLong   Code = "offline-long"   // KS has not answered for more than a day
	ClockOff      Code = "clock-off"      // this computer's clock is wrong by more than ClockWarns
	ClockFarOff   Code = "clock-far-off"  // by more than ClockHolds: what the clock decides is held back
	HubOffline    Code = "hub-offline"    // About: the hub's name
	DoorOffline   Code = "door-offline"   // About: the lock's id; not of a hub that is offline
	NotLooked     Code = "not-looked"     // no complete look at the site for more than a day
	EntriesOld    Code = "entries-old"    // what happened at the doors was not read for so long that KS may forget some
	NoEntries     Code = "no-entries"     // KS does not show what happens at the doors
	ZoneDiffers   Code = "zone-differs"   // the clocks of the space and of the site differ
	SeatsLow      Code = "seats-low"      // four fifths are used
	SeatsGone     Code = "seats-gone"     // all are used
	Unseated      Code = "unseated"       // people who have a right and no seat
	IdleUsers     Code = "idle-users"     // people who have a seat and open nothing
	StillIn       Code = "still-in"       // people who should be out, which KS has not yet shown
	Parked        Code = "parked"         // steps that need the desk
	Question      Code = "question"       // the guard waits for the desk
	Changed       Code = "changed"        // differences in KS that wait for an answer
	MappingFault  Code = "mapping-fault"  // About: its sentence, which is the text
	NeedsComputer Code = "needs-computer" // access ends soon, and only Latchkey ends it; About: when
	Unconnected   Code = "unconnected"    // people who are not connected, though their plan opens doors
	Keyless       Code = "keyless"        // people who have a right and neither a tag nor the app
)

// While one of these lasts, nobody sees what KS holds: what the last look
// found is old because of it.
var unseen = []Code{SignedOut, RoleLost, SiteGone, Refused, OfflineLong, Offline, Failing}

// While one of these lasts, the site takes no changes and may have taken the
// seats of its users.
var closed = []Code{SiteGone, NotReleased, SubscriptionEnded}

// warnables is everything that can be wrong. People who should be out and the
// question of the guard depend on nothing: they stay in sight until they are
// settled.
var warnables = []Warnable{
	{
		Code: SignedOut, Severity: High, Title: say("Sign-in ended"),
		Text: say("SALTO KS wants a new sign-in. Open Settings and sign in again; what waits is sent after that."),
	}, {
		Code: RoleLost, Severity: High, Title: say("Role lost in SALTO KS"),
		Text: say("The SALTO KS account that Latchkey uses may not do this. Ask the owner of the site to give it the role Site Admin."),
	}, {
		Code: SiteGone, Severity: High, Title: say("Site not found"),
		Text: say("The SALTO KS account that Latchkey uses does not see the site any more. Ask the owner of the site to make it a site admin again, or connect another site in Settings."),
	}, {
		Code: NotReleased, Severity: High, Title: say("Site not released"),
		Text: say("The SALTO KS site is not released yet. Ask the installer to release it in SALTO KS."),
	}, {
		Code: SubscriptionEnded, Severity: High, Title: say("Subscription ended"),
		Text: say("The SALTO KS subscription of this site has ended, so no right can be changed. The owner of the site has to renew it in SALTO KS."),
	}, {
		Code: Offline, Severity: Medium, Delay: time.Minute, DependsOn: []Code{OfflineLong}, Title: say("Offline"),
		Text: say("SALTO KS cannot be reached. Check the internet connection; every change is kept and sent later."),
	}, {
		Code: OfflineLong, Severity: High, Delay: time.Minute, Title: say("Offline for more than a day"),
		Text: say("SALTO KS has not answered since {{.At}}: the doors know nothing of what was changed here after that. Check the internet connection of this computer."),
	}, {
		Code: TooMany, Severity: Low, Delay: 5 * time.Minute, Title: say("SALTO KS wants a slower pace"),
		Text: say("SALTO KS asks us to slow down. Latchkey goes on by itself, more slowly."),
	}, {
		Code: Failing, Severity: Medium, Delay: 5 * time.Minute, Title: say("SALTO KS has a fault"),
		Text: say("SALTO KS has a fault at the moment. Nothing is lost: Latchkey tries again by itself."),
	}, {
		Code: Refused, Severity: High, Delay: time.Minute, Title: say("SALTO KS refuses"),
		Text: say("SALTO KS refused this and gave no reason. Check what was entered; if it is right, send the log to support: Settings says where it is."),
	}, {
		Code: Internal, Severity: Medium, Delay: time.Minute, Title: say("Fault in Latchkey"),
	},

	{
		Code: ClockOff, Severity: Medium, Delay: time.Minute, Title: say("Clock wrong"),
		Text: say("The clock of this computer is wrong by more than two minutes. Set it right: until then doors may open and close at the wrong time."),
	}, {
		Code: ClockFarOff, Severity: High, Title: say("Clock wrong, changes held back"),
		Text: say("The clock of this computer is wrong by more than five minutes. Set it right: until then Latchkey holds back every change that the clock decides."),
	},

	{
		Code: HubOffline, Severity: Medium, Delay: 5 * time.Minute, DependsOn: unseen, Title: say("Hub offline"),
		Text: say("The hub “{{.IQ}}” was offline at the last look: changes made since may not have come to {{.Doors}}. Check its power and its network."),
	}, {
		Code: DoorOffline, Severity: Medium, Delay: 5 * time.Minute, DependsOn: unseen, Title: say("Door offline"),
		Text: say("“{{.Door}}” was offline at the last look: changes made since may not have come to it. Check its battery and its connection to the hub."),
	}, {
		Code: NotLooked, Severity: Medium, Delay: 10 * time.Minute, DependsOn: unseen, Title: say("Not looked for a day"),
		Text: say("The last full look at SALTO KS was {{.At}}: what others changed there since is not known here. Press “Sync now” in Doors."),
	}, {
		Code: EntriesOld, Severity: Medium, Delay: 10 * time.Minute, DependsOn: []Code{SiteGone}, Title: say("Entries may be lost"),
		Text: say("What happened at the doors was last read at {{.At}}, and SALTO KS forgets it after {{.Count}} days. Let Latchkey reach SALTO KS before then: else some check-ins are never known."),
	}, {
		Code: NoEntries, Severity: Medium, Delay: 10 * time.Minute, DependsOn: unseen, Title: say("Entries not shown"),
		Text: say("SALTO KS does not show what happens at the doors to the account that Latchkey uses, so nobody is checked in and no pass is used. Ask the owner of the site to give it the role Site Admin."),
	}, {
		Code: ZoneDiffers, Severity: Medium, DependsOn: []Code{SiteGone}, Title: say("Time zones differ"),
		Text: say("The space is in the time zone {{.Zone}}, and its site in SALTO KS in {{.Other}}, where the clocks show another time. Correct one of them: the space in Settings, or the site in SALTO KS."),
	},

	{
		Code: SeatsLow, Severity: Low, DependsOn: closed, Title: say("Seats run low"),
		Text: say("{{.Used}} of {{.Bought}} seats in SALTO KS are taken. Buy more there before they run out."),
	}, {
		Code: SeatsGone, Severity: Medium, DependsOn: closed, Title: say("No seat left"),
		Text: say("All seats in SALTO KS are taken ({{.Used}} of {{.Bought}}), so nobody new gets in. Buy more there, or free one."),
	}, {
		Code: Unseated, Severity: High, Delay: time.Minute, DependsOn: closed, Title: say("People without a seat"),
		Text: say("SALTO KS has no free seat for {{.Name}}. Buy seats there, or free one."),
	}, {
		Code: IdleUsers, Severity: Low, Delay: 10 * time.Minute, DependsOn: closed, Title: say("Seats that open nothing"),
		Text: say("These take a seat in SALTO KS and open nothing: {{.Names}}. Suspend or delete there whoever needs no access."),
	},

	{
		Code: StillIn, Severity: High, Delay: 5 * time.Minute, Title: say("Should be out"),
		Text: say("These should be out and may still get in: {{.Names}}. Latchkey goes on trying; to be sure at once, block them in SALTO KS."),
	}, {
		Code: Parked, Severity: High, DependsOn: []Code{RoleLost, SiteGone, NotReleased, SubscriptionEnded}, Title: say("Changes that need you"),
		Text: say("Changes that Latchkey cannot make without you: {{.Count}}. See in Doors what each of them says, put it right, then press “Try again”."),
	}, {
		Code: Question, Severity: High, Title: say("Waiting for your answer"),
		Text: say("Latchkey changes nothing in SALTO KS until you agree. People who would lose access: {{.Lose}}; who would get it: {{.Gain}}. Answer in Doors."),
	}, {
		Code: Changed, Severity: Medium, DependsOn: []Code{SiteGone}, Title: say("Changed in SALTO KS"),
		Text: say("Differences that somebody made in SALTO KS: {{.Count}}. Say in Doors for each whether to restore it, keep it or ignore it."),
	}, {
		Code: MappingFault, Severity: High, DependsOn: []Code{SiteGone}, Title: say("To put right"),
	},

	{
		Code: NeedsComputer, Severity: Low, Title: say("Needs this computer"),
		Text: say("At {{.At}} access ends for {{.Names}}, and SALTO KS does not end it by itself. Leave this computer on and online then: else it ends when Latchkey is started again."),
	}, {
		Code: Unconnected, Severity: Low, Delay: 10 * time.Minute, Title: say("Not connected"),
		Text: say("Not connected to SALTO KS although their plan opens doors: {{.Names}}. Connect them in Members."),
	}, {
		Code: Keyless, Severity: Medium, Delay: 10 * time.Minute, Title: say("No tag and no phone"),
		Text: say("These may open doors and have nothing to open them with: {{.Names}}. Give a tag, or add an e-mail address for the phone."),
	},
}
