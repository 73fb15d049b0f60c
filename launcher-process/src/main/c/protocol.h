/*
 * The numbers and words that the spawner and its client agree on. docs/spawner.md tells what they
 * mean. Whoever changes something here that an older client can't live with raises PROTOCOL_VERSION.
 *
 * A frame:  u32 length of what follows | u32 request number | u8 kind | fields
 * A field:  u8 tag | u32 length | bytes
 * All numbers are little endian. A field that holds a number has exactly 8 bytes (u64). A text has
 * no NUL and is not empty, except where it says so. An answer bears the number of its request; HELLO
 * bears 0.
 */
#ifndef OPENLAUNCHER_PROTOCOL_H
#define OPENLAUNCHER_PROTOCOL_H

enum {
  PROTOCOL_VERSION = 1,
  FRAME_LENGTH_MOST = 8 * 1024 * 1024, /* of what follows the length */
  FRAME_LENGTH_LEAST = 5,              /* request number and kind; shorter: bad-request, number 0 */
  UNANSWERED_MOST = 4096,              /* with more the spawner stops reading for a while */
  READ_LENGTH_MOST = 256 * 1024,
  TOKEN_LENGTH_MOST = 64,
  JOB_ID_LENGTH = 26,
  RECORD_SIZE = 512,
};

/* Kinds of requests. 6 is kept free. */
enum {
  REQUEST_LAUNCH = 1, /* -> STARTED */
  REQUEST_SIGNAL = 2, /* -> DONE */
  REQUEST_OPEN = 3,   /* -> FILE */
  REQUEST_READ = 4,   /* -> DATA */
  REQUEST_CLOSE = 5,  /* -> DONE */
  REQUEST_USER = 7,   /* -> ACCOUNT */
};

/* Kinds of answers. Each request gets exactly one: its own kind, or REFUSED. */
enum {
  ANSWER_HELLO = 128,
  ANSWER_DONE = 129,    /* no fields */
  ANSWER_STARTED = 130, /* PROCESS_ID, PROCESS_START, SHIM_ID, SHIM_START */
  ANSWER_REFUSED = 131, /* REFUSAL, ERROR_NUMBER, MESSAGE */
  ANSWER_FILE = 132,    /* FILE, DEVICE, INODE, SIZE */
  ANSWER_DATA = 133,    /* CONTENT (may be empty: at the end), SIZE (now) */
  ANSWER_ACCOUNT = 134, /* USER, USER_ID, GROUP_ID, HOME, SHELL (both may be empty), GROUP* */
};

/* Tags of fields. A tag means the same in all kinds. */
enum {
  /* LAUNCH; those in [] may be missing, * comes any number of times, + at least once. */
  TAG_USER = 1,      /* text: a user name. Also in SIGNAL, OPEN, USER and ACCOUNT */
  TAG_JOB_ID = 2,    /* text: 26 of 0-9A-HJKMNP-TV-Z. Also in SIGNAL, there [] */
  TAG_TOKEN = 3,     /* text: 1 to 64 of 0-9A-Za-z._- ; the second word of the record */
  TAG_BOOT_ID = 4,   /* text: like a token; the third word of the record. Also in HELLO */
  TAG_RECORD = 5,    /* text: absolute path of the record file, which exists */
  TAG_ARGUMENT = 6,  /* +text (may be empty but for the first): the program, then its arguments */
  TAG_VARIABLE = 7,  /* *text: NAME=value; all of them but for OPENLAUNCHER_JOB_ID */
  TAG_DIRECTORY = 8, /* text: absolute path */
  TAG_INPUT = 9,     /* [bytes]: what the job reads; missing: /dev/null */
  TAG_OUTPUT = 10,   /* [text]: absolute path, opened as the user; missing: /dev/null */
  TAG_KEPT_OUTPUT = 11, /* [text]: the same in a folder of the launcher's; not with OUTPUT */
  TAG_ERRORS = 12,      /* [text]: like OUTPUT */
  TAG_KEPT_ERRORS = 13, /* [text]: like KEPT_OUTPUT; not with ERRORS */
  TAG_MERGED = 14,      /* [number]: 1: errors go where the output goes; 0 is the same as missing.
                           With 1, neither ERRORS nor KEPT_ERRORS */
  TAG_UMASK = 15,       /* number: 0 to 0777 */
  TAG_PROCESSOR_SECONDS = 16,    /* [number]: at least 1 */
  TAG_MEMORY_BYTES = 17,         /* [number]: at least 1 */
  TAG_PAM_PROFILE = 18,          /* [text]: 0-9A-Za-z_- ; its account rules are asked */
  TAG_SESSION_PAM_PROFILE = 19,  /* [text]: likewise; a session is open as long as the job runs */

  /* SIGNAL; SHIM_ID and SHIM_START also in STARTED */
  TAG_SHIM_ID = 20,
  TAG_SHIM_START = 21, /* in clock ticks since boot, as /proc/PID/stat has it */
  TAG_OPERATION = 22,

  /* OPEN, READ, CLOSE */
  TAG_PATH = 30, /* text: absolute path */
  TAG_FILE = 31, /* number that OPEN answered; never used again in this connection */
  TAG_OFFSET = 32,
  TAG_LENGTH = 33, /* 1 to READ_LENGTH_MOST */

  /* HELLO, besides BOOT_ID */
  TAG_PROTOCOL = 64,
  TAG_PRIVILEGED = 65, /* number: 1 or 0 */
  TAG_MINIMUM_USER_ID = 66, /* 0 where unprivileged */
  TAG_SERVER_USER_ID = 67,  /* the launcher's own user */
  TAG_CLOCK_TICKS = 68,     /* per second */
  TAG_PAGE_SIZE = 69,
  TAG_MEMORY_LIMIT = 70, /* text: cgroup2, cgroup1 or address-space */
  TAG_PAM = 71,          /* number: 1 where libpam is there and PAM profiles can be named */
  TAG_KEY = 72,          /* [bytes]: the content of the key file */
  TAG_PREVIOUS_KEY = 73, /* [bytes]: that of the key file before */
  TAG_SESSION_KEY = 74,  /* [bytes]: that of the file with the key of sessions */

  /* STARTED */
  TAG_PROCESS_ID = 80,
  TAG_PROCESS_START = 81,

  /* REFUSED */
  TAG_REFUSAL = 90,      /* text: one of the words below */
  TAG_ERROR_NUMBER = 91, /* errno, or 0 */
  TAG_MESSAGE = 92,      /* text: a sentence for people; UTF-8 as far as the request's texts are */

  /* FILE, DATA */
  TAG_DEVICE = 100,
  TAG_INODE = 101,
  TAG_SIZE = 102,
  TAG_CONTENT = 103,

  /* ACCOUNT */
  TAG_USER_ID = 110,
  TAG_GROUP_ID = 111,
  TAG_HOME = 112,
  TAG_SHELL = 113,
  TAG_GROUP = 114, /* *number: all groups, the first one among them */
};

/* What OPERATION can be. */
enum {
  OPERATION_SUSPEND = 1,
  OPERATION_RESUME = 2,
  OPERATION_TERMINATE = 3,
  OPERATION_KILL = 4,
};

/*
 * Why something is refused. The same words stand in a record: "refused WORD ERRNO .". That is why
 * they have letters and hyphens only.
 */
#define REFUSAL_BAD_REQUEST "bad-request"                     /* it breaks a rule of this file */
#define REFUSAL_USER_UNKNOWN "user-unknown"                   /* the machine has no such user */
#define REFUSAL_USER_ROOT "user-root"                         /* user or group id 0 */
#define REFUSAL_USER_BELOW_MINIMUM "user-below-minimum"       /* user id below the minimum */
#define REFUSAL_USER_NOT_ALLOWED "user-not-allowed"           /* unprivileged: another user;
                                                                 privileged: the launcher's own */
#define REFUSAL_ACCOUNT "account"                             /* PAM's account rules say no */
#define REFUSAL_RECORD "record"                               /* not the file or token expected */
#define REFUSAL_DIRECTORY "directory"
#define REFUSAL_INPUT "input"
#define REFUSAL_OUTPUT "output"
#define REFUSAL_ERRORS "errors"
#define REFUSAL_PROGRAM_NOT_FOUND "program-not-found"         /* the program or its interpreter */
#define REFUSAL_PROGRAM_NOT_EXECUTABLE "program-not-executable"
#define REFUSAL_PROGRAM_FORMAT "program-format"               /* neither a binary nor #! */
#define REFUSAL_LIMIT "limit"                                 /* a limit can't be set */
#define REFUSAL_PAM "pam"                                     /* no libpam, no such profile, or
                                                                 unprivileged */
#define REFUSAL_SESSION "session"                             /* PAM can't open the session */
#define REFUSAL_RESOURCES "resources"                         /* processes, memory, descriptors */
#define REFUSAL_NO_SUCH_SHIM "no-such-shim"                   /* it has ended, or never was one */
#define REFUSAL_NOT_PERMITTED "not-permitted"                 /* some processes of the job belong to
                                                                 another user; others got it */
#define REFUSAL_STILL_RUNNING "still-running"                 /* some did not end on SIGKILL */
#define REFUSAL_FILE "file"                                   /* OPEN, READ, CLOSE */

/*
 * Lines of a record, behind its header "1 TOKEN BOOT-ID\n" and each "...\n" written at once:
 *   started PID START SHIMPID SHIMSTART .
 *   refused WORD ERRNO .           wins over started: the exec failed after it
 *   usage USERMICROS SYSTEMMICROS MAXIMUMRESIDENTKIB .
 *   reason out-of-memory .  |  reason processor-time .
 *   ended CODE .  |  killed SIGNAL .
 * The last line is ended, killed or refused.
 */

/*
 * While a shim is at work, its command line (/proc/PID/cmdline) is "openlauncher-shim JOB-ID" with
 * one or more NULs behind it, from before it reads the record until the job's last process is gone.
 */

#endif
