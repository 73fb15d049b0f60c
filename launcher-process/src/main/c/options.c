#include "options.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "io.h"
#include "log.h"

static const char help[] =
    "Starts jobs for the launcher, as their users.\n"
    "\n"
    "  openlauncher-spawner --server-user=NAME [--minimum-user-id=N] [--cgroup=NAME]\n"
    "                       [--key-file=PATH] [--previous-key-file=PATH]\n"
    "                       [--session-key-file=PATH] [--syslog] [--keep-frames]\n"
    "                       -- PROGRAM ARGUMENT...\n"
    "      Root runs this. PROGRAM runs as the user NAME, with a socket to the spawner as its\n"
    "      descriptor 0. No job runs as a user whose id is below N (1000). Memory limits use the\n"
    "      cgroup NAME (openlauncher-ID, with the id of the user). The spawner reads the files PATH\n"
    "      and hands their content over. With --syslog its messages go to the system's log once PROGRAM\n"
    "      has been started, and it keeps standard error no longer. With --keep-frames PROGRAM has\n"
    "      the descriptors 3 and 4 that the spawner was started with, which nobody else has.\n"
    "\n"
    "  openlauncher-spawner --unprivileged\n"
    "      All jobs run as the user who runs this. Requests come in on standard input, answers go\n"
    "      to standard output.\n"
    "\n"
    "  openlauncher-spawner --check     tells what can be done on this machine\n"
    "  openlauncher-spawner --version\n"
    "  openlauncher-spawner --help\n";

static const struct option long_options[] = {
    {"server-user", required_argument, NULL, 's'},
    {"minimum-user-id", required_argument, NULL, 'm'},
    {"cgroup", required_argument, NULL, 'c'},
    {"key-file", required_argument, NULL, 'k'},
    {"previous-key-file", required_argument, NULL, 'p'},
    {"session-key-file", required_argument, NULL, 'e'},
    {"syslog", no_argument, NULL, 'l'},
    {"keep-frames", no_argument, NULL, 'f'},
    {"unprivileged", no_argument, NULL, 'u'},
    {"check", no_argument, NULL, 'x'},
    {"version", no_argument, NULL, 'v'},
    {"help", no_argument, NULL, 'h'},
    {NULL, 0, NULL, 0},
};

_Noreturn void options_refuse(const char *complaint) {
  log_line("%s; --help tells more", complaint);
  exit(EX_USAGE);
}

static _Noreturn void end_told(const char *text) {
  bool written = write_fully(STDOUT_FILENO, text, strlen(text));
  exit(written ? EXIT_SUCCESS : EX_IOERR);
}

struct options options_read(int count, char **arguments) {
  struct options options = {0};
  for (;;) {
    switch (getopt_long(count, arguments, "+", long_options, NULL)) {
      case 's':
        options.server_user = optarg;
        break;
      case 'm':
        options.minimum_user_id = optarg;
        break;
      case 'c':
        options.cgroup = optarg;
        break;
      case 'k':
        options.key_file = optarg;
        break;
      case 'p':
        options.previous_key_file = optarg;
        break;
      case 'e':
        options.session_key_file = optarg;
        break;
      case 'l':
        options.system_log = true;
        break;
      case 'f':
        options.keep_frames = true;
        break;
      case 'u':
        options.unprivileged = true;
        break;
      case 'x':
        options.check = true;
        break;
      case 'v':
        end_told("openlauncher-spawner " OPENLAUNCHER_VERSION "\n");
      case 'h':
        end_told(help);
      case -1:
        return options;
      default:
        /* getopt has said what is wrong */
        exit(EX_USAGE);
    }
  }
}
