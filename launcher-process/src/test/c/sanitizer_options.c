/*
 * How the sanitizers behave in the spawner's tests. It can't be looked into from outside, so leaks
 * can't be looked for; what is found ends the process, which the tests notice.
 */
const char *__asan_default_options(void);
const char *__ubsan_default_options(void);

const char *__asan_default_options(void) {
  return "detect_leaks=0:abort_on_error=1:handle_segv=0:handle_sigbus=0:handle_sigfpe=0:"
         "handle_sigill=0:handle_abort=0";
}

const char *__ubsan_default_options(void) { return "print_stacktrace=1"; }
