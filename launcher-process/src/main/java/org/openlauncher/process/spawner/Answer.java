package org.openlauncher.process.spawner;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.openlauncher.process.Privileges;
import org.openlauncher.process.ProcessIdentity;
import org.openlauncher.process.UserFile;
import org.openlauncher.process.supervise.JobRecord;
import org.openlauncher.process.supervise.Refusal;

/** What the spawner says. */
sealed interface Answer {
  /**
   * What it says first, and unasked.
   *
   * @param privileges what jobs can be given
   * @param serverUserId the user id that the launcher has
   * @param bootId the name of this life of the machine
   * @param keys what stands in the key file, and then in the one before
   * @param sessionKey what stands in the file with the key of sessions
   */
  record Hello(
      Privileges privileges,
      long serverUserId,
      String bootId,
      List<byte[]> keys,
      Optional<byte[]> sessionKey)
      implements Answer {
    private static final long PROTOCOL = 1;

    private static Hello of(Frame frame) throws Nonsense {
      long protocol = frame.number(Tag.PROTOCOL);
      if (protocol != PROTOCOL) {
        throw new Nonsense("version " + protocol + " of the protocol instead of " + PROTOCOL);
      }
      Privileges privileges =
          new Privileges(
              frame.number(Tag.PRIVILEGED) == 1,
              frame.number(Tag.MINIMUM_USER_ID),
              true,
              memoryLimit(frame.text(Tag.MEMORY_LIMIT)),
              frame.number(Tag.PAM) == 1);
      return new Hello(
          privileges,
          frame.number(Tag.SERVER_USER_ID),
          frame.text(Tag.BOOT_ID),
          Stream.of(Tag.KEY, Tag.PREVIOUS_KEY).flatMap(tag -> frame.find(tag).stream()).toList(),
          frame.find(Tag.SESSION_KEY));
    }

    private static Privileges.MemoryLimit memoryLimit(String word) throws Nonsense {
      return switch (word) {
        case "cgroup2" -> Privileges.MemoryLimit.CONTROL_GROUP_2;
        case "cgroup1" -> Privileges.MemoryLimit.CONTROL_GROUP_1;
        case "address-space" -> Privileges.MemoryLimit.ADDRESS_SPACE;
        default -> throw new Nonsense("a memory limit of the kind " + word);
      };
    }

    /** Without the keys. */
    @Override
    public String toString() {
      return "Hello[" + privileges + "]";
    }
  }

  /** It is done. */
  record Done() implements Answer {}

  /**
   * The job's program runs, or has run. Its record says the same.
   *
   * @param processId the number of the job's process
   * @param processStart when that started, in clock ticks
   * @param shimId the number of its shim
   * @param shimStart when that started
   */
  record Started(long processId, long processStart, long shimId, long shimStart) implements Answer {
    private static Started of(Frame frame) throws Nonsense {
      Started started =
          new Started(
              frame.number(Tag.PROCESS_ID),
              frame.number(Tag.PROCESS_START),
              frame.number(Tag.SHIM_ID),
              frame.number(Tag.SHIM_START));
      if (started.processId < 1
          || started.processStart < 0
          || started.shimId < 1
          || started.shimStart < 0) {
        throw new Nonsense("no process: " + started);
      }
      return started;
    }

    /** The same, as a record of that life of the machine has it. */
    JobRecord.Start in(String bootId) {
      return new JobRecord.Start(
          new ProcessIdentity(processId, processStart, bootId),
          new ProcessIdentity(shimId, shimStart, bootId));
    }
  }

  /**
   * It can't be done.
   *
   * @param refusal why, for a machine
   * @param errorNumber the kernel's error number, or 0
   * @param message why, for people
   */
  record Refused(Refusal refusal, int errorNumber, String message) implements Answer {}

  /**
   * A file is open.
   *
   * @param number its number
   * @param identity which file it is
   * @param size its bytes
   */
  record Opened(long number, UserFile.Identity identity, long size) implements Answer {}

  /**
   * A piece of a file.
   *
   * @param content nothing at the end
   * @param size the bytes of the whole file, now
   */
  record Data(ByteBuffer content, long size) implements Answer {}

  /** Reads an answer. */
  static Answer of(Frame frame) throws Nonsense {
    return switch (frame.kind()) {
      case ANSWER_HELLO -> Hello.of(frame);
      case ANSWER_DONE -> new Done();
      case ANSWER_STARTED -> Started.of(frame);
      case ANSWER_REFUSED ->
          new Refused(
              Refusal.of(frame.text(Tag.REFUSAL)),
              (int) frame.number(Tag.ERROR_NUMBER),
              frame.text(Tag.MESSAGE));
      case ANSWER_FILE ->
          new Opened(
              frame.number(Tag.FILE),
              new UserFile.Identity(frame.number(Tag.DEVICE), frame.number(Tag.INODE)),
              frame.number(Tag.SIZE));
      case ANSWER_DATA ->
          new Data(ByteBuffer.wrap(frame.bytes(Tag.CONTENT)), frame.number(Tag.SIZE));
      case REQUEST_LAUNCH, REQUEST_SIGNAL, REQUEST_OPEN, REQUEST_READ, REQUEST_CLOSE ->
          throw new Nonsense("a request of the kind " + frame.kind());
    };
  }
}
