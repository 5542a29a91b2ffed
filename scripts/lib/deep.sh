# The steps of `scripts/test --deep`. Sourced, not run.

# Undefined behaviour in C ends the process with SIGILL; a trap needs no library beside that of the address sanitizer.
sanitized="--scratch-path .build-asan --sanitize=address -Xcc -fsanitize=undefined -Xcc -fsanitize-trap=undefined"
threaded="--scratch-path .build-tsan --sanitize=thread"

# deep [STEP]: one step, or all.
deep() {
  case "${1:-all}" in
  all)
    # One after another and not joined by `&&`, which would let a step go on after a command of it failed.
    deep_sanitizers
    deep_threads
    deep_fuzz
    ;;
  sanitizers | threads | fuzz) "deep_$1" ;;
  *) fail "--deep knows the steps sanitizers, threads and fuzz, and not \"$1\"" ;;
  esac
}

# Caches of Foundation and libcurl live until the end, which is no leak.
asan_options="detect_leaks=0:abort_on_error=1:detect_stack_use_after_return=0"

deep_sanitizers() {
  swift build $sanitized --build-tests
  # The binary in a folder of its own has no sanitizer's symbols to resolve, and a memory limit does not suit shadow
  # memory; both kinds of tests are run without sanitizers by scripts/test.
  ASAN_OPTIONS=$asan_options swift test $sanitized --skip-build \
    --experimental-maximum-parallelization-width 2 --skip StandaloneBinary
}

deep_threads() {
  swift build $threaded --build-tests
  TSAN_OPTIONS="halt_on_error=1:suppressions=$PWD/scripts/lib/tsan.txt" swift test $threaded --skip-build \
    --experimental-maximum-parallelization-width 2 --filter 'AWSClientTests|CollectorTests|HistoryStoreTests'
}

deep_fuzz() {
  swift build $sanitized --build-tests
  OPTOUT_AUDIT_FUZZ=${OPTOUT_AUDIT_FUZZ:-100000} ASAN_OPTIONS=$asan_options \
    swift test $sanitized --skip-build --experimental-maximum-parallelization-width 2 --filter Fuzz
}
