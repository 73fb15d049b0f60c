package org.openlauncher.process.supervise;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.process.ProcessRequest;

/** Refuses arguments and environments that no process of this machine can be given. */
final class RequestCheck {
  /** The kernel's MAX_ARG_STRLEN: 32 pages of 4 KiB, the final NUL included. */
  static final int LONGEST_TEXT = 32 * 4096;

  private static final int BYTES_PER_POINTER = 8;

  /** Room for the launcher's own words, the name of the program and what the kernel adds. */
  private static final int RESERVE = 8192;

  private final long limit;

  RequestCheck(Machine machine) {
    this.limit = machine.argumentLimit() - RESERVE;
  }

  void check(ProcessRequest request) {
    long total = 0;
    List<String> command = request.command();
    for (int index = 0; index < command.size(); index++) {
      String what = index == 0 ? "the program's name" : "argument " + index;
      total += size(what, command.get(index));
    }
    if (command.get(0).isEmpty()) {
      throw invalid("the program's name must not be empty");
    }
    for (Map.Entry<String, String> variable : new TreeMap<>(request.environment()).entrySet()) {
      String name = variable.getKey();
      if (name.isEmpty() || name.indexOf('=') >= 0) {
        throw invalid(
            "the name of an environment variable must not be empty nor hold '=', is \""
                + name
                + "\"");
      }
      total += size("environment variable " + name, name + "=" + variable.getValue());
    }
    if (total > limit) {
      throw invalid(
          "arguments and environment together may take "
              + limit
              + " bytes on this machine, they take "
              + total);
    }
    request.standardInput().ifPresent(input -> encoded("the standard input", input));
  }

  private static long size(String what, String text) {
    if (text.indexOf('\0') >= 0) {
      throw invalid(what + " must not hold a NUL character");
    }
    long bytes = encoded(what, text) + 1L;
    if (bytes > LONGEST_TEXT) {
      throw invalid(what + " may be " + (LONGEST_TEXT - 1) + " bytes long, is " + (bytes - 1));
    }
    return bytes + BYTES_PER_POINTER;
  }

  private static int encoded(String what, String text) {
    try {
      return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text)).remaining();
    } catch (CharacterCodingException unpairedSurrogate) {
      throw invalid(what + " must be valid Unicode text, holds half of a surrogate pair");
    }
  }

  private static LauncherException invalid(String message) {
    return new LauncherException(ErrorCode.INVALID_REQUEST, message);
  }
}
