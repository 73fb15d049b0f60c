package org.openlauncher.process.spawner;

/** The numbers of protocol.h. */
final class Wire {
  static final int FRAME_LENGTH_MOST = 8 * 1024 * 1024;
  static final int READ_LENGTH_MOST = 256 * 1024;
  static final int RECORD_SIZE = 512;

  static final int LAUNCH = 1;
  static final int SIGNAL = 2;
  static final int OPEN = 3;
  static final int READ = 4;
  static final int CLOSE = 5;
  static final int LOOK_UP = 7;

  static final int HELLO = 128;
  static final int DONE = 129;
  static final int STARTED = 130;
  static final int REFUSED = 131;
  static final int FILE_OPENED = 132;
  static final int DATA = 133;
  static final int ACCOUNT = 134;

  static final int USER = 1;
  static final int JOB_ID = 2;
  static final int TOKEN = 3;
  static final int BOOT_ID = 4;
  static final int RECORD = 5;
  static final int ARGUMENT = 6;
  static final int VARIABLE = 7;
  static final int DIRECTORY = 8;
  static final int INPUT = 9;
  static final int OUTPUT = 10;
  static final int KEPT_OUTPUT = 11;
  static final int ERRORS = 12;
  static final int KEPT_ERRORS = 13;
  static final int MERGED = 14;
  static final int UMASK = 15;
  static final int PROCESSOR_SECONDS = 16;
  static final int MEMORY_BYTES = 17;
  static final int PAM_PROFILE = 18;
  static final int SESSION_PAM_PROFILE = 19;
  static final int SHIM_ID = 20;
  static final int SHIM_START = 21;
  static final int OPERATION = 22;
  static final int PATH = 30;
  static final int FILE = 31;
  static final int OFFSET = 32;
  static final int LENGTH = 33;
  static final int PROTOCOL = 64;
  static final int PRIVILEGED = 65;
  static final int MINIMUM_USER_ID = 66;
  static final int SERVER_USER_ID = 67;
  static final int CLOCK_TICKS = 68;
  static final int PAGE_SIZE = 69;
  static final int MEMORY_LIMIT = 70;
  static final int PAM = 71;
  static final int KEY = 72;
  static final int PREVIOUS_KEY = 73;
  static final int SESSION_KEY = 74;
  static final int PROCESS_ID = 80;
  static final int PROCESS_START = 81;
  static final int REFUSAL = 90;
  static final int ERROR_NUMBER = 91;
  static final int MESSAGE = 92;
  static final int DEVICE = 100;
  static final int INODE = 101;
  static final int SIZE = 102;
  static final int CONTENT = 103;
  static final int USER_ID = 110;
  static final int GROUP_ID = 111;
  static final int HOME = 112;
  static final int SHELL = 113;
  static final int GROUP = 114;

  static final int SUSPEND = 1;
  static final int RESUME = 2;
  static final int TERMINATE = 3;
  static final int KILL = 4;

  private Wire() {}
}
