# SPDX-License-Identifier: GPL-3.0-or-later
# A thin front: two commands do everything. `make demo` and `make test`.
.PHONY: all demo test check deps build format tidy asan tsan clang-build fuzz bench long man clean
JOBS ?= $(shell nproc)
DEMO ?= demo-town
OUT ?= demo-town/out
CTEST = ctest --output-on-failure --no-tests=error

all: build

deps:
	@tools/deps.sh build

build: deps
	@test -f build/build.ninja || cmake --preset release
	@ninja -C build -j $(JOBS)

# The model town in an empty folder, its morning sheet in three forms and on the terminal.
demo: build
	@rm -rf $(DEMO)
	@build/ranok demo $(DEMO)
	@mkdir -p $(OUT)
	@for lang in uk en; do build/ranok sheet --town $(DEMO) --lang $$lang \
	  -o $(OUT)/sheet-$$lang.pdf $(OUT)/sheet-$$lang.html $(OUT)/sheet-$$lang.json || exit 1; done
	@build/ranok verify --town $(DEMO)
	@build/ranok sheet --town $(DEMO)
	@echo; ls -1 $(OUT)/*
	@echo "build/ranok why dead.said --town $(DEMO)"

test: deps-test build
	@cd build && $(CTEST) -j $(JOBS) -LE long

.PHONY: deps-test
deps-test:
	@tools/deps.sh test

check: deps-check format clang-build tidy asan tsan

.PHONY: deps-check
deps-check:
	@tools/deps.sh check

format:
	@tools/check_format.sh

tidy: clang-build
	@tools/check_code.sh $(JOBS)

asan:
	@test -f build-asan/build.ninja || cmake --preset asan
	@ninja -C build-asan -j $(JOBS)
	@cd build-asan && ASAN_OPTIONS=detect_leaks=1 LSAN_OPTIONS=suppressions=$(CURDIR)/tools/lsan.txt:print_suppressions=0 $(CTEST) -j $(JOBS) -LE 'long|slow'

tsan:
	@test -f build-tsan/build.ninja || cmake --preset tsan
	@ninja -C build-tsan -j $(JOBS) $$(tools/threaded_tests.sh)
	@cd build-tsan && $(CTEST) -j $(JOBS) -L threads

clang-build:
	@test -f build-clang/build.ninja || cmake --preset clang
	@ninja -C build-clang -j $(JOBS)

# Long suites, not part of test or check.
long: build
	@cd build && $(CTEST) -L long

fuzz: deps-check
	@test -f build-fuzz/build.ninja || cmake --preset fuzz
	@ninja -C build-fuzz -j $(JOBS)
	@tools/fuzz.sh build-fuzz $${SECONDS_EACH:-60}

# Man pages, for whoever packages the program; the same texts are its --help.
man: deps-check
	@mkdir -p build/man
	@for f in docs/man/*.scd; do scdoc < $$f > build/man/$$(basename $$f .scd) || exit 1; done

bench: build
	@for b in build/bench/bench_*; do $$b || exit 1; done

clean:
	@rm -rf build build-* $(DEMO)
