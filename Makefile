# Latchkey's commands. `make` lists them. GNU make 3.81 (macOS) is enough.
#
# Variables, with what they are for:
#   PKG=./store/...   packages for test, race, bench and fuzz  (all of them)
#   FLAGS="-v -run X" more flags for go test                   (none)
#   BENCH=Open        which benchmarks run, as a pattern       (all of them)
#   ARGS="--lang fr"  more flags for the program in make run   (none)
#   FUZZTIME=60s      how long make fuzz runs each target      (60s)
#   SEEDS=2000        how many random days make sim plays              (2000)
#   SEED=7 ACTS=1,2   one of them, told in full; only some of its acts  (none)
#   PICTURES=dir      where make pictures puts the screens     (pictures)
#   VERSION=0.2.0     what is packed             (Version of FyneApp.toml)
#   XZ_LEVEL=-1       packs the archive for Linux in a hurry   (-6)
#   SIGN_CERT=cert.pem SIGN_KEY=key.pem  sign what is built for Windows (unsigned)
#   GO=go1.26.8       the go command                           (go)
PKG      ?= ./...
FLAGS    ?=
BENCH    ?= .
ARGS     ?=
FUZZTIME ?= 60s
PICTURES ?= pictures
SEEDS    ?= 2000
SEED     ?=
ACTS     ?=
WITHOUT  ?=
GO       ?= go

# The one version, and what a package of this commit is called: VERSION where
# the commit bears its tag, VERSION-dev.N elsewhere (N: its number in history).
VERSION    ?= $(shell sed -n 's/^Version = "\(.*\)"$$/\1/p' FyneApp.toml)
RELEASE    ?= $(shell .ci/version $(VERSION))
UPDATE_ADDRESS ?= $(shell sed -n 's/^UpdateAddress = "\(.*\)"$$/\1/p' FyneApp.toml)

# What is packed is stripped and says nothing of the machine that built it, and
# its files have the time of the commit: the same commit gives the same bytes.
release_flags     = -ldflags '-s -w -X main.release=$(RELEASE) -X main.updateAddress=$(UPDATE_ADDRESS)'
SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct 2>/dev/null || date +%s)
packing            = NFPM=$(nfpm) SOURCE_DATE_EPOCH=$(SOURCE_DATE_EPOCH) ARCH=$$($(GO) env GOARCH)

system := $(shell uname -s)

# Tests keep their files in memory where there is room (lazy: only they ask).
in_memory = $(shell .ci/memory)

# The window is compiled against the graphics libraries of the system. With
# the tag ci Fyne paints in memory: no graphics library and no C compiler
# (but on macOS, where Fyne asks the system for its theme in C all the same).
# Each build of the window has these: with others its C part is compiled anew.
# NDEBUG: an assertion of GLFW's is for those who write it, and ended the program
# at its start where a window manager had been killed.
window_flags   := -trimpath -tags migrated_fynedo
CGO_CFLAGS     ?= -O2 -g -DNDEBUG
export CGO_CFLAGS
headless_tags  := ci,migrated_fynedo
headless_cgo   := $(if $(filter Darwin,$(system)),1,0)
headless_needs := go $(if $(filter Darwin,$(system)),cc)
headless       := CGO_ENABLED=$(headless_cgo) $(GO)

# Fyne drops what it laid out of a widget after a minute, by a clock that it reads
# only when it paints: a test that first paints later than that, on a slow
# machine, would see half a screen.
patient := FYNE_CACHE=24h

# What .ci/windows is told.
for_windows = GO=$(GO) FLAGS="$(no_vcs)" RELEASE=$(RELEASE) UPDATE_ADDRESS=$(UPDATE_ADDRESS) \
	SIGN_CERT=$(SIGN_CERT) SIGN_KEY=$(SIGN_KEY) SIGN_TIME=$(SIGN_TIME)

# Under the race detector everything is watched but SQLite, which is C turned into
# Go: watched, it takes most of the time, and what it guards is passed on by
# locks that are watched. Memory is plenty, and collecting it slow.
race_spares := $(foreach p,modernc.org/sqlite/lib modernc.org/libc modernc.org/memory,-gcflags=$(p)=-race=false)
race_memory := GOGC=400

# The tools are pinned and live beside the program, one folder a version.
tools            := $(CURDIR)/bin/tools
golangci_version := v2.15.0
golangci         := $(tools)/$(golangci_version)/golangci-lint
sqlc_version     := v1.31.1
sqlc             := $(tools)/$(sqlc_version)/sqlc
gremlins_version := v0.6.0
gremlins         := $(tools)/$(gremlins_version)/gremlins
actionlint_version := v1.7.12
actionlint       := $(tools)/$(actionlint_version)/actionlint
nfpm_version     := v2.45.0
nfpm             := $(tools)/$(nfpm_version)/nfpm

# A provider of sign-ins that is not ours. Its lock file pins it; where the copy
# beside what was installed is the same, npm is not asked.
oidc_source := sync/ks/testdata/oidc
oidc        := $(tools)/oidc
oidc_mark   := $(oidc)/node_modules/installed.json

# What drives a browser through the page of doors, pinned and installed alike.
page_source := cmd/kssim/testdata/page
page        := $(tools)/page
page_mark   := $(page)/node_modules/installed.json

# A tree that git refuses to read (another owner, or no git at all) builds too.
no_vcs := $(shell git rev-parse --quiet --verify HEAD >/dev/null 2>&1 || echo -buildvcs=false)

# Linux says in the environment whether there is a display; others have one.
display := $(if $(filter Linux,$(system)),$(DISPLAY)$(WAYLAND_DISPLAY),yes)

.PHONY: help run run-window run-headless build build-headless deps demo pictures \
	test sim mistakes sweep torture mutants race bench bench-window fuzz oidc oidc-install page page-install lint generate cross smoke desk life \
	linux on-linux linux-check macos macos-check windows windows-check reproducible version clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: $(if $(display),run-window,run-headless) ## open the program on the sample space (no display: play its day in text)

run-window: build
	bin/latchkey --demo $(ARGS)

run-headless:
	@echo "There is no display here (DISPLAY and WAYLAND_DISPLAY are empty): the sample day runs without a window."
	@$(MAKE) --no-print-directory demo

build: deps ## build the program with its window: bin/latchkey
	@test -e bin/latchkey || echo "Building. The first time compiles the graphics library too: about five minutes."
	$(GO) build $(no_vcs) $(window_flags) -o bin/latchkey ./cmd/latchkey

deps: ## install the libraries that the window needs, if any is missing
	@.ci/need go cc
	@.ci/deps window

build-headless:
	@.ci/need $(headless_needs)
	@test -e bin/latchkey-headless || echo "Building without graphics. The first time takes a minute or two."
	$(headless) build $(no_vcs) -tags $(headless_tags) -o bin/latchkey-headless ./cmd/latchkey

demo: build-headless ## play the sample day without a window
	bin/latchkey-headless demo --headless

pictures: build-headless ## paint every screen, light and dark, into PICTURES
	bin/latchkey-headless demo --headless --pictures $(PICTURES)

test: ## run the tests; needs Go alone
	@.ci/need $(headless_needs)
	$(in_memory) $(patient) $(headless) test -timeout 30m -tags $(headless_tags) $(FLAGS) $(PKG)

race: ## run the tests under the race detector; needs a C compiler
	@.ci/need go cc
	$(in_memory) $(patient) $(race_memory) CGO_ENABLED=1 $(GO) test -race $(race_spares) -vet=off -timeout 20m -tags $(headless_tags) $(FLAGS) $(PKG)

mutants: $(gremlins) ## change the code of PKG in small ways, one at a time, and see that its tests notice
	$(in_memory) CGO_ENABLED=$(headless_cgo) $(gremlins) unleash --tags $(headless_tags) --timeout-coefficient 20 --threshold-efficacy 85 $(FLAGS) $(PKG)

bench: ## run the benchmarks; those of everything take the real window along (Linux)
	@.ci/need $(headless_needs)
	$(headless) test -run '^$$' -bench '$(BENCH)' -benchmem -timeout 30m -tags $(headless_tags) $(FLAGS) $(PKG)
	$(if $(filter Linux./....,$(system)$(PKG)$(BENCH)),@$(MAKE) --no-print-directory bench-window)

bench-window: build ## compare the real window with an empty one of Fyne's, on displays of their own (Linux)
	@.ci/deps smoke
	$(GO) build $(no_vcs) $(window_flags) -o bin/emptywindow ./cmd/internal/emptywindow
	LATCHKEY_WINDOW=$(CURDIR)/bin/latchkey LATCHKEY_EMPTY_WINDOW=$(CURDIR)/bin/emptywindow \
		$(in_memory) $(headless) test -run '^$$' -bench RealWindow -benchtime 1x -timeout 10m -tags $(headless_tags) $(FLAGS) ./cmd/internal/startup

sim: ## play SEEDS random days with everything that there is, or one SEED in full
	@.ci/need $(headless_needs)
	LATCHKEY_SEEDS=$(SEEDS) LATCHKEY_SEED=$(SEED) LATCHKEY_ACTS=$(ACTS) LATCHKEY_WITHOUT=$(WITHOUT) \
		$(in_memory) $(headless) test -count=1 -timeout 120m -tags $(headless_tags) -run 'TestSimulation$$' $(if $(SEED),-v) $(FLAGS) ./sync/engine

mistakes: ## make each deliberate mistake, and see that the random days notice it
	@.ci/need $(headless_needs)
	$(in_memory) $(headless) test -count=1 -timeout 120m -tags $(headless_tags),mistakes -run TestTheSimulationCatchesEveryMistake -v $(FLAGS) ./sync/engine

sweep: ## kill the program at every write and every request, and again while it recovers
	@.ci/need $(headless_needs)
	LATCHKEY_SWEEP=1 $(in_memory) $(headless) test -count=1 -timeout 24h -tags $(headless_tags) -run 'ACrash|EveryFault' -v $(FLAGS) ./sync/engine

torture: ## kill the program 5,000 times while it edits, backs up, updates and restores a file
	@.ci/need $(headless_needs)
	LATCHKEY_KILLS=5000 $(in_memory) $(headless) test -count=1 -timeout 6h -tags $(headless_tags) -run 'Killed' -v $(FLAGS) ./store

fuzz: ## run every fuzz target for FUZZTIME, one after the other
	@.ci/need $(headless_needs)
	CGO_ENABLED=$(headless_cgo) GO="$(GO)" TAGS=$(headless_tags) .ci/fuzz $(FUZZTIME) $(PKG)

oidc: ## run the tests that sign in at oidc-provider; needs Node, and npm once
	@.ci/need $(headless_needs)
	@.ci/deps node
	@cmp -s $(oidc_source)/package-lock.json $(oidc_mark) || $(MAKE) --no-print-directory oidc-install
	LATCHKEY_OIDC=$(oidc) $(headless) test -count=1 -timeout 5m -tags $(headless_tags),oidc -run OIDC $(FLAGS) ./sync/ks

oidc-install:
	mkdir -p $(oidc)
	cp $(oidc_source)/package.json $(oidc_source)/package-lock.json $(oidc)
	cd $(oidc) && npm ci --ignore-scripts --no-audit --no-fund
	cp $(oidc_source)/package-lock.json $(oidc_mark)

page: ## use the page of doors in a real browser, by keyboard; needs Node, chromium, and npm once
	@.ci/need $(headless_needs)
	@.ci/deps node
	@.ci/deps browser
	@cmp -s $(page_source)/package-lock.json $(page_mark) || $(MAKE) --no-print-directory page-install
	$(headless) build $(no_vcs) -tags $(headless_tags) -o bin/kssim ./cmd/kssim
	node $(page_source)/page.mjs $(page) bin/kssim $(PICTURES)

page-install:
	mkdir -p $(page)
	cp $(page_source)/package.json $(page_source)/package-lock.json $(page)
	cd $(page) && npm ci --ignore-scripts --no-audit --no-fund
	cp $(page_source)/package-lock.json $(page_mark)

lint: $(golangci) $(actionlint) ## check format, modules, layers, the rules of .golangci.yml, and the workflows
	@bad=$$(gofmt -l cmd ui store sync assets); \
		test -z "$$bad" || { echo "Not formatted, run gofmt -w on:"; echo "$$bad"; exit 1; }
	$(GO) mod tidy -diff
	$(headless) vet -tags $(headless_tags) ./...
	CGO_ENABLED=$(headless_cgo) $(golangci) run
	$(actionlint) -shellcheck= -pyflakes= .github/workflows/*.yml

cross: ## check that it compiles for Windows and (cmd apart, which needs a Mac) macOS
	@.ci/need go
	GOOS=windows CGO_ENABLED=0 $(GO) vet -tags $(headless_tags) ./...
	GOOS=darwin CGO_ENABLED=0 $(GO) vet -tags $(headless_tags) ./assets/... ./store/... ./sync/... ./ui/...

generate: $(sqlc) ## write the generated code anew
	PATH="$(dir $(sqlc)):$$PATH" $(GO) generate ./...

smoke: build ## open the real window on a display of its own, look at it and close it (Linux)
	@.ci/deps smoke
	.ci/smoke bin/latchkey $(PICTURES)/smoke.png

desk: build ## add and cancel a member in the real window, and ask the doors (Linux)
	@.ci/deps smoke
	.ci/desk bin/latchkey $(PICTURES)/desk.png

life: build ## start the real window twice, crash it, and look at the report (Linux)
	@.ci/deps smoke
	.ci/life bin/latchkey $(PICTURES)/life.png

# Go and its C part are the same each time: a warm build takes half a minute, the
# first one compiles the graphics library for Windows, ten minutes or more.
windows: ## build the program and its installer for Windows: bin/windows (Linux)
	@.ci/need go
	@.ci/deps windows
	$(for_windows) .ci/windows program
	$(for_windows) .ci/windows installer

windows-check: windows ## install, use, upgrade and remove it under Wine; pictures go into PICTURES (Linux)
	@.ci/deps wine
	RELEASE=$(RELEASE) .ci/windows-check $(PICTURES)

linux: on-linux deps $(nfpm) ## pack the program for this Linux: bin/linux/*.deb and *.tar.xz
	@.ci/deps linux
	$(GO) build $(no_vcs) $(window_flags) $(release_flags) -o bin/linux/latchkey ./cmd/latchkey
	$(packing) assets/linux/pack.sh bin/linux/latchkey $(RELEASE) bin/linux

on-linux:
	@test $(system) = Linux || { echo "make linux needs Linux: the window is compiled against its libraries."; exit 1; }

linux-check: linux ## install what make linux packed, start it, remove it (Debian or Ubuntu)
	@.ci/deps smoke
	$(packing) .ci/linux-check bin/linux $(RELEASE) $(PICTURES)/linux.png

macos: ## pack the program for this Mac: bin/macos/*.dmg
	@test $(system) = Darwin || { echo "make macos needs a Mac: nothing else has its graphics libraries. make macos-check checks here what can be."; exit 1; }
	@.ci/need go cc
	MACOSX_DEPLOYMENT_TARGET=12.0 CGO_ENABLED=1 $(GO) build $(no_vcs) $(window_flags) $(release_flags) -o bin/macos/latchkey ./cmd/latchkey
	GO=$(GO) assets/macos/bundle.sh bin/macos/latchkey $(VERSION) bin/macos
	assets/macos/image.sh bin/macos/Latchkey.app bin/macos/Latchkey-$(RELEASE)-macos-$$($(GO) env GOARCH).dmg

macos-check: ## check of the Mac's package what can be checked without a Mac
	@.ci/need go
	@.ci/deps macos
	GO=$(GO) .ci/macos-check $(VERSION)

reproducible: ## build the program without graphics twice, in two places, and compare
	@.ci/need $(headless_needs)
	GO=$(GO) .ci/reproducible

version: ## print what a package of this commit is called
	@echo $(RELEASE)

clean: ## remove what was built and painted; the tools stay
	rm -rf bin/latchkey bin/latchkey-headless bin/emptywindow bin/kssim bin/linux bin/macos bin/windows pictures

$(golangci):
	@.ci/need go
	GOBIN=$(dir $@) $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(golangci_version)

$(actionlint):
	@.ci/need go
	GOBIN=$(dir $@) $(GO) install github.com/rhysd/actionlint/cmd/actionlint@$(actionlint_version)

$(gremlins):
	@.ci/need go
	GOBIN=$(dir $@) $(GO) install github.com/go-gremlins/gremlins/cmd/gremlins@$(gremlins_version)

$(nfpm):
	@.ci/need go
	GOBIN=$(dir $@) $(GO) install github.com/goreleaser/nfpm/v2/cmd/nfpm@$(nfpm_version)

$(sqlc):
	@.ci/need go
	GOBIN=$(dir $@) $(GO) install github.com/sqlc-dev/sqlc/cmd/sqlc@$(sqlc_version)
